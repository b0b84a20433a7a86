//! Names that are put together in expressions, noted while the tree is walked, before it is known what their parts stand for.
use super::facts::{Object, ScopeId, Touch};
use super::paths::absolute;
use super::strings::{Members, Part};
use crate::syntax::Span;

/// A key of `sys.modules`.
pub(super) struct LoadedKey {
    /// What it is put together of.
    pub parts: Vec<Part>,
    /// Where.
    pub span: Span,
    /// In which scope.
    pub scope: ScopeId,
    /// Whether it is only looked for.
    pub asked: bool,
    /// The variable that it is, where the module is taken by `sys.modules.get(name)`.
    pub taken: Option<String>,
}

/// A module that is put into `sys.modules`, before it is known what the parts of its name stand for.
pub(super) struct Put {
    pub parts: Vec<Part>,
    pub object: Object,
    pub span: Span,
    pub scope: ScopeId,
}

/// A name that is put together, before it is known what the parts stand for.
pub(super) struct Pending {
    pub span: Span,
    pub scope: ScopeId,
    pub touch: Touch,
    /// Whose attribute it is; none for a dotted name.
    pub object: Option<Object>,
    pub parts: Vec<Part>,
}

impl Pending {
    /// What attributes in it are taken for: of a name that is read from an object, others say what it is as well.
    pub fn members(&self) -> Members {
        match self.object {
            Some(_) if self.touch == Touch::Read => Members::Open,
            _ => Members::Closed,
        }
    }
}

/// A name that is looked up in what an expression stands for, before it is known what its parts are.
pub(super) struct Key {
    /// The expression for the namespace.
    pub namespace: Span,
    pub parts: Vec<Part>,
    /// The parameter that it is of a `__getattr__` of the module, with its scope.
    pub asked: Option<(ScopeId, String)>,
}

/// The name of a module that code loads, before it is known what its parts stand for.
pub(super) struct LoadedName {
    /// What is called; none where that has no name.
    pub callee: Option<Callee>,
    pub parts: Vec<Part>,
    pub span: Span,
    pub scope: ScopeId,
    /// What a name that begins with a dot begins below, where that is written out.
    pub package: Option<String>,
}

impl LoadedName {
    /// The name, or with a `*` how it begins, from the top where that is known.
    pub fn absolute(&self, name: String) -> String {
        let below = self.package.as_deref().and_then(|package| absolute(package, &name));
        below.unwrap_or(name)
    }
}

/// What a dotted callee begins with.
pub(super) struct Callee {
    pub root: String,
    /// Whether that is all of it.
    pub is_alone: bool,
}
