//! Reads every file that matters into facts: the given paths, the rest of the project, and what they import.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::asked::Asked;
use super::survey::{Named, Overlay, Survey};
use super::{Request, evidence, outside, shown, text_hash};
use crate::config::{Settings, scripts};
use crate::graph::Module;
use crate::judge::Options;
use crate::process::doing_of;
use crate::project::{
    Cache, Environment, ModuleName, ReadError, Resolver, Roots, Source, Spare, entry_point_lists, is_generated,
    names_in,
};
use crate::rules::{Evidence, Group, Rules, matches};
use crate::semantics::{self, ModuleFacts};
use crate::verdict::Problem;

/// A file of the project.
#[derive(Debug)]
pub(super) struct File {
    /// Its module.
    pub module: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it lies under the given paths, and findings are about it.
    pub is_target: bool,
    /// Whether it is a test, an example, documentation, or builds the program.
    pub is_aside: bool,
    /// Why it is read only, although it lies under the given paths.
    pub spare: Option<Spare>,
    /// Whether it says that it is generated.
    pub is_generated: bool,
    /// Offsets at which its lines start.
    pub line_starts: Vec<u32>,
    /// A hash of its text.
    pub text_hash: u64,
    /// How many characters other than ASCII it has: with none, columns are bytes.
    pub is_ascii: bool,
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub modules: Vec<Module>,
    pub files: Vec<File>,
    pub problems: Vec<Problem>,
    /// Names in the project's other files that may be of its modules, sorted.
    pub started: Vec<String>,
    /// What the console scripts of the project call, as `module:attribute`.
    pub scripts: Vec<String>,
    /// What probes saw of these modules as they are now.
    pub evidence: Evidence,
    /// The files of the modules that are not of the project, by module.
    pub outside: Vec<(String, PathBuf)>,
    /// What was asked for there.
    pub asked: Asked,
}

/// What became of one file.
enum Read {
    Facts(Box<(File, ModuleFacts)>),
    Problem(Problem),
    /// Nobody wants it to be readable.
    Unreadable,
}

pub(super) fn load(
    request: &Request<'_>,
    environment: &Environment,
    options: &Options,
    survey: &Survey,
    rules: &Rules,
) -> Loaded {
    let settings = request.settings;
    let mut loaded = Loaded {
        problems: survey.problems.clone(),
        ..Loaded::default()
    };
    let (done, all) = (AtomicUsize::new(0), survey.named.len());
    let read = survey.named.par_iter().map(|named| {
        let found = read_file(named, request.overlays, rules);
        doing_of("files read", done.fetch_add(1, Ordering::Relaxed) + 1, all);
        found
    });
    let read: Vec<Read> = read.collect();
    for (read, named) in read.into_iter().zip(&survey.named) {
        match read {
            Read::Problem(problem) => {
                loaded.asked.broken.push(named.path.clone());
                loaded.problems.push(problem);
            }
            Read::Unreadable => loaded.asked.broken.push(named.path.clone()),
            Read::Facts(found) => {
                let (file, facts) = *found;
                loaded.modules.push(Module {
                    name: file.module.clone(),
                    kind: named.kind,
                    is_package: named.is_package,
                    facts: Some(Arc::new(facts)),
                    stub: survey.stubs.get(&file.path).and_then(|stub| stub_facts(stub, rules)),
                    is_copy: false,
                });
                loaded.files.push(file);
            }
        }
    }
    loaded.scripts = scripts(&settings.root).into_iter().map(|(_, target)| target).collect();
    loaded.started = {
        let is_checker = |table: &str| rules.knows(Group::CheckerTable, table);
        let folders = [settings.search_path.as_slice(), &environment.site].concat();
        let mut names = names_in(&survey.others, &is_checker);
        names.extend(names_in(&entry_point_lists(&folders), &is_checker));
        started(settings, names, &loaded.modules)
    };
    // A namespace package is not a folder of scripts.
    let imported = imported_names(&loaded.modules);
    let mut beside = survey.beside(loaded.files.iter().map(|file| file.path.as_path()));
    beside.retain(|folder| !is_namespace(folder, &survey.roots, &imported));
    loaded.asked.beside = beside;
    let resolver = resolver(settings, environment, survey, &loaded.asked);
    let cache = if request.use_cache {
        Cache::open(&environment_name(settings, environment), &maker(rules))
    } else {
        Cache::off()
    };
    loaded.outside = outside::load(
        &resolver,
        &cache,
        &mut loaded.modules,
        options,
        rules,
        &mut loaded.asked,
    );
    cache.save();
    let (evidence, problems) = evidence::load(settings, &resolver, &loaded.modules);
    loaded.evidence = evidence;
    loaded.problems.extend(problems);
    loaded
}

/// Who finds modules for the project, but for its files that could not be read.
pub(super) fn resolver(settings: &Settings, environment: &Environment, survey: &Survey, asked: &Asked) -> Resolver {
    let files = survey.named.iter();
    let known = files.filter(|named| !asked.broken.contains(&named.path));
    Resolver::new(
        survey.roots.folders(),
        &asked.beside,
        known.map(|named| (named.module.clone(), named.path.clone())).collect(),
        &settings.search_path,
        environment,
    )
}

/// What the import statements of some modules name, without relative ones.
fn imported_names(modules: &[Module]) -> FxHashSet<&str> {
    let facts = modules.iter().filter_map(|module| module.facts.as_ref());
    let absolute = facts.flat_map(|facts| facts.imports.iter().filter(|import| import.level == 0));
    absolute.map(|import| import.module.as_str()).collect()
}

/// Whether a folder without `__init__.py` is a namespace package: somebody imports what is in it by the name that it has below
/// a root. Its modules are found by no other.
fn is_namespace(folder: &Path, roots: &Roots, imported: &FxHashSet<&str>) -> bool {
    let below = roots.folders().iter().find_map(|root| folder.strip_prefix(root).ok());
    let Some(name) = below.and_then(ModuleName::below_root) else {
        return false;
    };
    imported.iter().any(|import| matches(&name.dotted, import))
}

/// Which build's facts the cache holds, and by which names they were read: the number changes with the form of the facts.
fn maker(rules: &Rules) -> String {
    format!(concat!(env!("CARGO_PKG_VERSION"), "-58-{:016x}"), rules.names_key())
}

fn environment_name(settings: &Settings, environment: &Environment) -> String {
    let folders = environment
        .stdlib
        .iter()
        .chain(&environment.site)
        .chain(&settings.search_path);
    folders.map(|folder| format!("{}\n", folder.display())).collect()
}

/// Names in the project's other files whose first part is one of its modules.
fn started(settings: &Settings, mut names: BTreeSet<String>, modules: &[Module]) -> Vec<String> {
    let first = |name: &str| name.split(['.', ':']).next().unwrap_or_default().to_owned();
    let own: FxHashSet<String> = modules.iter().map(|module| first(&module.name)).collect();
    // Of a plugin, any code that loads it may ask for anything.
    names.extend(settings.plugins.iter().map(|module| format!("{module}:*")));
    names.into_iter().filter(|name| own.contains(&first(name))).collect()
}

fn read_file(named: &Named, overlays: &[Overlay], rules: &Rules) -> Read {
    let path = named.path.as_path();
    let source = source(path, overlays);
    let problem = |line: Option<u32>, message: &str| match named.spare {
        Some(Spare::Linter) => Read::Unreadable,
        _ => Read::Problem(Problem {
            path: shown(path),
            line,
            message: message.to_owned(),
            is_error: named.is_given && named.spare.is_none(),
        }),
    };
    let source = match source {
        Ok(source) => source,
        Err(error) => return problem(error.line, &error.message),
    };
    let facts = match semantics::analyse(&source.text, rules) {
        Ok(facts) => facts,
        Err(error) => {
            let line = 1 + source.text[..(error.offset as usize).min(source.text.len())]
                .matches('\n')
                .count();
            return problem(u32::try_from(line).ok(), &format!("invalid syntax: {}", error.message));
        }
    };
    let file = File {
        module: named.module.clone(),
        path: path.to_owned(),
        is_target: named.is_target,
        is_aside: named.is_aside,
        spare: named.spare.filter(|_| named.is_given),
        is_generated: is_generated(&source.text),
        line_starts: line_starts(&source.text),
        text_hash: text_hash(&source.text),
        is_ascii: source.text.is_ascii(),
    };
    Read::Facts(Box::new((file, facts)))
}

/// The file, or what stands for it.
pub(super) fn source(path: &Path, overlays: &[Overlay]) -> Result<Source, ReadError> {
    match overlays.iter().find(|overlay| overlay.path == path) {
        Some(overlay) => Source::decode(path, &overlay.bytes),
        None => Source::read(path),
    }
}

fn stub_facts(path: &Path, rules: &Rules) -> Option<Arc<ModuleFacts>> {
    let source = Source::read(path).ok()?;
    semantics::analyse(&source.text, rules).ok().map(Arc::new)
}

pub(super) fn line_starts(text: &str) -> Vec<u32> {
    let after = text
        .bytes()
        .enumerate()
        .filter(|&(at, byte)| byte == b'\n' || byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n'));
    std::iter::once(0).chain(after.map(|(at, _)| at as u32 + 1)).collect()
}
