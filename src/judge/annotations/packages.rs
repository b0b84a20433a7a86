//! Installed packages of which no rule says what they do with annotations: what their own code says.
use std::cell::RefCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::lookup::{Look, Lookup};
use crate::graph::{Entity, Kind, ModuleId, Program};
use crate::rules::{Reader, prefixes};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Mention, Operation};
use crate::syntax::Span;

/// The functions of `typing` for older versions of Python; the rules know those that look.
const BACKPORT: &str = "typing_extensions";

/// Answers for what packages define, and for whole packages.
pub(super) struct Packages<'r, 'a> {
    lookup: &'r Lookup<'a>,
    /// The modules of each package, by the name of its outermost one.
    modules: FxHashMap<&'a str, Vec<ModuleId>>,
    /// By the module that defines something, or the outermost one.
    known: RefCell<FxHashMap<String, bool>>,
}

impl<'r, 'a> Packages<'r, 'a> {
    pub fn new(lookup: &'r Lookup<'a>) -> Self {
        let mut modules: FxHashMap<&str, Vec<ModuleId>> = FxHashMap::default();
        for (id, module) in lookup.inputs.program.modules.iter().enumerate() {
            modules.entry(outermost(&module.name)).or_default().push(id);
        }
        Packages {
            lookup,
            modules,
            known: RefCell::default(),
        }
    }

    /// Whether what has this name, or anything that it may call, may look at annotations: code of it that is not read may.
    pub fn may_look(&self, name: &str) -> bool {
        let home = self.home(name);
        let key = home.map_or(outermost(name), |home| self.program().modules[home].name.as_str());
        if let Some(&known) = self.known.borrow().get(key) {
            return known;
        }
        let reached = home.and_then(|home| self.reached(home));
        let found = reached.unwrap_or_else(|| self.searched(outermost(name)));
        self.known.borrow_mut().insert(key.to_owned(), found);
        found
    }

    fn program(&self) -> &'a Program {
        self.lookup.inputs.program
    }

    /// The module in whose text something is defined, by its name; none where that cannot be read.
    fn home(&self, name: &str) -> Option<ModuleId> {
        let program = self.program();
        let (prefix, module) = prefixes(name)
            .skip(1)
            .find_map(|prefix| Some((prefix, program.find(prefix)?)))?;
        let attributes: Vec<String> = name[prefix.len() + 1..].split('.').map(str::to_owned).collect();
        let (first, rest) = attributes.split_first()?;
        let Entity::Attribute(home, attribute) = program.named_path(module, first, rest).end else {
            return None;
        };
        let facts = program
            .facts(home)
            .filter(|_| program.modules[home].kind == Kind::Site)?;
        let first = attribute.split('.').next().unwrap_or_default();
        let mut definitions = facts.definitions.iter();
        definitions
            .any(|definition| definition.scope == MODULE && definition.name == first)
            .then_some(home)
    }

    /// Whether a module, or one that it imports, looks; none where it imports what is not known.
    fn reached(&self, home: ModuleId) -> Option<bool> {
        let program = self.program();
        let mut seen: FxHashSet<ModuleId> = FxHashSet::from_iter([home]);
        let mut pending = vec![home];
        while let Some(id) = pending.pop() {
            let Some(facts) = program.facts(id).filter(|_| program.modules[id].kind == Kind::Site) else {
                continue;
            };
            // The backport of what the standard library has does what it is asked, as that does.
            if outermost(&program.modules[id].name) == BACKPORT {
                continue;
            }
            if facts.mentions.iter().any(Mention::loads_by_name) {
                return None;
            }
            if self.looks(id, facts) {
                return Some(true);
            }
            let runs = facts.imports.iter().filter(|import| !import.context.type_checking);
            let targets = runs.flat_map(|import| program.targets(id, import));
            pending.extend(targets.filter(|&target| seen.insert(target)));
        }
        Some(false)
    }

    /// The same of all of a package, and of the packages that it imports.
    fn searched(&self, top: &str) -> bool {
        let program = self.program();
        let mut seen: FxHashSet<&str> = FxHashSet::from_iter([top]);
        let first = top;
        let mut pending = vec![top];
        let mut is_there = false;
        while let Some(top) = pending.pop() {
            // The backport of what the standard library has does what it is asked, as that does.
            if top == BACKPORT {
                is_there = true;
                continue;
            }
            for &id in self.modules.get(top).into_iter().flatten() {
                match (program.modules[id].kind, program.facts(id)) {
                    (Kind::Site, Some(facts)) => {
                        is_there = true;
                        if self.looks(id, facts) {
                            return true;
                        }
                        pending.extend(imported(program, id, facts).filter(|&next| seen.insert(next)));
                    }
                    // What native code of others is handed on is in plain sight: the rules know those of them who look.
                    (Kind::Site, None) => {
                        if top == first {
                            return true;
                        }
                    }
                    // What is not there does nothing, and the standard library does what it is asked.
                    (Kind::Missing | Kind::Standard, _) => {}
                    (Kind::FirstParty | Kind::Test | Kind::Beside, _) => {}
                }
            }
        }
        !is_there
    }

    /// Whether the code of a module gets at annotations, or hands something to a known reader of them.
    fn looks(&self, module: ModuleId, facts: &ModuleFacts) -> bool {
        let reads = |look: Look| look.sight().is_some();
        let mut hints = facts.hint_reads.iter();
        let spans: FxHashSet<Span> = facts.hint_reads.iter().map(|read| read.span).collect();
        let is_hint = |operation: &&Operation| spans.contains(&operation.span);
        let others = facts.operations.iter().filter(|operation| !is_hint(operation));
        let mut paths = others.filter_map(|operation| operation.path.as_ref());
        hints.any(|read| reads(self.lookup.hint(facts, read)))
            || paths.any(|path| {
                let names = self.lookup.names(module, path);
                let rule = self.lookup.rule(Reader::Function, &names);
                rule.is_some_and(|rule| reads(self.lookup.look(rule)))
            })
    }
}

fn outermost(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// The packages that a module imports.
fn imported<'a>(program: &'a Program, module: ModuleId, facts: &'a ModuleFacts) -> impl Iterator<Item = &'a str> {
    let runs = facts.imports.iter().filter(|import| !import.context.type_checking);
    let targets = runs.flat_map(move |import| program.targets(module, import));
    targets.map(|target| outermost(&program.modules[target].name))
}
