//! One decision about one import.

use super::{Code, Strategy};
use crate::evaluate::Facet;
use crate::graph::{ModuleId, Sighting};
use crate::semantics::facts::{BindingId, ImportId};
use crate::syntax::Span;
use crate::verdict::action::{Entry, Forward, Insertion, StandInCall};

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
}

impl Kept {
    /// A reason without particulars.
    pub fn new(code: Code) -> Self {
        Kept {
            code,
            detail: String::new(),
            at: None,
            risk: None,
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
            code,
            detail: detail.into(),
            at: Some(at),
            risk: None,
        }
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
    /// By the `lazy` keyword.
    pub lazy_keyword: bool,
    /// It comes back to the top from where somebody moved it.
    pub returns: bool,
    /// By `__lazy_modules__`.
    pub lazy_modules: bool,
    /// It is used at once, and lazy only because a neighbour is that the same name in the list concerns: why it saves nothing.
    pub rides: Option<Kept>,
    /// Kept for type checkers.
    pub type_checking: bool,
    /// Where import statements are inserted.
    pub insertions: Vec<Insertion>,
    /// Served by the module's `__getattr__`.
    pub getattr: bool,
    /// Annotations that are put in quotes.
    pub quotes: Vec<Span>,
    /// Submodules that the `__getattr__` serves, too.
    pub submodules: Vec<String>,
    /// Values of tables that become names.
    pub entries: Vec<Entry>,
    /// Functions that are made to call what is only picked.
    pub forwards: Vec<Forward>,
    /// Constants that are computed later, because they need the import.
    pub constants: Vec<LazyConstant>,
    /// Exchanged for a stand-in for a command.
    pub command: Option<StandInCall>,
    /// Others that bind the same name stay.
    pub apart: bool,
    /// The whole `try` around it runs later.
    pub attempt: Option<LazyAttempt>,
}

/// A `try` that runs as a whole when one of its names is first asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LazyAttempt {
    /// The statement.
    pub statement: Span,
    /// The names that it binds, sorted, and whether it does so in any case.
    pub names: Vec<(String, bool)>,
    /// The functions of the module that need it, by the offsets of their names, and the names that each imports from the module;
    /// where there are none, one of those that are bound in any case makes it run.
    pub functions: Vec<(u32, Vec<String>)>,
    /// The `if TYPE_CHECKING:` in whose `else` it stands alone.
    pub told: Option<Span>,
}

impl Shape {
    /// Whether the import stays where it is, and becomes lazy there.
    pub fn is_lazy(&self) -> bool {
        self.lazy_keyword || self.lazy_modules
    }

    /// What somebody does by hand so that nothing keeps the import any more: it is asked what would follow, and never written.
    pub fn by_hand() -> Self {
        Shape {
            type_checking: true,
            ..Shape::default()
        }
    }

    /// The strategies at work, the leading one first.
    pub fn strategies(&self) -> Vec<Strategy> {
        let mut strategies = Vec::new();
        let mut add = |condition: bool, strategy: Strategy| {
            if condition {
                strategies.push(strategy);
            }
        };
        add(self.lazy_keyword, Strategy::LazyKeyword);
        add(self.lazy_modules, Strategy::LazyModules);
        add(!self.entries.is_empty() || self.command.is_some(), Strategy::Registry);
        add(!self.constants.is_empty(), Strategy::LazyConstant);
        add(self.getattr, Strategy::ModuleGetattr);
        add(
            !self.insertions.is_empty() || !self.forwards.is_empty(),
            Strategy::FunctionLocal,
        );
        let kept_with_others = self.getattr || !self.constants.is_empty();
        add(self.type_checking && !kept_with_others, Strategy::TypeChecking);
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
