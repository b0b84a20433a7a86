//! Ways of naming something other than by its name: strings, whole namespaces, annotations that are evaluated.
use serde::{Deserialize, Serialize};

use super::ScopeId;
use super::binding::{Origin, Path};
use crate::syntax::Span;

/// An object that an expression stands for, as far as it can be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Object {
    /// A dotted name.
    Path(Path),
    /// `sys.modules[__name__]`, or `import_module(__name__)`.
    ThisModule,
    /// `sys.modules["m"]`, or `import_module("m")`.
    Module(String),
    /// `sys.modules[f"m.{name}"]`, or `import_module("m." + name)`: a module whose name begins so.
    Below(String),
    /// What a call of this path makes.
    Made(Path),
    /// Something that is made on the spot: no module.
    Value,
    /// Anything else.
    Unknown,
}

/// What is done with an attribute that is named by a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Touch {
    /// It is read, if anything.
    Read,
    /// It is given another value (`mock.patch`, `monkeypatch.setattr`).
    Replace,
    /// It is taken away (`monkeypatch.delattr`).
    Delete,
}

/// A part of a string that is put together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// This text.
    Text(String),
    /// The `__name__` of something, perhaps of a module.
    NameOf(Object),
    /// Anything.
    Unknown,
}

/// A way in which a file names an attribute of a module other than by plain attribute access.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// What.
    pub kind: MentionKind,
}

/// A kind of mention.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MentionKind {
    /// A string (or bytes) that may hold a dotted name.
    Text {
        /// Its value.
        text: String,
        /// What is done with what it names.
        touch: Touch,
        /// Keyword names of that call, which `patch.multiple` replaces.
        keywords: Vec<String>,
    },
    /// A string that is put together of parts that are not all known, and may be a dotted name.
    Joined {
        /// Its parts.
        pieces: Vec<Piece>,
        /// What is done with what it names.
        touch: Touch,
    },
    /// `getattr(object, "name")`, `patch.object(object, "name")`.
    Attribute {
        /// Whose attribute.
        object: Object,
        /// The attribute.
        name: String,
        /// What is done with it.
        touch: Touch,
    },
    /// `setattr` that a method of this name is handed, together with what it is to be called with, which is a mention of its own:
    /// `stack.callback(setattr, object, "name", value)`.
    SetterHanded {
        /// The method.
        method: String,
        /// Whose method it is, name by name: `self` and `stack` in `self.stack.callback`; empty where it is of something else.
        holder: Vec<String>,
        /// What the function does.
        touch: Touch,
    },
    /// `getattr(object, computed)` and the like.
    ComputedAttribute {
        /// Whose attribute.
        object: Object,
        /// What is done with it.
        touch: Touch,
    },
    /// The same with the `__name__` of something: a function or class.
    DefinedAttribute {
        /// Whose attribute.
        object: Object,
        /// What is done with it.
        touch: Touch,
    },
    /// A string in an expression with `sys.modules`: the name of a module whose presence matters.
    Loaded {
        /// The module.
        module: String,
        /// Whether it is only looked for there.
        asked: bool,
    },
    /// The same of every module whose name begins so.
    LoadedBelow {
        /// The beginning.
        prefix: String,
        /// Whether it is only looked for there.
        asked: bool,
    },
    /// Somebody goes through all loaded modules and looks at what is in them.
    LoadedAll {
        /// What the names of those that matter begin with; nothing where that may be any.
        prefix: String,
    },
    /// The same of the module that this object is, by its `__name__`.
    LoadedOf {
        /// The object.
        object: Object,
        /// Whether it is only asked for; else something else may be put in its place.
        asked: bool,
    },
    /// The same of a module whose name comes from elsewhere.
    LoadedComputed {
        /// Whether it is only looked for there.
        asked: bool,
    },
    /// A module is put into `sys.modules`, perhaps under a name that is not its own.
    Puts {
        /// The name, as far as it is known.
        name: Vec<Piece>,
        /// The module.
        object: Object,
    },
    /// Some file is loaded by its path, or a module run under another name: it is there a second time.
    LoadedAnew {
        /// The module, where its name is written, or `app.*` for all below; else one that a string names.
        module: Option<String>,
        /// Whether it is its file that is named.
        by_path: bool,
        /// Whether its names are handed out as a dict.
        hands_out: bool,
    },
    /// An attribute of something without a name of its own is written: `modules["app"].name = new`, `find().name = new`.
    WritesPart {
        /// Where that comes from.
        origins: Vec<Origin>,
        /// The attribute.
        name: String,
    },
    /// A text that is not written here is executed in names of its own: it may be that of a file which a string names.
    RunsText,
    /// `sys.modules[__name__]` outside the forms above: the module hands itself out.
    ThisModule,
    /// `sys.modules[__name__] = ...` or a change of its class.
    ReplacesThisModule,
    /// `import_module("m")` and `__import__("m")`: the file gets hold of a module without an import statement.
    ImportsByName {
        /// The module.
        module: String,
    },
    /// `import_module(name)`, with a name from elsewhere.
    ImportsComputed,
}

impl Mention {
    /// Whether it loads a module by its name, known or not.
    pub fn loads_by_name(&self) -> bool {
        matches!(
            self.kind,
            MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed
        )
    }
}

/// A mention that holds only where somebody gives a constant of the file another value.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Supposed {
    /// The constants: one of them is enough.
    pub constants: Vec<String>,
    /// The mention.
    pub mention: Mention,
}

/// How the variables of the functions that an exception came through are read.
pub const TRACEBACK_LOCALS: &str = ".tb_frame.f_locals";

/// A read of a whole namespace.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NamespaceRead {
    /// Where.
    pub span: Span,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// How, in words of Python, such as `globals()`.
    pub how: String,
    /// Whose.
    pub object: Object,
    /// The only name that is read, where that is known.
    pub name: Option<String>,
    /// Names that are left out of what is read, sorted.
    pub besides: Vec<String>,
    /// What the names that are read look like, one of these each; none where that is not known.
    pub patterns: Vec<NamePattern>,
    /// Tests that each value passes which is taken; none where all are.
    pub passes: Vec<ValueTest>,
    /// Whether a name that is added while the values are gone through is an error there.
    pub live: bool,
}

impl NamespaceRead {
    /// A read of all that is in a namespace.
    pub fn whole(span: Span, scope: ScopeId, how: String, object: Object) -> Self {
        NamespaceRead {
            span,
            scope,
            how,
            object,
            name: None,
            besides: Vec::new(),
            patterns: Vec::new(),
            passes: Vec::new(),
            live: false,
        }
    }
}

/// A test of a value in a namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueTest {
    /// `isclass(value)`, `isinstance(value, C)`.
    Call {
        /// What is called.
        function: Path,
        /// The classes that it is called with, one of which is enough.
        classes: Vec<Path>,
    },
    /// `value.__module__` is the module of this name; none for the one whose namespace it is.
    DefinedIn(Option<String>),
    /// What carries the mark of who looks for it: a class, what a decorator made, or an object; neither a module nor a function as
    /// it is written, and nothing of the standard library.
    Marked,
    /// A function, however it was made: neither a class nor a module.
    Function,
}

/// What is known of a name that is put together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamePattern {
    /// How it begins.
    pub start: String,
    /// How it ends.
    pub end: String,
    /// Whether its beginning is all of it.
    pub is_whole: bool,
    /// Whether all its letters are capital.
    pub is_upper: bool,
}

impl NamePattern {
    /// Any name in capital letters.
    pub fn upper() -> Self {
        NamePattern {
            is_upper: true,
            ..NamePattern::default()
        }
    }

    /// Whether a name may be meant.
    pub fn matches(&self, name: &str) -> bool {
        if self.is_whole {
            return name == self.start;
        }
        if self.is_upper && name.to_uppercase() != name {
            return false;
        }
        let is_long = name.len() >= self.start.len() + self.end.len();
        is_long && name.starts_with(&self.start) && name.ends_with(&self.end)
    }

    /// Whether any name may be meant.
    pub fn is_anything(&self) -> bool {
        *self == NamePattern::default()
    }
}

/// A call that evaluates annotations.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HintRead {
    /// Where.
    pub span: Span,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// What evaluates them, such as `get_type_hints`.
    pub how: String,
    /// Whose annotations.
    pub object: Object,
    /// Whether no more is taken than the names of parameters: `len(signature(f).parameters)`.
    pub names_only: bool,
}
