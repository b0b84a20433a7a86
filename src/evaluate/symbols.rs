//! Texts by number.
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::value::Symbol;

/// Every text once.
#[derive(Debug, Default)]
pub struct Symbols {
    texts: Vec<Arc<str>>,
    known: FxHashMap<Arc<str>, Symbol>,
    /// The keys of the first elements of sequences.
    indices: Vec<Symbol>,
    /// Where names are put together.
    whole: String,
}

impl Symbols {
    /// The number of a text.
    pub fn of(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.known.get(text) {
            return symbol;
        }
        let symbol = self.texts.len() as Symbol;
        let text: Arc<str> = text.into();
        self.texts.push(text.clone());
        self.known.insert(text, symbol);
        symbol
    }

    /// The number of a text, if it has one.
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.known.get(text).copied()
    }

    /// The text of a number.
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.texts[symbol as usize]
    }

    /// The same, to be held while the machine goes on.
    pub fn shared(&self, symbol: Symbol) -> Arc<str> {
        self.texts[symbol as usize].clone()
    }

    /// The key under which a sequence keeps an element whose place is known.
    pub fn index(&mut self, index: i64) -> Symbol {
        let next = self.indices.len() as i64;
        if (0..next).contains(&index) {
            return self.indices[index as usize];
        }
        let symbol = self.of(&format!("[{index}]"));
        if index == next {
            self.indices.push(symbol);
        }
        symbol
    }

    /// `name.attribute`
    pub fn below(&mut self, name: Symbol, attribute: &str) -> Symbol {
        let name = self.shared(name);
        self.joined(&name, attribute)
    }

    /// The same of a name that is a text.
    pub fn joined(&mut self, name: &str, attribute: &str) -> Symbol {
        let mut whole = std::mem::take(&mut self.whole);
        whole.clear();
        whole.extend([name, ".", attribute]);
        let symbol = self.of(&whole);
        self.whole = whole;
        symbol
    }
}
