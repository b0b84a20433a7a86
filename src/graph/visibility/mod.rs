//! Who else sees a module's names: other modules, tests that replace them, strings, and readers of whole namespaces.
mod asked;
mod caches;
mod composed;
mod confined;
mod discovered;
mod files;
mod frames;
mod given;
mod giving;
mod handed_on;
mod handed_over;
mod held;
mod homes;
mod loaded_by_name;
mod look;
mod main;
mod named;
mod parts;
mod reach;
mod sifted;
mod split;
mod told;
mod unbound;
mod uncalled;

use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::program::{ModuleId, Program};
use crate::rules::Rules;
use crate::semantics::code::Code;
use crate::semantics::facts::{ScopeId, TRACEBACK_LOCALS};
use crate::syntax::{Span, prefixes};
use handed_over::HandedOver;
use look::Look;
pub use parts::{Part, binds, each_operand, each_part, each_root, holds, pairs, parts_of_statement};
pub use sifted::{Known, Sifted};
pub use uncalled::Uncalled;

/// A place in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sighting {
    /// The module whose file it is in.
    pub module: ModuleId,
    /// Where in the file.
    pub span: Span,
}

/// A place where a submodule is reached as an attribute of its package, in a file that does not import it itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    /// Where.
    pub at: Sighting,
    /// The scope it stands in.
    pub scope: ScopeId,
    /// Behind a dot, which asks a `__getattr__` as well; not so a bare name in the package itself.
    pub dotted: bool,
}

/// Whether who reads a namespace so asks for names, which loads what a lazy import bound: he never gets hold of what stands in
/// the dictionary until then. Seen on CPython 3.15.2.
pub fn asks_for_names(how: &str) -> bool {
    matches!(
        how,
        "dir()"
            | "eval()"
            | "exec()"
            | "getmembers()"
            | "delattr()"
            | "run()"
            | "runcall()"
            | "timeit()"
            | "repeat()"
            | "Timer()"
    ) || how == TRACEBACK_LOCALS
}

/// The names that the code at a place looks up among those of a frame; none where it may be any.
pub fn names_of_frame(code: &Code, span: Span) -> Option<Vec<String>> {
    frames::read_at(code, span).and_then(|read| read.names)
}

/// What the program knows of names beyond their own files.
#[derive(Debug, Default)]
pub struct Visibility {
    /// Module attributes that other files read, or take by `from m import n`: the first place seen.
    pub read: FxHashMap<(ModuleId, String), Sighting>,
    /// Module attributes that are assigned or patched from outside: the first place seen.
    pub replaced: FxHashMap<(ModuleId, String), Sighting>,
    /// Module attributes that are deleted from outside: the first place seen.
    pub deleted: FxHashMap<(ModuleId, String), Sighting>,
    /// Modules whose attributes are assigned or patched under names that are not known.
    pub open: FxHashMap<ModuleId, Sighting>,
    /// Attributes that modules assign so of themselves while they are imported, `*` for any: the first place seen.
    pub filled: FxHashMap<(ModuleId, String), Sighting>,
    /// Modules whose namespace is read as a whole, and how: one place for each way.
    pub namespace: FxHashMap<ModuleId, Vec<(Sighting, String)>>,
    /// The same of namespaces that are read but for some of what is in them.
    pub sifted: FxHashMap<ModuleId, Vec<Sifted>>,
    /// Names that are looked up in the namespace of a module, where a served one is missing: one place for each way.
    pub looked_up: FxHashMap<(ModuleId, String), Vec<(Sighting, String)>>,
    /// Functions, by the scopes of their bodies, whose local names are gone through from outside.
    pub locals_read: FxHashMap<(ModuleId, ScopeId), Sighting>,
    /// Modules whose attributes are read by computed names.
    pub computed: FxHashMap<ModuleId, Sighting>,
    /// Modules that are star-imported although they have no literal `__all__`.
    pub starred: FxHashMap<ModuleId, Sighting>,
    /// Modules that take their own place in `sys.modules`, or change their class.
    pub self_replacing: FxHashMap<ModuleId, Sighting>,
    /// Names of modules that are put into `sys.modules` or taken out.
    pub loaded: FxHashMap<String, Sighting>,
    /// Names of modules that are only looked for there.
    pub asked: FxHashMap<String, Sighting>,
    /// Submodules that some file reaches as attributes of their package without importing them itself.
    pub implicit: FxHashMap<ModuleId, Vec<Reached>>,
    /// By module, those of the project that it may import by names which are put together of what is not known.
    pub by_computed_name: FxHashMap<ModuleId, Vec<ModuleId>>,
    /// By module, those of the project that its code may have in its hands as values, as far as can be seen.
    pub in_hand: FxHashMap<ModuleId, Vec<ModuleId>>,
    /// Modules of the project that some file hands on as values.
    pub escaping: FxHashSet<ModuleId>,
    /// Modules that are loaded a second time, under another name: by their paths, or as scripts.
    pub anew: FxHashMap<ModuleId, Sighting>,
    /// Private functions that nobody calls, or nobody any more.
    pub uncalled: Uncalled,
    /// Whether some test replaces what a variable names.
    tests_patch_by_variable: bool,
    /// Modules of the project that some file takes out of `sys.modules`, or puts there, under names from elsewhere.
    forgetting: Vec<Forgetting>,
}

/// Code that takes modules out of `sys.modules`, puts them there, or asks for them, under names from elsewhere.
#[derive(Debug, Clone, Copy)]
struct Forgetting {
    at: Sighting,
    /// Whether it only puts there what it loads itself from files that it finds.
    registers: bool,
    /// Whether it only looks for them.
    asks: bool,
}

impl Visibility {
    /// Looks through the files of the project.
    pub fn new(program: &Program, rules: &Rules) -> Self {
        let mut seen = Visibility {
            tests_patch_by_variable: named::tests_patch_by_variable(program, rules),
            uncalled: Uncalled::new(program, rules),
            ..Visibility::default()
        };
        let defined = OnceCell::new();
        let attributes = OnceCell::new();
        let given = giving::given(program, rules, (&defined, &attributes));
        let handed = handed_over::handed_over(program, rules, &given);
        let nothing = HandedOver::default();
        for module in 0..program.modules.len() {
            if program.modules[module].is_own()
                && let Some(facts) = program.facts(module)
            {
                Look {
                    program,
                    rules,
                    module,
                    facts,
                    handed: handed.get(&module).unwrap_or(&nothing),
                    given: given.get(&module),
                    defined: &defined,
                    attributes: &attributes,
                    seen: &mut seen,
                }
                .everywhere();
            }
        }
        named::started(program, &mut seen);
        homes::told(program, &mut seen);
        asked::by_installed(program, &mut seen);
        handed_on::by_stars(program, rules, &mut seen);
        seen.forget_what_is_told(program);
        seen.spread_to_meant(program);
        seen
    }

    /// Where a function forgets modules whose names come from elsewhere, they are among the strings of its file, and of the
    /// files that import it.
    fn forget_what_is_told(&mut self, program: &Program) {
        for Forgetting { at, registers, asks } in std::mem::take(&mut self.forgetting) {
            // Who loads a plugin loads no module of others, and none that is being executed around it.
            let around: Vec<&str> = prefixes(&program.modules[at.module].name).collect();
            let may_load = |word: &String| {
                let found = program.find(word).filter(|&module| program.modules[module].is_own());
                found.is_some() && !around.contains(&word.as_str())
            };
            for (id, facts) in (0..program.modules.len()).filter_map(|id| Some((id, program.facts(id)?))) {
                let is_it = |module: ModuleId| module == at.module;
                let tells = || {
                    let mut imports = facts.imports.iter();
                    imports.any(|import| {
                        program.may_name(import, at.module) || program.targets(id, import).into_iter().any(is_it)
                    })
                };
                if program.modules[id].is_own() && (is_it(id) || tells()) {
                    for word in facts.told_to(is_it(id)).filter(|word| !registers || may_load(word)) {
                        note(self.among_loaded(asks), word.clone(), at);
                    }
                }
            }
        }
    }

    /// Adds what following the code shows: an installed package goes through the names of a module that it is handed, or that
    /// calls it, or looks up one of them.
    pub fn add_namespace(&mut self, module: ModuleId, name: Option<&str>, at: Sighting, how: &str) {
        let way = (at, how.to_owned());
        match name {
            Some(name) => note_way(&mut self.looked_up, (module, name.to_owned()), way),
            None => note_way(&mut self.namespace, module, way),
        }
    }

    /// Who reads the namespace of a module as a whole, or but for some of its names, and how; of the latter those that `take` something.
    pub fn listings<'v>(
        &'v self,
        module: ModuleId,
        takes: impl Fn(&Sifted) -> bool + 'v,
    ) -> impl Iterator<Item = (Sighting, &'v str)> {
        let whole = self.namespace.get(&module).into_iter().flatten();
        let sifted = self.sifted.get(&module).into_iter().flatten();
        let sifted = sifted.filter(move |sifted| takes(sifted));
        whole
            .map(|(at, how)| (*at, how.as_str()))
            .chain(sifted.map(|sifted| (sifted.at, sifted.how.as_str())))
    }

    /// Whether an attribute of a module is assigned or patched from outside, and where.
    pub fn replacement(&self, module: ModuleId, name: &str) -> Option<Sighting> {
        let by_name = self.replaced.get(&(module, name.to_owned()));
        let set = |name: &str| self.filled.get(&(module, name.to_owned()));
        let any = || self.open.get(&module).or_else(|| set(name)).or_else(|| set("*"));
        by_name.or_else(any).copied()
    }

    /// The same for who takes it from the module: what that sets of itself while it is imported is there before.
    pub fn replacement_of_source(&self, module: ModuleId, name: &str) -> Option<Sighting> {
        let by_name = self.replaced.get(&(module, name.to_owned()));
        by_name.or_else(|| self.open.get(&module)).copied()
    }

    /// Whether the presence of a module, or of a package around it, is faked, or is asked for and depends on an import that
    /// `importer` has. Who imports is there, and the packages around it are.
    pub fn presence_matters(&self, module: &str, importer: &str) -> Option<Sighting> {
        let is_there = |name: &str| prefixes(importer).any(|around| around == name);
        let asked = |name: &str| self.asked.get(name).filter(|_| !is_there(name) && name != MAIN);
        let mut names = prefixes(module);
        names
            .find_map(|name| self.loaded.get(name).or_else(|| asked(name)))
            .copied()
    }

    /// Where somebody asks whether this very module is loaded.
    pub fn presence_asked(&self, module: &str) -> Option<Sighting> {
        self.asked.get(module).filter(|_| module != MAIN).copied()
    }

    /// Where modules are noted that `sys.modules` is asked for, or whose place there is changed.
    fn among_loaded(&mut self, asked: bool) -> &mut FxHashMap<String, Sighting> {
        match asked {
            true => &mut self.asked,
            false => &mut self.loaded,
        }
    }
}

/// What Python runs is loaded before anybody asks.
const MAIN: &str = "__main__";

/// Notes a way of reading a namespace, once.
fn note_way<K: Eq + std::hash::Hash>(map: &mut FxHashMap<K, Vec<(Sighting, String)>>, key: K, way: (Sighting, String)) {
    let ways = map.entry(key).or_default();
    if ways.iter().all(|(_, how)| *how != way.1) {
        ways.push(way);
    }
}

fn note<K: Eq + std::hash::Hash, V>(map: &mut FxHashMap<K, V>, key: K, value: V) {
    map.entry(key).or_insert(value);
}
