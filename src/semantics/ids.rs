//! Numbers of what is known about a file: indices into the lists of [`super::facts::ModuleFacts`].

/// Index into [`super::facts::ModuleFacts::scopes`]; 0 is the module's own scope.
pub type ScopeId = u32;

/// Index into [`super::facts::ModuleFacts::bindings`].
pub type BindingId = u32;

/// Index into [`super::facts::ModuleFacts::definitions`].
pub type DefinitionId = u32;

/// Index into [`super::facts::ModuleFacts::imports`].
pub type ImportId = u32;

/// Index into [`super::facts::ModuleFacts::blocks`].
pub type BlockId = u32;

/// The module's own scope.
pub const MODULE: ScopeId = 0;
