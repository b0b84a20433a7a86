//! Reads every file that matters into facts: the given paths, the rest of the project, and what they import.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::{Request, evidence, outside, shown, text_hash};
use crate::graph::{Kind, Module};
use crate::judge::Options;
use crate::project::{
    Cache, Environment, ModuleName, ReadError, Resolver, Roots, Source, Walk, absolute, is_aside, is_asked_for,
    is_generated, names_in_other_files, own_folder_root, standard, walk,
};
use crate::rules::Evidence;
use crate::semantics::{self, ModuleFacts};
use crate::verdict::Problem;

/// A text that stands for a file's content.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The file, which need not exist.
    pub path: PathBuf,
    /// Its text.
    pub bytes: Vec<u8>,
}

/// A file of the project.
#[derive(Debug)]
pub(super) struct File {
    /// Its module.
    pub module: String,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it lies under the given paths, and findings are about it.
    pub is_target: bool,
    /// Whether it is a test, an example or documentation.
    pub is_aside: bool,
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
    /// What probes saw of these modules as they are now.
    pub evidence: Evidence,
    /// The files of the modules that are not of the project, by module.
    pub outside: Vec<(String, PathBuf)>,
}

/// What became of one file.
enum Read {
    Facts(Box<(File, ModuleFacts)>),
    Problem(Problem),
}

pub(super) fn load(request: &Request<'_>, environment: &Environment, options: &Options) -> Loaded {
    let settings = request.settings;
    let mut loaded = Loaded::default();
    let mut targets = walk(request.paths, &settings.exclude, &settings.root);
    // What a user names is looked at; of an editor's files those that belong to the project.
    let is_meant = |overlay: &Overlay, targets: &Walk| {
        request.paths.is_empty() || targets.files.contains(&overlay.path) || !overlay.path.exists()
    };
    for overlay in request.overlays {
        if !is_meant(overlay, &targets) {
            continue;
        }
        targets.problems.retain(|(path, _)| path != &overlay.path);
        targets.files.retain(|path| path != &overlay.path);
        targets.files.push(overlay.path.clone());
    }
    loaded.problems.extend(
        targets
            .problems
            .iter()
            .map(|(path, message)| error(path, None, message)),
    );
    let roots = settings.src.as_ref().map_or_else(
        || Roots::guess(&targets.files).with(&settings.workspace),
        |src| Roots::explicit(src),
    );
    let rest = walk(&everything(request, &roots), &settings.exclude, &settings.root);
    let mut files: BTreeMap<PathBuf, bool> = rest.files.into_iter().map(|path| (path, false)).collect();
    files.extend(targets.files.iter().map(|path| (path.clone(), true)));

    let named: Vec<(PathBuf, bool, String, bool)> = name_all(&roots, files);
    let aside = Aside::new(request);
    let kind = |path: &Path| match is_test(path, settings) {
        true => Kind::Test,
        false if aside.holds(path) => Kind::Beside,
        false => Kind::FirstParty,
    };
    let read: Vec<(Read, bool, Kind)> = named
        .par_iter()
        .map(|(path, is_target, module, is_package)| {
            (read_file(path, *is_target, module, &aside), *is_package, kind(path))
        })
        .collect();
    let stubs: BTreeMap<PathBuf, PathBuf> = rest
        .stubs
        .into_iter()
        .chain(targets.stubs)
        .map(|stub| (stub.with_extension("py"), stub))
        .collect();
    let mut known = BTreeMap::new();
    for (read, is_package, kind) in read {
        match read {
            Read::Problem(problem) => loaded.problems.push(problem),
            Read::Facts(found) => {
                let (file, facts) = *found;
                known.insert(file.module.clone(), file.path.clone());
                loaded.modules.push(Module {
                    name: file.module.clone(),
                    kind,
                    is_package,
                    facts: Some(Arc::new(facts)),
                    stub: stubs.get(&file.path).and_then(|stub| stub_facts(stub)),
                });
                loaded.files.push(file);
            }
        }
    }
    loaded.started = started(settings, &loaded.modules);
    // A script, or a test under pytest, also finds what lies beside its package; for others that hides nothing.
    let beside: BTreeSet<PathBuf> = loaded
        .files
        .iter()
        .filter_map(|file| own_folder_root(&file.path))
        .collect();
    let imported = imported_names(&loaded.modules);
    let beside: Vec<PathBuf> = beside
        .into_iter()
        .filter(|folder| !roots.folders().contains(folder) && !is_namespace(folder, &roots, &imported))
        .collect();
    let resolver = Resolver::new(roots.folders(), &beside, known, &settings.search_path, environment);
    let cache = if request.use_cache {
        Cache::open(&environment_name(settings, environment), MAKER)
    } else {
        Cache::off()
    };
    loaded.outside = outside::load(&resolver, &cache, &mut loaded.modules, options);
    cache.save();
    let (evidence, problems) = evidence::load(settings, &resolver, &loaded.modules);
    loaded.evidence = evidence;
    loaded.problems.extend(problems);
    loaded
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
    imported.iter().any(|import| {
        let rest = import.strip_prefix(name.dotted.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// Which build's facts the cache holds: the number changes with the form of the facts.
const MAKER: &str = concat!(env!("CARGO_PKG_VERSION"), "-10");

fn environment_name(settings: &crate::config::Settings, environment: &Environment) -> String {
    let folders = environment
        .stdlib
        .iter()
        .chain(&environment.site)
        .chain(&settings.search_path);
    folders.map(|folder| format!("{}\n", folder.display())).collect()
}

/// Names in the project's other files whose first part is one of its modules.
fn started(settings: &crate::config::Settings, modules: &[Module]) -> Vec<String> {
    let first = |name: &str| name.split(['.', ':']).next().unwrap_or_default().to_owned();
    let own: FxHashSet<String> = modules.iter().map(|module| first(&module.name)).collect();
    let mut names = names_in_other_files(&settings.root, &settings.exclude);
    // Of a plugin, whoever loads it may ask for anything.
    names.extend(settings.plugins.iter().map(|module| format!("{module}:*")));
    names.into_iter().filter(|name| own.contains(&first(name))).collect()
}

/// The folders whose files belong to the project besides the given paths.
fn everything(request: &Request<'_>, roots: &Roots) -> Vec<PathBuf> {
    let settings = request.settings;
    let mut folders: Vec<PathBuf> = roots.folders().to_vec();
    match &settings.tests {
        Some(tests) => folders.extend(tests.iter().cloned()),
        None => folders.extend(
            ["tests", "test"]
                .map(|name| settings.root.join(name))
                .into_iter()
                .filter(|path| path.is_dir()),
        ),
    }
    folders.retain(|folder| folder.exists());
    folders.sort();
    folders.dedup();
    folders
}

/// Names every file; of two with one name, the second gets one that nothing can import.
fn name_all(roots: &Roots, files: BTreeMap<PathBuf, bool>) -> Vec<(PathBuf, bool, String, bool)> {
    let mut taken = FxHashSet::default();
    files
        .into_iter()
        .map(|(path, is_target)| {
            let name = roots.name(&path);
            let mut dotted = name.dotted;
            // What lies elsewhere, such as data of tests, takes no name of the standard library.
            let top = dotted.split('.').next().unwrap_or_default();
            let is_below = roots.folders().iter().any(|folder| path.starts_with(folder));
            if !is_below && standard::is_standard(top) {
                dotted.push('\'');
            }
            while !taken.insert(dotted.clone()) {
                dotted.push('\'');
            }
            (path, is_target, dotted, name.is_package)
        })
        .collect()
}

fn is_test(path: &Path, settings: &crate::config::Settings) -> bool {
    let in_tests = settings.tests.iter().flatten().any(|tests| path.starts_with(tests));
    let below = path.strip_prefix(&settings.root).unwrap_or(path);
    let stem = below.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = below
        .parent()
        .is_some_and(|parent| parent.iter().any(|part| part == "tests" || part == "test"));
    in_tests || folder || stem.starts_with("test_") || stem.ends_with("_test") || stem == "conftest"
}

/// What stands beside the program, and which of it the given paths point into.
struct Aside<'a> {
    overlays: &'a [Overlay],
    given: Vec<PathBuf>,
    root: PathBuf,
    tests: &'a [PathBuf],
}

impl<'a> Aside<'a> {
    fn new(request: &'a Request<'_>) -> Self {
        let plain = |path: &PathBuf| absolute(path).unwrap_or_else(|_| path.clone());
        Aside {
            overlays: request.overlays,
            given: (request
                .paths
                .iter()
                .chain(request.overlays.iter().map(|overlay| &overlay.path)))
            .map(plain)
            .collect(),
            root: plain(&request.settings.root),
            tests: request.settings.tests.as_deref().unwrap_or_default(),
        }
    }

    fn holds(&self, path: &Path) -> bool {
        is_aside(path, &self.root, self.tests)
    }

    fn is_asked_for(&self, path: &Path) -> bool {
        is_asked_for(path, &self.given, &self.root, self.tests)
    }
}

fn read_file(path: &Path, is_given: bool, module: &str, aside: &Aside<'_>) -> Read {
    let source = source(path, aside.overlays);
    let problem = |line: Option<u32>, message: &str| {
        Read::Problem(Problem {
            path: shown(path),
            line,
            message: message.to_owned(),
            is_error: is_given,
        })
    };
    let source = match source {
        Ok(source) => source,
        Err(error) => return problem(error.line, &error.message),
    };
    let facts = match semantics::analyse(&source.text) {
        Ok(facts) => facts,
        Err(error) => {
            let line = 1 + source.text[..(error.offset as usize).min(source.text.len())]
                .matches('\n')
                .count();
            return problem(u32::try_from(line).ok(), &format!("invalid syntax: {}", error.message));
        }
    };
    let is_aside = aside.holds(path);
    let file = File {
        module: module.to_owned(),
        path: path.to_owned(),
        is_target: is_given && (!is_aside || aside.is_asked_for(path)),
        is_aside,
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

fn stub_facts(path: &Path) -> Option<Arc<ModuleFacts>> {
    let source = Source::read(path).ok()?;
    semantics::analyse(&source.text).ok().map(Arc::new)
}

pub(super) fn line_starts(text: &str) -> Vec<u32> {
    let after = text
        .bytes()
        .enumerate()
        .filter(|&(at, byte)| byte == b'\n' || byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n'));
    std::iter::once(0).chain(after.map(|(at, _)| at as u32 + 1)).collect()
}

pub(super) fn error(path: &Path, line: Option<u32>, message: &str) -> Problem {
    Problem {
        path: shown(path),
        line,
        message: message.to_owned(),
        is_error: true,
    }
}
