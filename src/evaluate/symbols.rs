//! Texts by number.
use rustc_hash::FxHashMap;

use super::value::Symbol;

/// Every text once.
#[derive(Debug, Default)]
pub struct Symbols {
    texts: Vec<Box<str>>,
    known: FxHashMap<Box<str>, Symbol>,
    /// The keys of the first elements of sequences.
    indices: Vec<Symbol>,
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
        let text = format!("{}.{attribute}", self.text(name));
        self.of(&text)
    }
}
