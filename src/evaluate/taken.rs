//! What is taken of modules whose code is not read, by its name: whoever puts something else in its place is noticed by those who
//! take it later.
use rustc_hash::FxHashSet;

use super::symbols::Symbols;
use super::value::Symbol;

/// What the import of one module takes so.
#[derive(Debug, Clone, Default)]
pub struct Taken {
    /// Dotted names that are read.
    pub(super) names: FxHashSet<Symbol>,
    /// Those that are called.
    pub(super) called: FxHashSet<Symbol>,
}

impl Taken {
    /// Whether an attribute of something is taken: by its name, or with all that there is. Without a name it is any of them.
    pub fn has(&self, symbols: &Symbols, owner: &str, attribute: &str) -> bool {
        if attribute.is_empty() {
            let mut names = self.names.iter().map(|&name| symbols.text(name));
            return names.any(|name| crate::rules::matches(owner, name) && name != owner);
        }
        let mut names = [attribute, "*", "__dict__"].into_iter();
        names.any(|name| {
            let found = symbols.find(&format!("{owner}.{name}"));
            found.is_some_and(|found| self.names.contains(&found))
        })
    }

    /// Whether anything is called that a module defines.
    pub fn calls(&self, symbols: &Symbols, module: &str) -> bool {
        let mut called = self.called.iter().map(|&name| symbols.text(name));
        called.any(|name| crate::rules::matches(module, name))
    }
}
