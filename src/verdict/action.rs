//! What to do to one file: the only thing that `rewrite` is told besides the text.
use std::sync::Arc;

use super::attempt::DeferredAttempt;
use super::stand_in::StandInCall;
use super::strategy::Way;
use super::style::ImportStyle;
use crate::syntax::Span;

/// Names that a `__getattr__` which is written uses itself, besides `globals`, which it does without where that is another name.
/// Not in `rules/`: it is our own text.
pub const USED_BY_HOOK: [&str; 3] = ["dict", "import_module", "AttributeError"];

/// The planned changes of one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FilePlan {
    /// The absolute dotted name of the module, such as `app.images`; of a package's `__init__.py`, the package.
    pub module: String,
    /// Whether the file is a package's `__init__.py`.
    pub is_package: bool,
    /// Whether it is a package without `__all__`: any code that imports `*` from it takes every public name that is there.
    pub offers_all: bool,
    /// Whether `globals` means something else in the module than it does everywhere: a name, or a submodule that somebody loads.
    pub hides_globals: bool,
    /// Whether the package names its own modules by relative imports only where it can: so that it may be loaded under another
    /// name, and what is written has to be relative, too.
    pub is_relative: bool,
    /// Whether it is also run as a script or loaded by its path, where it has another name: its own functions then ask its
    /// `__getattr__` for what it serves instead of importing it.
    pub has_other_names: bool,
    /// One entry for each imported name that is deferred, in the order of the text, at most one for each alias.
    pub deferrals: Vec<Deferral>,
    /// Whether `typing` is loaded anyway when this module is imported. Where it is not, a new `TYPE_CHECKING` is written
    /// as `TYPE_CHECKING = False`, which checkers understand and which costs nothing.
    pub typing_is_loaded: bool,
    /// Constants that the module's `__getattr__` computes, in the order of the text.
    pub constants: Vec<DeferredConstant>,
    /// `try` statements that the module's `__getattr__` runs, in the order of the text: `rewrite` takes them from the deferrals.
    pub attempts: Vec<DeferredAttempt>,
    /// Where the helper lives that tables and stand-ins need; there is one where there are any.
    pub helper: Option<Helper>,
    /// The aliases of imports in functions and `TYPE_CHECKING` blocks that come back to the top as `lazy` ones.
    pub returns: Vec<Span>,
    /// Stand-ins for commands that are written again.
    pub refreshes: Vec<Refresh>,
    /// A comment to put behind every import inserted into a function, such as `# noqa: PLC0415`.
    pub suppression: Option<String>,
    /// Whether the module's own `__lazy_modules__` is one literal that nobody reads: what moves away leaves it.
    pub tends_list: bool,
    /// How the project writes imports.
    pub style: Arc<ImportStyle>,
}

impl FilePlan {
    /// Whether functions of the module call its `__getattr__`.
    pub fn asks_itself(&self) -> bool {
        let mut places = self
            .deferrals
            .iter()
            .flat_map(|deferral| &deferral.way.moved().insertions);
        let is_asked = |constant: &DeferredConstant| !constant.functions.is_empty() || !constant.constants.is_empty();
        self.has_other_names
            && (places.any(|place| place.through_module)
                || self.constants.iter().any(is_asked)
                || self.attempts.iter().any(|attempt| !attempt.functions.is_empty()))
    }

    /// What the functions of the module's `__getattr__` call the names of the module.
    pub fn namespace(&self) -> &'static str {
        match self.hides_globals {
            true => "__getattr__.__globals__",
            false => "globals()",
        }
    }

    /// The module itself as its own code imports from it: the dots of a relative import, and the module behind them.
    pub fn this_module(&self) -> (u32, &str) {
        match self.module.rsplit_once('.') {
            _ if !self.is_relative => (0, &self.module),
            _ if self.is_package => (1, ""),
            Some((_, last)) => (1, last),
            None => (0, &self.module),
        }
    }
}

/// One imported name (an alias of an import statement at module level) that is deferred.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Deferral {
    /// The whole import statement.
    pub statement: Span,
    /// The alias within it, from the first byte of its name to the last of its `as` name.
    pub alias: Span,
    /// How.
    pub way: Way,
}

/// A constant that is computed when it is first read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeferredConstant {
    /// The statement that assigns it.
    pub statement: Span,
    /// Its name.
    pub name: String,
    /// The aliases of deferred imports that it needs.
    pub imports: Vec<Span>,
    /// Other deferred constants that it reads.
    pub constants: Vec<String>,
    /// The functions of the module that read it, by the offsets of their names: they import it from this very module.
    pub functions: Vec<u32>,
}

/// The call of a stand-in that is written again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refresh {
    /// The call.
    pub span: Span,
    /// What it becomes, and the name that it is assigned to.
    pub call: StandInCall,
}

/// What the first line of a generated helper starts with, and no file that somebody wrote.
pub const HELPER_MARKER: &str = "# @generated by dormant ";

/// The generated file that holds what rewritten code needs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Helper {
    /// Its module as this one imports it, such as `app._dormant` or `._dormant`.
    pub import: String,
    /// The package that it belongs to, such as `app`.
    pub package: String,
}
