//! What the plan is made from: the earlier stages' data and the settings that matter here.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Strategy;
use super::verdict::Kept;
use crate::evaluate::Evaluation;
use crate::graph::{EdgeKey, Graph, ModuleId, Program, Visibility};
use crate::rules::{Rules, matches};

/// The first version of Python with lazy imports, and with lists of them.
pub(super) const LAZY: (u8, u8) = (3, 15);

/// Which of the imports that can be deferred are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Selection {
    /// Those by which some entry point no longer loads something heavy.
    #[default]
    Useful,
    /// All: what could be done, for a caller that chooses among them by other means.
    Everything,
    /// These, as far as they are safe together: the module, and where the alias starts in its text.
    Only(FxHashSet<(String, u32)>),
}

/// What edits have to rest on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Assurance {
    /// On what is known of all files.
    #[default]
    Proven,
    /// What tests, examples and scripts beside the program do to it is left to running them.
    Tested,
}

/// The settings that decide what is deferred and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Patterns of heavy modules: `a.b` is `a.b` and all below; `*` is everything.
    pub heavy: Vec<String>,
    /// Patterns of modules whose imports stay.
    pub eager: Vec<String>,
    /// The lowest version of Python that the code must run on (major, minor).
    pub target: (u8, u8),
    /// The strategies that may be used.
    pub strategies: Vec<Strategy>,
    /// The setting of a linter for which `strategies` has none that puts imports into functions, where nobody says which to use.
    pub forbids_inline: Option<String>,
    /// Modules that a bare interpreter has loaded already.
    pub bare: FxHashSet<String>,
    /// Whether annotations that nothing in the program reads are put in quotes, which a reader of `__annotations__` sees.
    pub quote_annotations: bool,
    /// Modules that console scripts and the like start from.
    pub scripts: Vec<String>,
    /// Modules that entry points offer to others.
    pub offered: Vec<String>,
    /// The modules whose start edits have to make faster; any entry point's where nothing says which.
    pub starts: Option<Vec<String>>,
    /// Whether what is only assumed to be harmless stays.
    pub strict: bool,
    /// What edits have to rest on.
    pub assurance: Assurance,
    /// Which imports are deferred, of those that can be.
    pub selection: Selection,
    /// Whether all reasons of what stays are looked for, not only the first.
    pub all_reasons: bool,
    /// Reasons that are supposed to hold no more, by import: to ask what would then be possible.
    pub waived: FxHashMap<EdgeKey, Vec<Kept>>,
}

impl Options {
    /// Whether a module is called heavy.
    pub fn is_heavy(&self, module: &str) -> bool {
        !self.bare.contains(module) && self.heavy.iter().any(|pattern| matches(pattern, module))
    }

    /// Whether imports of a module have to stay.
    pub fn is_eager(&self, module: &str) -> bool {
        self.eager.iter().any(|pattern| matches(pattern, module))
    }

    /// Whether a strategy may be used.
    pub fn allows(&self, strategy: Strategy) -> bool {
        self.strategies.contains(&strategy)
    }

    /// Whether a reason to keep an import is supposed to hold no more.
    pub fn waives(&self, key: EdgeKey, kept: &Kept) -> bool {
        let waived = self.waived.get(&key);
        waived.is_some_and(|waived| waived.iter().any(|other| other.has_cause_of(kept)))
    }

    /// Whether imports that stand in functions and tables come back to the top of their file, lazy: where Python is new enough for
    /// the word.
    pub fn brings_back(&self) -> bool {
        self.ways() == [Some(Strategy::LazyKeyword)]
    }

    /// The strategies by which imports are deferred, each tried where the one before it does not serve: none of them for those
    /// that move. A list serves Python 3.15 alone, so what can move for all versions does.
    pub fn ways(&self) -> Vec<Option<Strategy>> {
        if self.target >= LAZY && self.allows(Strategy::LazyKeyword) {
            return vec![Some(Strategy::LazyKeyword)];
        }
        let lists = self.allows(Strategy::LazyModules);
        let moves = self
            .strategies
            .iter()
            .any(|strategy| !matches!(strategy, Strategy::LazyKeyword | Strategy::LazyModules));
        let moved = (moves || !lists).then_some(None);
        moved
            .into_iter()
            .chain(lists.then_some(Some(Strategy::LazyModules)))
            .collect()
    }

    /// Whether what `__lazy_modules__` names counts as deferred: on the target it is, or the user asks for such lists alone. Where
    /// imports move, too, older versions count, for which a list does nothing: so it does not matter which came first.
    pub fn heeds_lists(&self) -> bool {
        self.target >= LAZY || self.ways() == [Some(Strategy::LazyModules)]
    }
}

/// The earlier stages' data.
#[derive(Clone, Copy)]
pub struct Inputs<'a> {
    /// The modules.
    pub program: &'a Program,
    /// The import graph.
    pub graph: &'a Graph,
    /// Who sees which name.
    pub visibility: &'a Visibility,
    /// What executing modules and functions does.
    pub evaluation: &'a Evaluation,
    /// What is known about packages.
    pub rules: &'a Rules,
    /// The settings.
    pub options: &'a Options,
    /// The modules that may be edited.
    pub editable: &'a FxHashSet<ModuleId>,
    /// The codes that settings ignore in each module.
    pub ignored: &'a FxHashMap<ModuleId, Vec<String>>,
}

impl Inputs<'_> {
    /// Whether running a file settles what it does to the program.
    pub fn leaves_to_tests(&self, module: ModuleId) -> bool {
        self.options.assurance == Assurance::Tested && self.program.modules[module].is_beside()
    }

    /// Whether a module is also run as a script or loaded by its path, where it has another name.
    pub fn has_other_names(&self, module: ModuleId) -> bool {
        let facts = self.program.facts(module);
        self.visibility.anew.contains_key(&module)
            || facts.is_some_and(|facts| facts.main_guard.is_some())
            || self.program.modules[module].name.ends_with("__main__")
    }
}
