//! What is taken of modules whose code is not read, by its name: code that puts something else in its place is noticed by those who
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

/// An attribute of something, as others may take it.
#[derive(Debug)]
pub enum Sought {
    /// By its name, or with all that there is.
    Names(Vec<Symbol>),
    /// It may be any attribute of this.
    AnyOf(String),
}

impl Sought {
    /// Without a name the attribute may be any.
    pub fn new(symbols: &Symbols, owner: &str, attribute: &str) -> Self {
        if attribute.is_empty() {
            return Sought::AnyOf(owner.to_owned());
        }
        let names = [attribute, "*", "__dict__"].into_iter();
        Sought::Names(
            names
                .filter_map(|name| symbols.find(&format!("{owner}.{name}")))
                .collect(),
        )
    }
}

impl Taken {
    /// Whether an attribute is taken.
    pub fn has(&self, symbols: &Symbols, sought: &Sought) -> bool {
        match sought {
            Sought::Names(names) => names.iter().any(|name| self.names.contains(name)),
            Sought::AnyOf(owner) => {
                let mut names = self.names.iter().map(|&name| symbols.text(name));
                names.any(|name| crate::rules::matches(owner, name) && name != owner)
            }
        }
    }

    /// What is called that a module defines, by its names.
    pub fn called<'s>(&'s self, symbols: &'s Symbols, module: &'s str) -> impl Iterator<Item = &'s str> {
        let called = self.called.iter().map(|&name| symbols.text(name));
        called.filter(move |name| crate::rules::matches(module, name))
    }
}
