//! Texts by number.
use rustc_hash::FxHashMap;

use super::value::Symbol;

/// Every text once.
#[derive(Debug, Default)]
pub struct Symbols {
    texts: Vec<Box<str>>,
    known: FxHashMap<Box<str>, Symbol>,
}

impl Symbols {
    /// The number of a text.
    pub fn of(&mut self, text: &str) -> Symbol {
        if let Some(&symbol) = self.known.get(text) {
            return symbol;
        }
        let symbol = self.texts.len() as Symbol;
        self.texts.push(text.into());
        self.known.insert(text.into(), symbol);
        symbol
    }

    /// The text of a number.
    pub fn text(&self, symbol: Symbol) -> &str {
        &self.texts[symbol as usize]
    }

    /// `name.attribute`
    pub fn below(&mut self, name: Symbol, attribute: &str) -> Symbol {
        let text = format!("{}.{attribute}", self.text(name));
        self.of(&text)
    }
}
