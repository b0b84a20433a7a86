//! What is known about one file after its tree is dropped: plain data, in the order of the text.
//!
//! Facts are observations. Whether an import may be deferred is decided in `plan`.
mod attempt;
mod binding;
mod command;
mod constant;
mod definition;
mod import;
mod lazy_list;
mod mention;
mod operation;
mod reference;
mod scope;
mod table;

pub use attempt::{Attempt, AttemptedName};
pub use binding::{Binding, BindingKinds, Exports, Origin, Path, TypeAlias, Value};
pub use command::{Command, CommandList, CommandTexts, Commands, Keeper, Literal, StandIn};
pub use constant::Constant;
pub use definition::{Decorator, Definition};
pub use import::{Context, Import};
pub use lazy_list::LazyList;
pub use mention::{
    HintRead, Mention, MentionKind, NamePattern, NamespaceRead, Object, Piece, Supposed, TRACEBACK_LOCALS, Touch,
    ValueTest,
};
pub use operation::{Argument, Operation, OperationKind};
pub use reference::{Access, AnnotationPlace, Phase, Reference, Role, Unbound};
pub use scope::{Block, Scope, ScopeKind};
pub use table::{DEFERRED_DICT, Table, TableEntry, TableForm};

use serde::{Deserialize, Serialize};

pub use super::ids::{BindingId, BlockId, DefinitionId, ImportId, MODULE, ScopeId};

use super::code::Code;
use crate::syntax::Span;

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
    /// Those that hold only where another file gives a constant of this one another value.
    pub supposed: Vec<Supposed>,
    /// Names for functions that load modules, besides `import_module` and the like; sorted.
    pub loaders: Vec<String>,
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
    /// Those that examples take which only run on if somebody gives them a name that the module does not have, and that name, sorted.
    pub doctest_names_behind: Vec<(String, String)>,
    /// Strings that may be names, or paths, sorted.
    pub words: Vec<String>,
    /// Those of them that the file does nothing with but compare something with them, sorted.
    pub only_compared: Vec<String>,
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
    /// The strings that may name something to code of this file, or else to that of another, which gets none that this one only
    /// compares something with.
    pub fn told_to(&self, is_this_file: bool) -> impl Iterator<Item = &String> {
        let is_told = move |word: &&String| is_this_file || self.only_compared.binary_search(word).is_err();
        self.words.iter().filter(is_told)
    }

    /// Whether Python before 3.14 evaluates a reference as an annotation, where that stands (PEP 526, 563, 649).
    pub fn evaluates_annotation(&self, phase: Phase) -> bool {
        let is_lasting = |place: AnnotationPlace| place != AnnotationPlace::LocalVariable;
        let is_evaluated = matches!(phase, Phase::Annotation { quoted: false, place, .. } if is_lasting(place));
        is_evaluated && !self.future_annotations
    }

    /// Gives back the room that lists have for more than is in them: facts are held to the end of a run.
    pub(super) fn shrink(&mut self) {
        self.scopes.iter_mut().for_each(|scope| exact(&mut scope.names));
        exact(&mut self.scopes);
        exact(&mut self.blocks);
        exact(&mut self.bindings);
        exact(&mut self.imports);
        exact(&mut self.references);
        exact(&mut self.definitions);
        exact(&mut self.operations);
        exact(&mut self.mentions);
        exact(&mut self.unbound);
        exact(&mut self.code.names);
        exact(&mut self.code.expressions);
        exact(&mut self.code.spans);
        exact(&mut self.code.bodies);
    }

    /// The module-level binding of `name`.
    pub fn global(&self, name: &str) -> Option<BindingId> {
        self.scopes
            .first()?
            .names
            .iter()
            .find(|&&id| self.bindings[id as usize].name == name)
            .copied()
    }

    /// Whether some function may give the module's variable of this name another value: it declares it `global`.
    pub fn is_declared_global(&self, name: &str) -> bool {
        self.scopes
            .iter()
            .any(|scope| scope.globals.iter().any(|one| one == name))
    }

    /// The scope, then its parents, up to the module.
    pub fn scope_chain(&self, scope: ScopeId) -> impl Iterator<Item = ScopeId> + '_ {
        std::iter::successors(Some(scope), |&id| self.scopes[id as usize].parent)
    }

    /// The function or class at module level whose body a scope is.
    pub fn module_function(&self, scope: ScopeId) -> Option<&Definition> {
        let scope = &self.scopes[scope as usize];
        let definition = scope.definition.filter(|_| scope.parent == Some(MODULE))?;
        Some(&self.definitions[definition as usize])
    }

    /// The branch, then those around it.
    pub fn block_chain(&self, block: Option<BlockId>) -> impl Iterator<Item = BlockId> + '_ {
        std::iter::successors(block, |&id| self.blocks[id as usize].parent)
    }

    /// The scope of the lambda that starts at an offset, if one does.
    pub fn lambdas_at(&self, start: u32) -> impl Iterator<Item = ScopeId> + '_ {
        let lambdas = self.lambdas.iter().filter(move |(at, _)| *at == start);
        lambdas.map(|&(_, scope)| scope)
    }

    /// Whether a place is in a branch of an `if` or `match` in a function.
    pub fn is_in_block(&self, span: Span) -> bool {
        self.blocks.iter().any(|block| block.span.contains(span))
    }

    /// The innermost function or lambda that runs the code of `scope`; none where it runs with the module.
    pub fn executing_function(&self, scope: ScopeId) -> Option<ScopeId> {
        self.scope_chain(scope)
            .find(|&id| self.scopes[id as usize].kind.is_function())
    }

    /// Whether an import is part of what importing the module does.
    pub fn runs_at_import(&self, import: &Import) -> bool {
        !import.context.type_checking && self.executing_function(import.scope).is_none()
    }
}

/// Moves a list to where it fits: one that is shrunk where it lies keeps up to half of its room, as the allocator sees it.
fn exact<T>(list: &mut Vec<T>) {
    if list.capacity() > list.len() {
        let mut fitting = Vec::with_capacity(list.len());
        fitting.append(list);
        *list = fitting;
    }
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
