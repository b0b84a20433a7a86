//! Profiling a command as the settings of its project say.
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::config::Settings;
use crate::measure::Tree;
use crate::process::{CommandError, PythonCommand};
use crate::profile::model::ImportKind;
use crate::profile::{self, Bytecode, Measured, ProfileError};
use crate::project::{Source, Surroundings};
use crate::rules::Rules;
use crate::semantics::facts::Import;
use crate::semantics::{self, ModuleFacts};
use crate::verify;

/// A command to profile, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Profiling {
    /// The words of the command.
    pub words: Vec<OsString>,
    /// How often each kind of run is made.
    pub runs: u32,
    /// How long one run may take.
    pub timeout: Duration,
    /// The exit status that is right.
    pub exit_status: i32,
    /// The modules that are first-party, where their folder does not say so.
    pub first_party: Option<Vec<String>>,
    /// Where it runs, where not in this process's own surroundings.
    pub elsewhere: Option<Elsewhere>,
}

/// Surroundings of a command, such as those of a copy of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The folder to run in.
    pub folder: PathBuf,
    /// What `PYTHONPATH` is there.
    pub python_path: OsString,
}

/// Why a command was not profiled.
#[derive(Debug, thiserror::Error)]
pub enum ProfilingError {
    /// It is not a Python program.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// It cannot be profiled.
    #[error(transparent)]
    Profile(#[from] ProfileError),
}

/// Runs the command several times, with and without tracing.
///
/// # Errors
/// A command that is not a Python program, cannot be started, fails, does not end, or leaves no trace.
pub fn profile(settings: &Settings, profiling: &Profiling, bytecode: &Bytecode) -> Result<Measured, ProfilingError> {
    let command = command(settings, profiling)?;
    Ok(profile::measure(&request(settings, profiling, &command, bytecode))?)
}

/// Runs the command once, to see what it loads, with other texts in the place of some files.
///
/// # Errors
/// A command that is not a Python program, cannot be started, fails, does not end, or leaves no trace.
pub fn profile_once(
    settings: &Settings,
    profiling: &Profiling,
    texts: &profile::Texts,
    bytecode: &Bytecode,
) -> Result<profile::Profile, ProfilingError> {
    let command = command(settings, profiling)?;
    Ok(profile::once(&request(settings, profiling, &command, bytecode), texts)?)
}

/// Runs the command once under a Python of version 3.15 or later that defers the given imports; gives the numbers of those that
/// it needs at start all the same.
///
/// # Errors
/// A command that is not a Python program, or does not run under that Python, and a Python that has no lazy imports.
pub fn needed_lazily(
    settings: &Settings,
    profiling: &Profiling,
    python: &Path,
    deferred: &[profile::Deferral<'_>],
    bytecode: &Bytecode,
) -> Result<Vec<usize>, ProfilingError> {
    let command = command(settings, profiling)?;
    Ok(profile::needed(
        &request(settings, profiling, &command, bytecode),
        python,
        deferred,
    )?)
}

fn command(settings: &Settings, profiling: &Profiling) -> Result<PythonCommand, CommandError> {
    let surroundings = Surroundings::of_process();
    let python = settings.python.as_deref();
    let mut command = PythonCommand::read(&profiling.words, python, &settings.root, &surroundings)?;
    if let Some(elsewhere) = &profiling.elsewhere {
        command.folder = Some(match command.folder {
            Some(below) => elsewhere.folder.join(below),
            None => elsewhere.folder.clone(),
        });
    }
    Ok(command)
}

fn request<'a>(
    settings: &Settings,
    profiling: &Profiling,
    command: &'a PythonCommand,
    bytecode: &'a Bytecode,
) -> profile::Request<'a> {
    // The project's folder first: paths below it are shown from there.
    let mut roots = vec![settings.root.clone()];
    roots.extend(settings.src.iter().flatten().cloned());
    let (modules, path) = own(settings);
    profile::Request {
        command,
        bytecode,
        words: profiling
            .words
            .iter()
            .map(|word| word.to_string_lossy().into_owned())
            .collect(),
        runs: profiling.runs,
        timeout: profiling.timeout,
        exit_status: profiling.exit_status,
        roots,
        python_path: Some(match &profiling.elsewhere {
            Some(elsewhere) => elsewhere.python_path.clone(),
            None => python_path(settings, path),
        }),
        own: modules
            .into_iter()
            .map(|module| (module.name, settings.root.join(module.path)))
            .collect(),
        first_party: profiling.first_party.clone(),
    }
}

/// What the folder of a project has, and nothing else.
/// Not in `rules/`: they are where settings are.
const MARKERS: [&str; 4] = ["pyproject.toml", "setup.py", "setup.cfg", "dormant.toml"];

/// The project's modules that can be imported, and the folders that they are imported from; nothing outside of projects.
fn own(settings: &Settings) -> (Vec<verify::Module>, Vec<PathBuf>) {
    if settings.src.is_none() && !MARKERS.iter().any(|name| settings.root.join(name).is_file()) {
        return (Vec::new(), Vec::new());
    }
    let (mut modules, path) = verify::modules(settings);
    modules.retain(|module| module.is_importable);
    (modules, path)
}

/// `PYTHONPATH` with the project first, as where it is measured: an installed copy of it is another program.
fn python_path(settings: &Settings, path: Vec<PathBuf>) -> OsString {
    let tree = Tree {
        roots: path.iter().map(|below| settings.root.join(below)).collect(),
        dependencies: settings.search_path.clone(),
        folder: settings.root.clone(),
    };
    tree.python_path()
}

/// Why a saved profile says nothing of a project.
#[derive(Debug, thiserror::Error)]
pub enum NotOurs {
    /// The files that are called alike import other things.
    #[error(
        "the profile is of another program whose files are called like those of {root}: of {seen} imports that it saw in them, {known} are there",
        root = .root.display()
    )]
    Alike {
        /// The project.
        root: PathBuf,
        /// The imports in files that are called alike.
        seen: usize,
        /// Those of them that the project has.
        known: usize,
    },
    /// Nothing that it loads is the project's.
    #[error(
        "the profile is of `{command}`, which loads nothing of {root}: a profile counts only in the project that it was made in",
        root = .root.display()
    )]
    Other {
        /// The command that was profiled.
        command: String,
        /// The project.
        root: PathBuf,
    },
}

/// Whether a saved profile is of a program of this project.
///
/// # Errors
/// Where nothing that it loads is the project's, or where the files that are called alike import other things.
pub fn belongs(settings: &Settings, profile: &profile::Profile) -> Result<(), NotOurs> {
    let (modules, _) = verify::modules(settings);
    let known: BTreeSet<(&str, &Path)> = modules
        .iter()
        .map(|module| (module.name.as_str(), module.path.as_path()))
        .collect();
    let files: BTreeSet<&Path> = modules.iter().map(|module| module.path.as_path()).collect();
    let has_own = profile.modules.iter().any(|module| {
        let file = module.file.as_deref().map(Path::new);
        file.is_some_and(|file| known.contains(&(module.name.as_str(), file)))
    });
    // A script has no module of its own.
    let has_script = profile.events.iter().any(|event| {
        let file = event.file.as_deref().map(Path::new);
        event.importer == "__main__" && file.is_some_and(|file| files.contains(file))
    });
    if has_own || has_script {
        return match alike(settings, profile, &files) {
            (known, seen) if known * 2 < seen => Err(NotOurs::Alike {
                root: settings.root.clone(),
                seen,
                known,
            }),
            _ => Ok(()),
        };
    }
    Err(NotOurs::Other {
        command: profile.command.join(" "),
        root: settings.root.clone(),
    })
}

/// Of the import statements that a profile saw in files that the project has: how many still stand there in any form and place, and
/// how many they are.
fn alike(settings: &Settings, profile: &profile::Profile, files: &BTreeSet<&Path>) -> (usize, usize) {
    let mut facts: BTreeMap<&Path, Option<ModuleFacts>> = BTreeMap::new();
    let (mut known, mut seen) = (0, 0);
    for event in profile
        .events
        .iter()
        .filter(|event| event.kind == ImportKind::Statement)
    {
        let Some(file) = event.file.as_deref().map(Path::new).filter(|file| files.contains(file)) else {
            continue;
        };
        let read = || semantics::analyse(&Source::read(&settings.root.join(file)).ok()?.text, Rules::builtin()).ok();
        let Some(facts) = facts.entry(file).or_insert_with(read) else {
            continue;
        };
        let is_it = |import: &Import| match import.level {
            0 => is_within(&import.module, &event.target) || is_within(&event.target, &import.module),
            _ => event.target.ends_with(&import.module),
        };
        seen += 1;
        known += usize::from(facts.imports.iter().any(is_it));
    }
    (known, seen)
}

/// Whether a module is another one, or below it.
fn is_within(module: &str, other: &str) -> bool {
    module
        .strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
