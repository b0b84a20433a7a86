//! What an execution reads and writes outside itself, by the named part of the state that it touches.
use super::value::ObjectId;
use crate::graph::effort::spend;
use crate::graph::{ModuleId, Program};
use crate::rules::EffectKind;
use crate::semantics::code::BodyId;
use crate::syntax::Span;

/// The facet of what leaves the code around it: an exception, the end of the process.
pub const CONTROL: &str = "control";

/// A part of the program's state, fine enough to tell apart what programs tell apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Facet {
    /// A part of the process's state by its name: `env:NO_COLOR`, `cwd`, `stderr`; `env:*` is every variable.
    State(String),
    /// An object that the execution of a module made, or a name of the module.
    Module(ModuleId),
    /// An attribute of a module by its dotted name, such as `hv.read`.
    Attribute(String),
    /// The subclasses of a class that a module defines.
    Subclasses(ModuleId),
    /// Anything.
    Everything,
}

impl Facet {
    /// Its name for a report; `*` is anything.
    pub fn told(&self, program: &Program) -> String {
        let name = |id: &ModuleId| &program.modules[*id].name;
        match self {
            Facet::State(name) | Facet::Attribute(name) => name.clone(),
            Facet::Module(id) => format!("module:{}", name(id)),
            Facet::Subclasses(id) => format!("subclasses:{}", name(id)),
            Facet::Everything => "*".to_owned(),
        }
    }

    /// Whether a write of one is seen by a read of the other.
    pub fn meets<'f>(&'f self, other: &'f Facet) -> bool {
        spend(1);
        match (self, other) {
            (Facet::Everything, _) | (_, Facet::Everything) => true,
            (Facet::State(left), Facet::State(right)) => {
                // Filters for all warnings are filters for each category; `env:*` is every variable, `env:NO_*` some.
                let beginning = |name: &'f str| match name {
                    "warnings.filters" | "warnings.filters:Warning" => Some("warnings.filters:"),
                    "random" => Some("random:"),
                    _ => name.strip_suffix('*'),
                };
                let within = |name: &str, beginning: &str| {
                    name.starts_with(beginning)
                        || beginning.strip_suffix(':') == Some(name)
                        || name.strip_suffix('*').is_some_and(|start| beginning.starts_with(start))
                };
                let of_module = |name: &'f str| name.strip_prefix("module:");
                let is_part = match (of_module(left), of_module(right)) {
                    (Some(left), Some(right)) => {
                        crate::rules::matches(left, right) || crate::rules::matches(right, left)
                    }
                    (Some(_) | None, _) => false,
                };
                left == right
                    || is_part
                    || beginning(left).is_some_and(|start| within(right, start))
                    || beginning(right).is_some_and(|start| within(left, start))
            }
            _ => self == other,
        }
    }
}

/// Whether a facet is read or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Access {
    /// Another value there would lead to something else.
    Read,
    /// It is something else afterwards.
    Write,
    /// Something is added to it: what was there is there still.
    Append,
}

/// How sure it is that an effect happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// It is in plain sight.
    Seen,
    /// It happens in code that could not be followed: it may do anything.
    Unknown,
    /// It would happen in native or generated code, or in code that is not there: taken for harmless, and counted.
    Assumed,
}

/// Something that executing a module does to, or takes from, the rest of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// What sort of effect, for people.
    pub kind: EffectKind,
    /// What is touched.
    pub facet: Facet,
    /// How.
    pub access: Access,
    /// How sure it is.
    pub grade: Grade,
    /// The module in whose file it happens.
    pub module: ModuleId,
    /// Where it happens; for what the rules say, the start of the file.
    pub span: Span,
    /// What happens, to be read after "it", such as "calls `register`, which may do anything".
    pub what: String,
    /// The calls that lead from the module to it, outermost first.
    pub chain: Vec<Step>,
    /// The object that is changed, where it is one that a module made.
    pub object: Option<ObjectId>,
    /// The body of code where it happens.
    pub body: Option<(ModuleId, BodyId)>,
    /// Whether what is entered into the object was made by that body: nobody handed it over.
    pub is_made_there: bool,
    /// Whether it is undone where the `with` statement is left whose manager it is an effect of, where the function ends that it
    /// decorates, or where the test ends that it is an effect of.
    pub is_undone: bool,
    /// The constant that an attribute of a module is always set to there, as Python writes it.
    pub constant: Option<String>,
}

impl Effect {
    /// Whether it takes something from the rest of the program; what is assumed not to happen does not.
    pub fn is_reading(&self) -> bool {
        self.access == Access::Read && self.grade != Grade::Assumed
    }
}

/// Somebody looks into an object that the import of an installed module made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// The module whose import, or whose function some time later, looks.
    pub reader: ModuleId,
    /// The body of code where that happens.
    pub body: Option<(ModuleId, BodyId)>,
    /// Whether it asks for an attribute, which a `__getattr__` may serve.
    pub is_by_name: bool,
}

/// A call on the way to an effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The module in whose file the call is.
    pub module: ModuleId,
    /// Where.
    pub span: Span,
    /// What is called.
    pub name: String,
}
