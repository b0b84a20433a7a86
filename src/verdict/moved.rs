//! Imports that go to where they are needed: into functions, under `if TYPE_CHECKING:`, behind `__getattr__`, into tables.
use crate::syntax::Span;

/// What becomes of a name that goes to where it is needed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Moved {
    /// The import is kept under `if TYPE_CHECKING:` for type checkers.
    pub type_checking: bool,
    /// The functions that get the import at the start of their body.
    pub insertions: Vec<Insertion>,
    /// The name is served by the module's `__getattr__`; implies `type_checking`.
    pub getattr: bool,
    /// Linters see a use of the name besides those in functions: an annotation, `__all__`.
    pub has_other_use: bool,
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
}

impl Moved {
    /// Nothing.
    pub(super) const NOTHING: Moved = Moved {
        type_checking: false,
        insertions: Vec::new(),
        getattr: false,
        has_other_use: false,
        quotes: Vec::new(),
        submodules: Vec::new(),
        entries: Vec::new(),
        forwards: Vec::new(),
    };

    /// Whether it is also kept for type checkers.
    pub fn for_checkers(&self) -> bool {
        self.type_checking || self.getattr
    }
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
