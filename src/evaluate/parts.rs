//! Names and objects of the project's own modules that an execution reads, or changes, in modules other than its own: the
//! program's state that is not state of the process.
use super::object::{EnvId, Place};
use super::value::{ObjectId, Symbol};
use crate::graph::ModuleId;

/// A part of the program's own state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A name of a module.
    Name(ModuleId, Symbol),
    /// An object that importing a module made.
    Object(ModuleId, ObjectId),
    /// An attribute of such an object, or the item of a mapping under a literal key.
    Field(ModuleId, ObjectId, Symbol),
    /// A variable of a call of a function of a module, which functions made there still have.
    Variable(ModuleId, EnvId, Symbol),
}

impl Part {
    /// A field of an object that importing a module made, or all of it.
    pub fn of_object(owner: ModuleId, object: ObjectId, field: Option<Symbol>) -> Self {
        match field {
            Some(field) => Part::Field(owner, object, field),
            None => Part::Object(owner, object),
        }
    }

    /// Whether who changes the one changes the other: a field of an object, and all of it.
    pub fn meets(self, other: Part) -> bool {
        match (self, other) {
            (Part::Object(_, object), Part::Field(_, of, _)) | (Part::Field(_, of, _), Part::Object(_, object)) => {
                object == of
            }
            _ => self == other,
        }
    }

    /// The module that it belongs to.
    pub fn owner(self) -> ModuleId {
        match self {
            Part::Name(module, _) | Part::Object(module, _) | Part::Field(module, ..) | Part::Variable(module, ..) => {
                module
            }
        }
    }
}

/// A change of a part by somebody else than its module's import.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Change {
    /// What is changed.
    pub part: Part,
    /// Where.
    pub place: Place,
    /// How, to be read after the name of the module where it happens.
    pub what: String,
    /// The module whose import does it; none for a function that is called some time.
    pub importing: Option<ModuleId>,
}
