//! One decision about one import.

use super::{Code, Strategy};
use crate::evaluate::Facet;
use crate::graph::{ModuleId, Sighting};
use crate::semantics::facts::{BindingId, ImportId};
use crate::syntax::Span;
use crate::verdict::{Moved, Way};

/// The part of a program that needs a name as soon as it runs. What a person can do about it depends on that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NeededBy {
    /// A decorator.
    Decorator,
    /// A base class, or a keyword of a class.
    Base,
    /// A default argument.
    Default,
    /// Any statement of a class body.
    ClassBody,
    /// Any statement at module level.
    Statement,
    /// A function that runs while modules are imported.
    Function,
}

/// Why an import stays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The code.
    pub code: Code,
    /// What in particular, to be read after the code's summary; may be empty.
    pub detail: String,
    /// The place that causes it.
    pub at: Option<Sighting>,
    /// What would have to be accepted by name: the module, and the part of the state that it changes.
    pub risk: Option<(ModuleId, Facet)>,
    /// The module that would be loaded too late, where loading that one in time would do.
    pub late: Option<ModuleId>,
    /// What needs it at once, where the code is `used-at-import` and that is known.
    pub needed_by: Option<NeededBy>,
}

impl Kept {
    /// A reason without particulars.
    pub fn new(code: Code) -> Self {
        Kept {
            code,
            detail: String::new(),
            at: None,
            risk: None,
            late: None,
            needed_by: None,
        }
    }

    /// A reason of which no single place is the cause.
    pub fn told(code: Code, detail: impl Into<String>) -> Self {
        Kept {
            detail: detail.into(),
            ..Kept::new(code)
        }
    }

    /// Whether two reasons have one cause: they fall together.
    pub fn has_cause_of(&self, other: &Kept) -> bool {
        self.code == other.code && self.at == other.at && (self.at.is_some() || self.detail == other.detail)
    }

    /// A reason with the place that causes it.
    pub fn at(code: Code, detail: impl Into<String>, at: Sighting) -> Self {
        Kept {
            at: Some(at),
            ..Kept::told(code, detail)
        }
    }

    /// The same with what needs the name at once.
    pub fn needed_by(self, needed_by: Option<NeededBy>) -> Self {
        Kept { needed_by, ..self }
    }

    /// The same for what a module does to a part of the state.
    pub fn with_risk(self, module: ModuleId, facet: &Facet) -> Self {
        Kept {
            risk: Some((module, facet.clone())),
            ..self
        }
    }
}

/// All reasons for which an import stays: at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reasons {
    /// The one that is met first.
    pub first: Kept,
    /// Those that stand behind it, where they were asked for.
    pub more: Vec<Kept>,
}

impl Reasons {
    /// All of them, the first one first.
    pub fn all(&self) -> impl Iterator<Item = &Kept> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// Adds what has another cause than those that are there.
    pub fn add(&mut self, found: impl IntoIterator<Item = Kept>) {
        for kept in found {
            if !self.all().any(|known| known.has_cause_of(&kept)) {
                self.more.push(kept);
            }
        }
    }
}

impl From<Kept> for Reasons {
    fn from(first: Kept) -> Self {
        let more = Vec::new();
        Reasons { first, more }
    }
}

/// How an import can be deferred.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shape {
    /// What is written.
    pub way: Way,
    /// Constants that are computed later, because they need the import. Only where it moves.
    pub constants: Vec<LazyConstant>,
    /// It comes back to the top from where somebody moved it.
    pub returns: bool,
    /// It is used at once, and lazy only because a neighbour is that the same name in the list concerns: why it saves nothing.
    pub rides: Option<Kept>,
    /// Others that bind the same name stay.
    pub apart: bool,
    /// A function that every start of the program runs, and that would import it in any case.
    pub at_start: Option<Sighting>,
    /// The modules of entry points each of which is sure to import it first of all, in a function.
    pub entered: Vec<ModuleId>,
}

impl From<Way> for Shape {
    fn from(way: Way) -> Self {
        Shape {
            way,
            ..Shape::default()
        }
    }
}

impl Shape {
    /// Whether the import stays where it is, and becomes lazy there.
    pub fn is_lazy(&self) -> bool {
        self.way.is_lazy()
    }

    /// An import that comes back to the top of its module as a lazy one.
    pub fn returning() -> Self {
        Shape {
            returns: true,
            ..Way::LazyKeyword.into()
        }
    }

    /// What somebody does by hand so that nothing keeps the import any more: it is asked what would follow, and never written.
    pub fn by_hand() -> Self {
        Shape::from(Way::Moved(Moved {
            type_checking: true,
            ..Moved::default()
        }))
    }

    /// The strategies at work, the leading one first.
    pub fn strategies(&self) -> Vec<Strategy> {
        let mut strategies = self.way.strategies();
        if !self.constants.is_empty() {
            // What is kept for type checkers is kept with them.
            strategies.retain(|&strategy| strategy != Strategy::TypeChecking);
            let at = usize::from(strategies.first() == Some(&Strategy::Registry));
            strategies.insert(at, Strategy::LazyConstant);
        }
        strategies
    }
}

/// What becomes of one import.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The module it stands in.
    pub module: ModuleId,
    /// The import.
    pub import: ImportId,
    /// Deferred, or kept.
    pub verdict: Result<Shape, Reasons>,
    /// From the imported module to the heavy one, if it is heavy: at least the imported module.
    pub chain: Vec<ModuleId>,
}

/// How a constant is computed later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LazyConstant {
    /// The statement that assigns it.
    pub statement: Span,
    /// Its name.
    pub name: String,
    /// The module-level names that computing it reads.
    pub reads: Vec<BindingId>,
    /// The functions of the module that read it, by the offsets of their names.
    pub functions: Vec<u32>,
}
