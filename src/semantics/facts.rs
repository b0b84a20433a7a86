//! What is known about one file after its tree is dropped: plain data, in the order of the text.
//!
//! Facts are observations. Whether an import may be deferred is decided in `plan`.
use serde::{Deserialize, Serialize};

pub use super::attempts::{Attempt, AttemptedName};
use super::code::Code;
pub use super::commands::{
    Command, CommandList, CommandTexts, Commands, DEFERRED_COMMAND, DEFERRED_TYPER, Literal, StandIn,
};
pub use super::constants::Constant;
pub use super::lazy_list::LazyList;
pub use super::tables::{DEFERRED_DICT, Table, TableEntry, TableForm};
use crate::syntax::Span;

/// Index into [`ModuleFacts::scopes`]; 0 is the module's own scope.
pub type ScopeId = u32;
/// Index into [`ModuleFacts::bindings`].
pub type BindingId = u32;
/// Index into [`ModuleFacts::definitions`].
pub type DefinitionId = u32;
/// Index into [`ModuleFacts::imports`].
pub type ImportId = u32;
/// Index into [`ModuleFacts::blocks`].
pub type BlockId = u32;

/// The module's own scope.
pub const MODULE: ScopeId = 0;

/// Everything that is known about one file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ModuleFacts {
    /// Whether `from __future__ import annotations` is in force.
    pub future_annotations: bool,
    /// All scopes; a scope comes after its parent.
    pub scopes: Vec<Scope>,
    /// The branches of `if` and `match` in functions, each after the one around it.
    pub blocks: Vec<Block>,
    /// All names bound, scope by scope.
    pub bindings: Vec<Binding>,
    /// Every alias of every import statement, wherever it stands.
    pub imports: Vec<Import>,
    /// Every place that names a module-level binding or an imported name.
    pub references: Vec<Reference>,
    /// Functions and classes.
    pub definitions: Vec<Definition>,
    /// What statements do besides binding names and reading them.
    pub operations: Vec<Operation>,
    /// The module's `__all__`.
    pub exports: Exports,
    /// The module's `__lazy_modules__`.
    pub lazy_list: LazyList,
    /// Ways in which this file names attributes of modules other than by plain attribute access.
    pub mentions: Vec<Mention>,
    /// Reads of a namespace as a whole.
    pub namespace_reads: Vec<NamespaceRead>,
    /// Calls that evaluate annotations, and reads of `__annotations__`.
    pub hint_reads: Vec<HintRead>,
    /// The variables of the module that stand for types.
    pub type_aliases: Vec<TypeAlias>,
    /// Annotations that cannot be put in quotes as they are written, sorted.
    pub unquotable: Vec<Span>,
    /// Names that the examples of docstrings take from the module, sorted.
    pub doctest_names: Vec<String>,
    /// Strings that may be names, or paths, sorted.
    pub words: Vec<String>,
    /// Attributes read from things that are neither imported nor `self`, sorted.
    pub loose_attributes: Vec<String>,
    /// Every place that names what nothing in the file binds, but for builtins.
    pub unbound: Vec<Unbound>,
    /// Where the `if` of `if __name__ == "__main__":` stands; none where there is none, or more than one.
    pub main_guard: Option<u32>,
    /// The scope of each lambda, by where it starts.
    pub lambdas: Vec<(u32, ScopeId)>,
    /// Comments on the lines of import statements, and those that speak to dormant.
    pub comments: Vec<Comment>,
    /// Dicts that hold imported objects.
    pub tables: Vec<Table>,
    /// Where names are read for the keys of what they name, and for nothing else: sorted offsets; empty without tables.
    pub key_reads: Vec<u32>,
    /// Names assigned once from simple expressions over imported things, in the order of the text.
    pub constants: Vec<Constant>,
    /// `try` statements that import something, in the order of the text.
    pub attempts: Vec<Attempt>,
    /// Commands of command-line programs.
    pub commands: Commands,
    /// The code itself.
    pub code: Code,
}

impl ModuleFacts {
    /// The module-level binding of `name`.
    pub fn global(&self, name: &str) -> Option<BindingId> {
        self.scopes
            .first()?
            .names
            .iter()
            .find(|&&id| self.bindings[id as usize].name == name)
            .copied()
    }

    /// The scope, then its parents, up to the module.
    pub fn scope_chain(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |&id| self.scopes[id as usize].parent)
    }

    /// The branch, then those around it.
    pub fn block_chain(&self, block: Option<BlockId>) -> impl Iterator<Item = BlockId> + '_ {
        std::iter::successors(block, |&id| self.blocks[id as usize].parent)
    }

    /// The innermost function or lambda that runs the code of `scope`; none where it runs with the module.
    pub fn executing_function(&self, scope: ScopeId) -> Option<ScopeId> {
        self.scope_chain(scope)
            .find(|&id| self.scopes[id as usize].kind.is_function())
    }
}

/// A region of code with names of its own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Scope {
    /// The scope around it.
    pub parent: Option<ScopeId>,
    /// What makes it a scope.
    pub kind: ScopeKind,
    /// The function or class it is the body of.
    pub definition: Option<DefinitionId>,
    /// The names bound in it.
    pub names: Vec<BindingId>,
    /// Whether code in it reads its local names as a whole: `locals()`, `vars()`, `dir()`, `eval`, `exec`.
    pub reads_locals: bool,
    /// Whether code in it handles failures of imports, whatever it tries.
    pub catches_import_errors: bool,
    /// Names that it declares `global`.
    pub globals: Vec<String>,
}

/// What makes a region a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScopeKind {
    /// A module.
    Module,
    /// A class body: runs where it stands, and its names are unseen by the functions in it.
    Class,
    /// A `def`.
    Function,
    /// A `lambda`.
    Lambda,
    /// A comprehension or generator expression: runs where it stands.
    Comprehension,
    /// The scope of PEP 695 type parameters, or of a `type` statement.
    TypeParameters,
}

impl ScopeKind {
    /// Whether its code runs only when it is called.
    pub fn is_function(self) -> bool {
        matches!(self, ScopeKind::Function | ScopeKind::Lambda)
    }
}

/// A branch of an `if` or `match` in a function: what runs in it runs once for each time that the branch is taken. Loops, `try`,
/// `with` and classes have none, neither themselves nor within: there, an import would be repeated, caught or seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Block {
    /// The branch around it, perhaps of a function around its own.
    pub parent: Option<BlockId>,
    /// The function whose branch it is.
    pub scope: ScopeId,
    /// Where the whole statement begins.
    pub statement: u32,
    /// From the first statement of the branch to the end of its last.
    pub span: Span,
}

/// A name in a scope.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Binding {
    /// The name.
    pub name: String,
    /// Where it is bound.
    pub scope: ScopeId,
    /// How it is bound, counting only what runs (not under `if TYPE_CHECKING:`).
    pub kinds: BindingKinds,
    /// The first place that binds it.
    pub first: Span,
    /// The last place that binds it.
    pub last: Span,
    /// What it is assigned from, if it is assigned once from something that has a name.
    pub value: Option<Value>,
    /// Where the values that it is assigned come from, as far as they are not made on the spot.
    pub origins: Vec<Origin>,
}

/// How a name is bound: how often by each way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BindingKinds {
    /// By import statements.
    pub imports: u16,
    /// By import statements under `if TYPE_CHECKING:`.
    pub type_checking_imports: u16,
    /// By `def`.
    pub functions: u16,
    /// By `class`.
    pub classes: u16,
    /// By assignment, `for`, `with`, `except`, `match`, `:=` and the like.
    pub assignments: u16,
    /// By `del`.
    pub deletions: u16,
    /// As a parameter or type parameter.
    pub parameters: u16,
    /// From another scope, by a `global` declaration.
    pub from_global_statement: bool,
}

impl BindingKinds {
    /// Whether import statements, at run time, are all that binds it.
    pub fn only_imports(self) -> bool {
        self.imports > 0
            && self.functions + self.classes + self.assignments + self.deletions + self.parameters == 0
            && !self.from_global_statement
    }
}

/// What a name is assigned from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Value {
    /// `name = path(...)`, or `name = path(...)(...)`.
    Call(Path),
    /// `name = path`.
    Alias(Path),
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// It is the named object itself.
    Object(Path),
    /// It is taken out of the named object: an item, an element, an attribute of a part.
    Part(Path),
    /// It is a new container that holds the named object.
    Held(Path),
    /// It is what the call of this path hands out.
    Call(Path),
    /// It is the lambda that starts here.
    Lambda(u32),
    /// It may be anything.
    Unknown,
}

/// A value that a call is handed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// Its keyword; empty for `**mapping`, none for one that is known by its place.
    pub keyword: Option<String>,
    /// Where it comes from; nothing where it is made on the spot.
    pub origins: Vec<Origin>,
}

/// A dotted name as it is written: `root.attribute.attribute`. Of a method of something unnamed, the root is empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Path {
    /// The first name.
    pub root: String,
    /// What the first name is bound to; none for builtins and for names that nothing binds.
    pub binding: Option<BindingId>,
    /// The attributes after it.
    pub attributes: Vec<String>,
}

impl Path {
    /// The last part.
    pub fn last(&self) -> &str {
        self.attributes.last().unwrap_or(&self.root)
    }

    /// The path with dots.
    pub fn dotted(&self) -> String {
        std::iter::once(&self.root)
            .chain(&self.attributes)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(".")
    }
}

/// One alias of an import statement.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Import {
    /// The whole statement.
    pub statement: Span,
    /// The alias within it.
    pub alias: Span,
    /// The dots before a relative module; 0 for an absolute one.
    pub level: u32,
    /// The module as written, without the dots; may be empty in `from . import x`.
    pub module: String,
    /// For `from m import name`: the name, or `*`.
    pub name: Option<String>,
    /// The name after `as`.
    pub asname: Option<String>,
    /// The scope the statement stands in.
    pub scope: ScopeId,
    /// What it binds; none for `*`.
    pub binding: Option<BindingId>,
    /// Under what conditions it runs.
    pub context: Context,
    /// Whether it is a `lazy` import (PEP 810).
    pub is_lazy: bool,
}

impl Import {
    /// Whether it is `from m import *`.
    pub fn is_star(&self) -> bool {
        self.name.as_deref() == Some("*")
    }

    /// The name it binds; of `import a.b`, `a`.
    pub fn bound_name(&self) -> &str {
        match (&self.asname, &self.name) {
            (Some(asname), _) => asname,
            (None, Some(name)) => name,
            (None, None) => self.module.split('.').next().unwrap_or_default(),
        }
    }

    /// Whether it is `import a.b` or `import a` without `as`: several of these can share the name that they bind.
    pub fn binds_first_part(&self) -> bool {
        self.name.is_none() && self.asname.is_none()
    }

    /// The alias as an import statement of its own.
    pub fn to_python(&self) -> String {
        let asname = self
            .asname
            .as_ref()
            .map(|name| format!(" as {name}"))
            .unwrap_or_default();
        match &self.name {
            Some(name) => format!(
                "from {}{} import {name}{asname}",
                ".".repeat(self.level as usize),
                self.module
            ),
            None => format!("import {}{asname}", self.module),
        }
    }
}

/// Under what conditions a statement runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// In a `try` statement (any part of it).
    pub in_try: bool,
    /// In the body of a `try` whose handlers catch import errors, or of a `with` that may suppress them.
    pub import_errors_caught: bool,
    /// Where the innermost statement that does so begins; 0 where there is none.
    pub catcher: u32,
    /// In a `with` block.
    pub in_with: bool,
    /// In an `if`, `match`, `for` or `while` block.
    pub conditional: bool,
    /// Under `if TYPE_CHECKING:`.
    pub type_checking: bool,
    /// Under `if __name__ == "__main__":`.
    pub main_guard: bool,
}

/// A place that names something.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reference {
    /// What it names.
    pub binding: BindingId,
    /// Where it stands; for a name in a string, the string.
    pub span: Span,
    /// The scope in which it is evaluated.
    pub scope: ScopeId,
    /// The innermost branch that holds it, if any.
    pub block: Option<BlockId>,
    /// The attributes that follow.
    pub attributes: Vec<String>,
    /// When it is evaluated.
    pub phase: Phase,
    /// What the last attribute (or the name) is there for.
    pub access: Access,
    /// The part that it plays in its statement.
    pub role: Role,
    /// In a class body that binds the same name: the class's own name if bound by then, else the module's.
    pub class_fallback: bool,
}

/// A place that names what nothing in its file binds: a submodule of the package whose file it is, or what a star import brings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Unbound {
    /// The name.
    pub name: String,
    /// The attributes that follow.
    pub attributes: Vec<String>,
    /// Where it stands.
    pub span: Span,
    /// The scope in which it is evaluated.
    pub scope: ScopeId,
    /// What the last attribute (or the name) is there for.
    pub access: Access,
}

/// When a reference is evaluated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phase {
    /// When its scope runs.
    Run,
    /// When the script's main guard runs.
    MainGuard,
    /// In an annotation: whether and when depends on the target version, the future import and the owner.
    Annotation {
        /// The function, or the class whose variable it is.
        owner: Option<DefinitionId>,
        /// What is annotated.
        place: AnnotationPlace,
        /// In quotes.
        quoted: bool,
        /// The whole annotation.
        whole: Span,
    },
    /// In a string that only type checkers read, such as `cast("T", x)`, or under `if TYPE_CHECKING:`.
    TypeCheckers,
    /// In a type parameter's bound or a `type` statement: when somebody asks.
    OnDemand,
}

/// What an annotation annotates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AnnotationPlace {
    /// A parameter or the result of a function.
    Signature,
    /// A variable of a class body.
    ClassVariable,
    /// A variable of the module.
    ModuleVariable,
    /// A variable in a function: never evaluated (PEP 526).
    LocalVariable,
}

/// What is done with the named thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Access {
    /// It is read.
    Read,
    /// An attribute of it is assigned or deleted.
    WriteAttribute,
    /// An item of it is assigned or deleted.
    WriteItem,
}

/// The part that a reference plays in its statement, for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Any other.
    Plain,
    /// In a decorator.
    Decorator,
    /// Among a class's bases or keywords.
    Base,
    /// In a default argument.
    Default,
}

/// A function or class.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Definition {
    /// Whether it is a class.
    pub is_class: bool,
    /// Its name.
    pub name: String,
    /// Where its name stands.
    pub name_span: Span,
    /// The scope it is defined in.
    pub scope: ScopeId,
    /// The scope of its body.
    pub body: ScopeId,
    /// Its decorators, outermost first: the path, if it has one, and whether it is called.
    pub decorators: Vec<Decorator>,
    /// The bases of a class; none for one that is no dotted name. `Generic[T]` counts as `Generic`.
    pub bases: Vec<Option<Path>>,
    /// The keywords of a class statement, such as `metaclass`.
    pub keywords: Vec<(String, Option<Path>)>,
    /// Under what conditions it is defined.
    pub context: Context,
    /// The parameters of a function in their order.
    pub parameters: Vec<String>,
    /// Where what a function hands out comes from, as far as it is not made on the spot.
    pub returns: Vec<Origin>,
}

/// A decorator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decorator {
    /// The decorator, or what is called to make it.
    pub path: Option<Path>,
    /// Whether arguments follow.
    pub is_call: bool,
    /// Where it stands.
    pub span: Span,
}

/// What a statement does besides binding names and reading them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Operation {
    /// The scope that runs it.
    pub scope: ScopeId,
    /// Where.
    pub span: Span,
    /// What.
    pub kind: OperationKind,
    /// The callee, or the object that is changed; none where it is no dotted name.
    pub path: Option<Path>,
    /// The arguments of a call that are dotted names.
    pub arguments: Vec<Path>,
    /// Where all arguments of a call come from.
    pub handed: Vec<Argument>,
    /// Of a method of something that has no name: where that comes from.
    pub receiver: Vec<Origin>,
    /// The identifiers among the strings that a call is handed, by themselves or in a display.
    pub texts: Vec<String>,
    /// Under what conditions.
    pub context: Context,
}

/// A kind of operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum OperationKind {
    /// A call.
    Call,
    /// The call of a decorator on what it decorates.
    Decorate,
    /// The same, of a decorator that a call makes: the path is what that call calls.
    DecorateByResult,
    /// An attribute is assigned or deleted; the path includes it.
    WriteAttribute,
    /// An item is assigned or deleted; the path is the container.
    WriteItem,
    /// `name += ...` on a name; the path is the name.
    Augment,
    /// A `with` block is entered.
    With,
    /// `raise`, or `assert`.
    Raise,
    /// A special method that an operator, a subscript or a loop calls, if there is one; the path is that of the method.
    Implicit,
}

/// The names that a star import takes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Exports {
    /// No `__all__`: every public name.
    #[default]
    Public,
    /// Those listed.
    Listed(Vec<String>),
    /// `__all__` is computed.
    Unknown(Span),
}

/// An object that an expression stands for, as far as it can be named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Object {
    /// A dotted name.
    Path(Path),
    /// `sys.modules[__name__]`, or `import_module(__name__)`.
    ThisModule,
    /// `sys.modules["m"]`, or `import_module("m")`.
    Module(String),
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
    },
    /// The same of every module whose name begins so.
    LoadedBelow {
        /// The beginning.
        prefix: String,
    },
    /// The same of the module that this object is, by its `__name__`.
    LoadedOf {
        /// The object.
        object: Object,
    },
    /// The same of a module whose name comes from elsewhere.
    LoadedComputed,
    /// Some file is loaded by its path, or a module run under another name: it is there a second time.
    LoadedAnew {
        /// The module, where its name is written; else one that a string names.
        module: Option<String>,
        /// Whether it is its file that is named.
        by_path: bool,
        /// Whether its names are handed out as a dict.
        hands_out: bool,
    },
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

/// A variable that stands for a type made of types: `Shape = Square | Circle`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypeAlias {
    /// The variable.
    pub binding: BindingId,
    /// The names in what it is assigned, strings included.
    pub names: Vec<Path>,
}

/// A comment.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comment {
    /// Where.
    pub span: Span,
    /// Its text, `#` included.
    pub text: String,
    /// Where the line it stands on starts.
    pub line_start: u32,
}
