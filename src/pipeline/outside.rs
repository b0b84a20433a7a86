//! Modules that the project imports but that are not among its files: installed packages and the standard library.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::asked::{Asked, now};
use crate::graph::{Kind, Module, program};
use crate::judge::Options;
use crate::process::doing_of;
use crate::project::{Cache, Found, Origin, Resolver, Source, Stamp, bare_startup_modules, is_identifier, standard};
use crate::rules::Rules;
use crate::semantics::facts::{Import, Mention, MentionKind};
use crate::semantics::{self, ModuleFacts};
use crate::syntax::prefixes;

/// Adds every module that the loaded ones import, and what these import in their turn while they are imported.
pub(super) fn load(
    resolver: &Resolver,
    cache: &Cache,
    modules: &mut Vec<Module>,
    options: &Options,
    rules: &Rules,
    asked: &mut Asked,
) -> Vec<(String, PathBuf)> {
    let read_standard = options
        .heavy
        .iter()
        .any(|pattern| pattern == "*" || standard::is_standard(pattern.split('.').next().unwrap_or_default()));
    let mut seen: FxHashSet<String> = modules.iter().map(|module| module.name.clone()).collect();
    let own = modules.iter().filter(|module| module.is_own());
    let tops: FxHashSet<String> = own.map(|module| module.top().to_owned()).collect();
    let mut from = 0;
    let mut paths = Vec::new();
    while from < modules.len() {
        let mut wanted: BTreeMap<String, bool> = BTreeMap::new();
        let new = modules[from..].iter();
        for (module, facts) in new.filter_map(|module| Some((module, module.facts.as_ref()?))) {
            for (name, is_needed) in names(module, facts, &tops) {
                *wanted.entry(name).or_default() |= is_needed;
            }
        }
        let wanted: Vec<(String, bool)> = wanted.into_iter().filter(|(name, _)| !seen.contains(name)).collect();
        from = modules.len();
        let (done, all) = (AtomicUsize::new(0), wanted.len());
        let found: Vec<_> = wanted
            .par_iter()
            .map(|(name, is_needed)| {
                doing_of("installed modules read", done.fetch_add(1, Ordering::Relaxed), all);
                let (found, stamp) = now(resolver, name);
                let module = match found {
                    Found::Missing if *is_needed => Some(bare(name, Kind::Missing, true)),
                    _ => read(resolver, cache, name, &found, stamp, rules, read_standard),
                };
                (found, stamp, module)
            })
            .collect();
        seen.extend(wanted.iter().map(|(name, _)| name.clone()));
        for ((name, _), (found, stamp, module)) in wanted.into_iter().zip(found) {
            asked.add(name, &found, stamp);
            if let Some(module) = module {
                if let Found::Source { path, .. } = found {
                    paths.push((module.name.clone(), path));
                }
                modules.push(module);
            }
        }
    }
    paths
}

/// Whether a module answers for names that it does not have.
fn serves_names(facts: &ModuleFacts) -> bool {
    facts.global("__getattr__").is_some()
}

/// The dotted names that a module's imports may load, and the `__getattr__` of an installed package, by the names in its strings; each
/// with whether it has to be a module of the project, whose top-level names are `tops`, or else an import of one of its modules fails:
/// a compiled part may not be built here. What installed packages lack is theirs to tell.
fn names(module: &Module, facts: &ModuleFacts, tops: &FxHashSet<String>) -> Vec<(String, bool)> {
    let own = module.is_own();
    let is_asked = module.is_package && serves_names(facts);
    let runs = |import: &Import| is_asked || facts.executing_function(import.scope).is_none();
    let counts = |import: &&Import| own || runs(import) && !import.context.type_checking;
    let mut names = Vec::new();
    if is_asked && !own {
        let below = facts.words.iter().map(|word| word.trim_start_matches('.'));
        let is_name = |word: &&str| !word.is_empty() && word.split('.').all(is_identifier);
        let below = below.filter(is_name);
        let dotted = below.map(|word| match word.strip_prefix(&module.name) {
            Some(rest) if rest.starts_with('.') => word.to_owned(),
            _ => format!("{}.{word}", module.name),
        });
        let all = dotted.flat_map(|name| prefixes(&name).map(str::to_owned).collect::<Vec<_>>());
        names.extend(all.map(|name| (name, false)));
    }
    for import in facts.imports.iter().filter(counts) {
        let Some(base) = program::absolute(&module.name, module.is_package, import.level, &import.module) else {
            continue;
        };
        let is_needed = own && base.split('.').next().is_some_and(|top| tops.contains(top));
        names.extend(prefixes(&base).map(|name| (name.to_owned(), is_needed)));
        if let Some(name) = import.name.as_deref().filter(|&name| name != "*") {
            names.push((format!("{base}.{name}"), false));
        }
    }
    names
}

/// A module without a file that can be read.
fn bare(name: &str, kind: Kind, is_package: bool) -> Module {
    Module {
        name: name.to_owned(),
        kind,
        is_package,
        facts: None,
        stub: None,
        is_copy: false,
    }
}

fn read(
    resolver: &Resolver,
    cache: &Cache,
    name: &str,
    found: &Found,
    stamp: Option<Stamp>,
    rules: &Rules,
    read_standard: bool,
) -> Option<Module> {
    let kind = |origin: Origin| match origin {
        Origin::FirstParty => Kind::FirstParty,
        Origin::Site => Kind::Site,
        Origin::Stdlib => Kind::Standard,
    };
    let bare = |kind: Kind, is_package: bool| bare(name, kind, is_package);
    let module = match *found {
        Found::Source {
            ref path,
            is_package,
            origin,
        } => {
            let wanted = origin != Origin::Stdlib || read_standard && !bare_startup_modules().contains(&name);
            let facts = match origin {
                Origin::FirstParty => Source::read(path)
                    .ok()
                    .and_then(|source| semantics::analyse(&source.text, rules).ok()),
                _ if !wanted => None,
                _ => foreign(cache, path, stamp, rules),
            };
            let facts = facts.map(Arc::new);
            Module {
                facts,
                is_copy: origin == Origin::FirstParty,
                ..bare(kind(origin), is_package)
            }
        }
        Found::Namespace => bare(Kind::Site, true),
        Found::Native { origin } => bare(kind(origin), false),
        Found::Builtin | Found::StdlibUnseen => bare(Kind::Standard, false),
        // An attribute of something is not a module; a top-level name that is not there is a missing package, and so is what
        // is imported from one.
        Found::Missing => {
            let top = name.split('.').next().unwrap_or_default();
            let missing = top == name || resolver.find(top) == Found::Missing;
            return missing.then(|| bare(Kind::Missing, true));
        }
    };
    Some(module)
}

/// The facts of a file of somebody else's; empty ones where it cannot be read, so that this is found out only once.
fn foreign(cache: &Cache, path: &Path, stamp: Option<Stamp>, rules: &Rules) -> Option<ModuleFacts> {
    if let Some(facts) = cache
        .get(path, stamp)
        .and_then(|bytes| postcard::from_bytes(bytes).ok())
    {
        return Some(facts);
    }
    let source = Source::read(path).ok()?;
    let facts = trimmed(semantics::analyse(&source.text, rules).unwrap_or_default());
    cache.put(path, stamp, || postcard::to_stdvec(&facts).ok());
    Some(facts)
}

/// What other files need to know of a file that is not judged itself.
fn trimmed(mut facts: ModuleFacts) -> ModuleFacts {
    // Names that it takes from the builtins: once for each place where code may run by itself.
    facts.unbound.iter_mut().for_each(|name| name.attributes.clear());
    let mut seen = FxHashSet::default();
    facts
        .unbound
        .retain(|name| seen.insert((name.scope, name.name.clone())));
    // What a package loads when it is asked for a name is found by the names in its strings.
    let serves = serves_names(&facts);
    let asks = |mention: &Mention| matches!(mention.kind, MentionKind::Loaded { asked: true, .. });
    facts
        .mentions
        .retain(|mention| asks(mention) || serves && mention.loads_by_name());
    ModuleFacts {
        namespace_reads: Vec::new(),
        doctest_names: Vec::new(),
        doctest_names_behind: Vec::new(),
        type_aliases: Vec::new(),
        unquotable: Vec::new(),
        loose_attributes: Vec::new(),
        words: if serves { facts.words } else { Vec::new() },
        only_compared: Vec::new(),
        comments: Vec::new(),
        references: Vec::new(),
        ..facts
    }
}
