//! Import statements in texts that somebody executes: `exec("from app.%s import *" % name, namespace)`.
use super::Look;
use crate::graph::program::ModuleId;
use crate::graph::visibility::{Sighting, note};
use crate::semantics::facts::{Exports, Piece, Touch};

/// Stands for what is not known of a text.
const UNKNOWN: char = '\u{1}';

impl Look<'_> {
    /// Notes what the `from` imports of a text take; whether it has any.
    pub(in crate::graph::visibility) fn imports_in(&mut self, pieces: &[Piece], at: Sighting) -> bool {
        let texts = pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if text.contains("import ")));
        if !texts {
            return false;
        }
        let text: String = pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::NameOf(_) | Piece::Unknown => UNKNOWN.to_string(),
            })
            .collect();
        let mut found = false;
        for statement in text.split(['\n', ';']) {
            let taken = statement.trim().strip_prefix("from ");
            let Some((source, names)) = taken.and_then(|taken| taken.split_once(" import ")) else {
                continue;
            };
            found = true;
            for module in self.sources_named(source.trim()) {
                for name in names.trim_matches(['(', ')', ' ']).split(',') {
                    let name = name.split_whitespace().next().unwrap_or_default();
                    self.taken_from(module, name, at);
                }
            }
        }
        found
    }

    /// The modules of the project that the source of an import may be.
    fn sources_named(&self, source: &str) -> Vec<ModuleId> {
        let Some((prefix, _)) = source.split_once(UNKNOWN) else {
            let found = self.program.find(source).into_iter();
            return found.flat_map(|module| self.program.meant(module)).collect();
        };
        // A text of which nothing is known may be a message, or any program.
        if prefix.is_empty() {
            return Vec::new();
        }
        let modules = self.program.modules.iter().enumerate();
        let meant = modules.filter(|(_, module)| module.is_own() && module.name.starts_with(prefix));
        meant.map(|(id, _)| id).collect()
    }

    fn taken_from(&mut self, module: ModuleId, name: &str, at: Sighting) {
        if name.contains(UNKNOWN) {
            self.computed(module, Touch::Read, at);
        } else if name != "*" {
            self.touched(module, name.to_owned(), Touch::Read, at);
        } else {
            match self.program.facts(module).map(|facts| &facts.exports) {
                Some(Exports::Listed(names)) => {
                    for name in names {
                        self.touched(module, name.clone(), Touch::Read, at);
                    }
                }
                _ => note(&mut self.seen.starred, module, at),
            }
        }
    }
}
