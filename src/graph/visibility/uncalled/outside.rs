//! What may be used without being named: modules that code imports under computed names, and what a module offers to others.
use rustc_hash::FxHashSet;

use super::is_private;
use crate::graph::program::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Exports, MentionKind};

/// Modules that are imported by names which are computed.
#[derive(Default)]
pub(super) struct Imported<'a> {
    /// Whole names, and, with a star behind them, beginnings.
    names: FxHashSet<&'a str>,
    /// Strings of files that import what they compute: names of modules, or ends of such.
    words: FxHashSet<&'a str>,
}

impl<'a> Imported<'a> {
    pub fn new(program: &'a Program) -> Self {
        let mut found = Imported::default();
        let own = program.own_modules();
        for facts in own.filter_map(|id| program.facts(id)) {
            for mention in &facts.mentions {
                match &mention.kind {
                    MentionKind::ImportsByName { module } => {
                        found.names.insert(module);
                    }
                    MentionKind::ImportsComputed => found.words.extend(facts.words.iter().map(String::as_str)),
                    _ => {}
                }
            }
        }
        found
    }

    pub fn may_be(&self, module: &str) -> bool {
        let last = module.rsplit('.').next().unwrap_or_default();
        let mut beginnings = self.names.iter().filter_map(|name| name.strip_suffix('*'));
        [module, last].iter().any(|name| self.words.contains(name))
            || self.names.contains(module)
            || beginnings.any(|beginning| module.starts_with(beginning))
    }
}

/// Whether a name that a module imports is there for others to take.
pub(super) fn is_handed_on(program: &Program, module: ModuleId, facts: &ModuleFacts, name: &str) -> bool {
    let is_inside = is_private(name) || program.modules[module].name.split('.').any(is_private);
    !is_inside
        && match &facts.exports {
            Exports::Listed(names) => names.iter().any(|listed| listed == name),
            // A package without a list offers what it imports of its own modules.
            Exports::Public => program.modules[module].is_package,
            Exports::Unknown(_) => true,
        }
}

/// Whether a word is in the `__all__` of a private module, which says what star imports take and calls nothing.
pub(super) fn is_listed_inside(program: &Program, module: ModuleId, facts: &ModuleFacts, word: &str) -> bool {
    program.modules[module].name.split('.').any(is_private)
        && matches!(&facts.exports, Exports::Listed(names) if names.iter().any(|name| name == word))
}
