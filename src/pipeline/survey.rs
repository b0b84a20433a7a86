//! The files of a project: found and named, before any of them is read.
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use super::asked::Sum;
use super::{Request, error};
use crate::config::Settings;
use crate::graph::Kind;
use crate::judge::HELPER;
use crate::project::aside::{BESIDE, BUILDING, TESTS};
use crate::project::{
    OtherFile, Roots, Spare, Spared, Stamp, Walk, Walks, absolute, is_aside, is_asked_for, is_building, other_files,
    own_folder_root, stamp_of, standard,
};
use crate::verdict::Problem;

/// A file that is to be read.
#[derive(Debug)]
pub(super) struct Named {
    pub path: PathBuf,
    /// Whether it lies under the given paths.
    pub is_given: bool,
    /// Its module.
    pub module: String,
    pub is_package: bool,
    pub kind: Kind,
    /// Whether it is a test, an example, documentation, or builds the program.
    pub is_aside: bool,
    /// Why it is read only, wherever it lies.
    pub spare: Option<Spare>,
    /// Whether findings are about it.
    pub is_target: bool,
    stamp: Option<Stamp>,
}

/// What a project consists of.
#[derive(Debug)]
pub(super) struct Survey {
    pub named: Vec<Named>,
    /// Stubs, by the file that they describe.
    pub stubs: BTreeMap<PathBuf, PathBuf>,
    pub roots: Roots,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
    /// Files that are not modules, and may name some.
    pub others: Vec<OtherFile>,
}

impl Survey {
    /// Looks at names and folders.
    pub fn new(request: &Request<'_>) -> Self {
        let settings = request.settings;
        let of_this_run = Walks::default();
        let walks = request.walks.unwrap_or(&of_this_run);
        let mut targets = walks.walk(request.paths, &settings.exclude, &settings.root);
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
        let problems = targets
            .problems
            .iter()
            .map(|(path, message)| error(path, None, message));
        let problems = problems.collect();
        let roots = settings.src.as_ref().map_or_else(
            || Roots::guess(&targets.files, &settings.root).with(&settings.workspace),
            |src| Roots::explicit(src),
        );
        let rest = walks.walk(&everything(request, &roots), &settings.exclude, &settings.root);
        let mut files: BTreeMap<PathBuf, bool> = rest.files.into_iter().map(|path| (path, false)).collect();
        files.extend(targets.files.iter().map(|path| (path.clone(), true)));
        let stubs = rest.stubs.into_iter().chain(targets.stubs);
        Survey {
            named: name_all(&roots, files, &Aside::new(request), settings),
            stubs: stubs.map(|stub| (stub.with_extension("py"), stub)).collect(),
            roots,
            problems,
            others: other_files(&settings.root, &settings.exclude, walks),
        }
    }

    /// The folders beside the packages of files, which a script, or a test under pytest, also finds; for others that hides
    /// nothing.
    pub fn beside<'a>(&self, files: impl Iterator<Item = &'a Path>) -> Vec<PathBuf> {
        let beside: BTreeSet<PathBuf> = files.filter_map(own_folder_root).collect();
        beside
            .into_iter()
            .filter(|folder| !self.roots.folders().contains(folder))
            .collect()
    }
}

impl Survey {
    /// Writes down all that a run sees of a project before it reads it; `hash_file` says what there is to a file, of which the
    /// state is known, or none where there is no such file.
    fn hash_with<H: Hasher>(&self, state: &mut H, mut hash_file: impl FnMut(&mut H, &Path, Option<Stamp>)) {
        let mut folders = BTreeSet::new();
        for file in &self.named {
            (&file.path, &file.module, file.kind as u8).hash(state);
            (file.is_given, file.is_package, file.is_aside, file.is_target).hash(state);
            file.spare.hash(state);
            hash_file(state, &file.path, file.stamp);
            folders.extend(file.path.parent());
        }
        for (file, stub) in &self.stubs {
            (file, stub).hash(state);
            hash_file(state, stub, stamp_of(stub));
        }
        // Helpers are looked at wherever they would be, be they excluded.
        for folder in folders {
            let helper = folder.join(format!("{HELPER}.py"));
            hash_file(state, &helper, stamp_of(&helper));
        }
        self.roots.folders().hash(state);
        for other in &self.others {
            (&other.path, other.is_configuration).hash(state);
            hash_file(state, &other.path, other.stamp);
        }
        for problem in &self.problems {
            (&problem.path, problem.line, &problem.message, problem.is_error).hash(state);
        }
    }

    /// A digest of all that a run sees of a project and reads of it: the same for files that were only touched. None where one
    /// of them has changed since it was looked at, or cannot be read.
    pub fn contents(&self) -> Option<[u8; 32]> {
        let (mut sum, mut is_whole) = (Sum::default(), true);
        self.hash_with(&mut sum, |sum, path, stamp| match stamp {
            Some(_) => {
                let bytes = std::fs::read(path).ok();
                is_whole &= bytes.is_some() && stamp_of(path) == stamp;
                bytes.hash(sum);
            }
            None => is_whole &= stamp_of(path).is_none(),
        });
        is_whole.then(|| sum.bytes())
    }
}

/// All that a run sees of a project before it reads it, with the state of each file.
impl Hash for Survey {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.hash_with(state, |state, _, stamp| stamp.hash(state));
    }
}

/// Folders of programs that use it, besides those of what shows or describes it.
/// Not in `rules/`: they are folders, which no program names.
const USING: [&str; 3] = ["bin", "scripts", "tools"];

/// The folders whose files belong to the project besides the given paths.
fn everything(request: &Request<'_>, roots: &Roots) -> Vec<PathBuf> {
    let settings = request.settings;
    let mut folders: Vec<PathBuf> = roots.folders().to_vec();
    match &settings.tests {
        Some(tests) => folders.extend(tests.iter().cloned()),
        None => folders.extend(
            TESTS
                .map(|name| settings.root.join(name))
                .into_iter()
                .filter(|path| path.is_dir()),
        ),
    }
    // What builds the program may execute its files.
    let building = BUILDING.map(|name| settings.root.join(name));
    folders.extend(building.into_iter().filter(|path| path.is_file()));
    let using = BESIDE.iter().chain(&USING).map(|name| settings.root.join(name));
    folders.extend(using.filter(|path| path.is_dir()));
    folders.retain(|folder| folder.exists());
    folders.sort();
    folders.dedup();
    folders
}

/// Names every file; of two with one name, the second gets one that nothing can import.
fn name_all(roots: &Roots, files: BTreeMap<PathBuf, bool>, aside: &Aside<'_>, settings: &Settings) -> Vec<Named> {
    let is_below = |path: &Path| roots.folders().iter().any(|folder| path.starts_with(folder));
    let mut taken = FxHashSet::default();
    let mut name = |(path, is_given): (PathBuf, bool)| {
        let name = roots.name(&path);
        let mut module = name.dotted;
        // What lies elsewhere, such as data of tests, takes no name of the standard library, nor of what is installed with the project.
        let top = module.split('.').next().unwrap_or_default();
        let is_required = || settings.required.iter().any(|name| name == top);
        if !is_below(&path) && (standard::is_standard(top) || is_required()) {
            module.push('\'');
        }
        while !taken.insert(module.clone()) {
            module.push('\'');
        }
        let is_aside = aside.holds(&path);
        // What it does may be part of the program, such as a package that it executes.
        let is_edited = !is_aside && !is_building(&path);
        let is_target = is_given && (is_edited || aside.is_asked_for(&path));
        let spare = aside.spared.why(&path);
        Named {
            is_given,
            module,
            is_package: name.is_package,
            kind: match is_test(&path, settings) {
                true => Kind::Test,
                false if is_aside => Kind::Beside,
                false => Kind::FirstParty,
            },
            is_aside: !is_edited,
            is_target: is_target && spare.is_none(),
            spare,
            stamp: stamp_of(&path),
            path,
        }
    };
    // A copy that lies elsewhere leaves its name to what is found by that.
    let (found, elsewhere): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| is_below(path));
    let mut named: Vec<Named> = found.into_iter().map(&mut name).collect();
    named.extend(elsewhere.into_iter().map(name));
    named.sort_by(|one, other| one.path.cmp(&other.path));
    named
}

fn is_test(path: &Path, settings: &Settings) -> bool {
    let in_tests = settings.tests.iter().flatten().any(|tests| path.starts_with(tests));
    let below = path.strip_prefix(&settings.root).unwrap_or(path);
    let stem = below.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let folder = below
        .parent()
        .is_some_and(|parent| parent.iter().any(|part| part == "tests" || part == "test"));
    in_tests || folder || stem.starts_with("test_") || stem.ends_with("_test") || stem == "conftest"
}

/// What stands beside the program or is spared, and which of it the given paths point into.
struct Aside<'a> {
    given: Vec<PathBuf>,
    root: PathBuf,
    tests: &'a [PathBuf],
    spared: Spared,
}

impl<'a> Aside<'a> {
    fn new(request: &'a Request<'_>) -> Self {
        let plain = |path: &PathBuf| absolute(path).unwrap_or_else(|_| path.clone());
        let settings = request.settings;
        let (exclude, by_linter) = (&settings.exclude, &settings.linter_exclude);
        Aside {
            spared: Spared::new(&settings.root, request.paths, exclude, by_linter),
            given: (request
                .paths
                .iter()
                .chain(request.overlays.iter().map(|overlay| &overlay.path)))
            .map(plain)
            .collect(),
            root: plain(&settings.root),
            tests: settings.tests.as_deref().unwrap_or_default(),
        }
    }

    fn holds(&self, path: &Path) -> bool {
        is_aside(path, &self.root, self.tests)
    }

    fn is_asked_for(&self, path: &Path) -> bool {
        is_asked_for(path, &self.given, &self.root, self.tests)
    }
}

/// A text that stands for a file's content.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The file, which need not exist.
    pub path: PathBuf,
    /// Its text.
    pub bytes: Vec<u8>,
}
