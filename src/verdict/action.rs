//! What to do to one file: the only thing that `rewrite` is told besides the text.
use std::sync::Arc;

use super::ImportStyle;
use crate::syntax::Span;

/// The planned changes of one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FilePlan {
    /// The absolute dotted name of the module, such as `app.images`; of a package's `__init__.py`, the package.
    pub module: String,
    /// Whether the file is a package's `__init__.py`.
    pub is_package: bool,
    /// Whether it is a package without `__all__`: any code that imports `*` from it takes every public name that is there.
    pub offers_all: bool,
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
    /// `try` statements that the module's `__getattr__` runs, in the order of the text.
    pub attempts: Vec<DeferredAttempt>,
    /// Where the helper lives that tables and stand-ins need; there is one where there are any.
    pub helper: Option<Helper>,
    /// The aliases of imports in functions and `TYPE_CHECKING` blocks that come back to the top as `lazy` ones.
    pub returns: Vec<Span>,
    /// Stand-ins for commands that are written again.
    pub refreshes: Vec<Refresh>,
    /// A comment to put behind every import inserted into a function, such as `# noqa: PLC0415`.
    pub suppression: Option<String>,
    /// How the project writes imports.
    pub style: Arc<ImportStyle>,
}

impl FilePlan {
    /// Whether functions of the module call its `__getattr__`.
    pub fn asks_itself(&self) -> bool {
        let mut places = self.deferrals.iter().flat_map(|deferral| &deferral.insertions);
        let is_asked = |constant: &DeferredConstant| !constant.functions.is_empty() || !constant.constants.is_empty();
        self.has_other_names
            && (places.any(|place| place.through_module)
                || self.constants.iter().any(is_asked)
                || self.attempts.iter().any(|attempt| !attempt.functions.is_empty()))
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
    /// The statement becomes `lazy import ...`; every other field is then empty.
    pub lazy_keyword: bool,
    /// The statement stays untouched and its module is named in `__lazy_modules__`; every other field is then empty.
    pub lazy_modules: bool,
    /// The import is kept under `if TYPE_CHECKING:` for type checkers.
    pub type_checking: bool,
    /// The functions that get the import at the start of their body.
    pub insertions: Vec<Insertion>,
    /// The name is served by the module's `__getattr__`; implies `type_checking`.
    pub getattr: bool,
    /// Annotations that are put in quotes, because Python would evaluate them: whole expressions. Several deferrals may name
    /// the same one.
    pub quotes: Vec<Span>,
    /// Further names that the module's `__getattr__` serves: direct submodules (last part of their name) which this import
    /// used to load and which others could reach as attributes of this package. Only with `getattr`, only in packages.
    pub submodules: Vec<String>,
    /// Values of tables that name the imported thing.
    pub entries: Vec<Entry>,
    /// Functions that are added to the module, each of which imports the name and calls it.
    pub forwards: Vec<Forward>,
    /// The import is exchanged for a stand-in for the command that it imports; every other field is then empty.
    pub command: Option<StandInCall>,
    /// The `try` statement that the import is deferred with; every other field is then empty.
    pub attempt: Option<Span>,
}

/// A value of a table that becomes a name, which is resolved when the value is first read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// What is wrapped or replaced of the table, once for all its entries.
    pub table: Span,
    /// How.
    pub wrapping: Wrapping,
    /// The value.
    pub value: Span,
    /// `module:attribute`, or the name of a module.
    pub target: String,
}

/// A function that is added to a module, and calls another one in its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Forward {
    /// What it is called.
    pub name: String,
    /// Its parameters, such as `args` or `*args, **kwargs`, which are the arguments that it hands on.
    pub parameters: String,
    /// What it calls, such as `images.run`.
    pub target: String,
    /// The expressions that become its name.
    pub references: Vec<Span>,
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

/// A `try` statement that runs when one of its names is first asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DeferredAttempt {
    /// The statement.
    pub statement: Span,
    /// The names that it binds, sorted, and whether it does so in any case; that is so for at least one.
    pub names: Vec<(String, bool)>,
    /// The functions of the module that need it, by the offsets of their names, and the names that each imports from this very
    /// module; where there are none, one of those that are bound in any case makes it run.
    pub functions: Vec<(u32, Vec<String>)>,
    /// The `if TYPE_CHECKING:` in whose `else` it stands alone: it tells type checkers of the names, and loses its `else`.
    pub told: Option<Span>,
}

impl DeferredAttempt {
    /// The first of the names that are bound in any case.
    pub fn sure(&self) -> Option<&str> {
        self.names
            .iter()
            .find(|(_, always)| *always)
            .map(|(name, _)| name.as_str())
    }
}

/// What makes a stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandInClass {
    /// Its name in the helper, the part of which is found by it.
    pub name: &'static str,
    /// Whether the name of the command is told behind its place.
    pub is_told_name: bool,
}

/// `name = DeferredCommand("module:object", "text", ...)`
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandInCall {
    /// What makes it.
    pub class: StandInClass,
    /// The name that it gets.
    pub name: String,
    /// Where the command is: `module:attribute`.
    pub target: String,
    /// What it says of the command.
    pub text: CommandText,
    /// The expressions that become its name.
    pub references: Vec<Span>,
    /// The calls that are told of the class of its command.
    pub told: Vec<Span>,
}

/// What the help page of a group shows of a command.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandText {
    /// Its own name; the group may know it by another. None where click makes it from the name of the function, each version in
    /// its own way.
    pub name: Option<String>,
    /// The words of the first paragraph of its help.
    pub help: Option<String>,
    /// Its short help, where it has one of its own.
    pub short_help: Option<String>,
    /// Whether it is left out.
    pub hidden: bool,
    /// Whether it is called deprecated.
    pub deprecated: Deprecated,
    /// Whether it says that it is not a group, which a chain asks of each of its commands.
    pub is_leaf: bool,
}

/// Whether a command is called deprecated.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deprecated {
    /// No.
    #[default]
    No,
    /// Yes.
    Yes,
    /// Yes, and it says why.
    Because(String),
}

/// The call of a stand-in that is written again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refresh {
    /// The call.
    pub span: Span,
    /// What it becomes, and the name that it is assigned to.
    pub call: StandInCall,
}

/// What makes a dict a table of deferred values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrapping {
    /// A call around the display.
    Around,
    /// Another name in the place of `dict`.
    Name,
    /// It is one already.
    Done,
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

/// A place that gets an import statement of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Insertion {
    /// Offset of the first byte of the function's name in its `def`, or of the `if` of a main guard.
    pub at: u32,
    /// Import the name from this very module (`from app.images import dockyard`) rather than from its origin, so that a
    /// name that was replaced in the module is seen.
    pub through_module: bool,
}
