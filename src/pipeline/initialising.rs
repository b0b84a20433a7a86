//! `init` wired together: looks at the project, and makes the texts of its files.
mod heavy;
mod potential;
mod repository;
mod test_folders;
mod tools;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::config::Settings;
use crate::init::{self, Facts, Init, Initialised, Lock, Written};
use crate::project::{EncodeError, Environment, Source, Surroundings, write_atomically};
use crate::verify::{self, Module};

/// What a user wants of `init`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitWish {
    /// The repository that dormant is installed from.
    pub repository: Option<String>,
    /// What of it is installed.
    pub rev: Option<String>,
    /// Whether CI compiles the program, too.
    pub nuitka: bool,
    /// Whether a container image of the compiled program is wanted.
    pub docker: bool,
    /// Whether the program is run, to see what its start could save.
    pub runs: bool,
}

/// What `init` would do to a project.
pub fn plan_init(settings: &Settings, wish: InitWish) -> Init {
    let root = &settings.root;
    let tests = test_folders::folders(settings);
    let mut settings = settings.clone();
    settings.tests = Some(tests.clone());
    let settings = &settings;
    let (modules, roots) = verify::modules(settings);
    let packages = packages(&modules);
    let potential = wish
        .runs
        .then(|| potential::potential(settings, &packages).map_err(|why| why.to_string()));
    let seen = potential.as_ref().and_then(|seen| seen.as_ref().ok());
    let heavy = heavy::heavy(settings, seen.map_or(&[][..], |seen| &seen.heaviest));
    let facts = Facts {
        heavy,
        is_library: settings.commands.is_empty() && settings.plugins.is_empty() && is_library(&modules, &packages),
        ..facts(settings, wish, &modules, &roots)
    };
    let read = |name: &str| Source::read(&root.join(name)).ok().map(|source| source.text);
    let mut files = Vec::new();
    let mut add = |path: &str, written: Written| {
        files.push(Initialised {
            path: path.into(),
            written,
        });
    };
    match (read("pyproject.toml"), read("dormant.toml")) {
        (_, Some(_)) => add("dormant.toml", Written::Unchanged),
        (Some(text), None) => add("pyproject.toml", init::configuration(&facts, Some(&text))),
        (None, None) => add("dormant.toml", init::configuration(&facts, None)),
    }
    let hook = ".pre-commit-config.yaml";
    add(hook, init::pre_commit(&facts, read(hook).as_deref()));
    let workflow = ".github/workflows/dormant.yml";
    add(workflow, init::workflow(&facts, read(workflow).as_deref()));
    if facts.docker {
        add("Dockerfile", init::dockerfile(&facts, read("Dockerfile").as_deref()));
        let ignored = ".dockerignore";
        add(ignored, init::docker_ignore(&facts, read(ignored).as_deref()));
    }
    Init {
        files,
        found: init::found(&facts),
        potential,
        steps: init::steps(&facts),
    }
}

/// Why a file that `init` makes is not written.
#[derive(Debug, thiserror::Error)]
pub enum InitFailure {
    /// It cannot be written.
    #[error("{path}: {source}", path = .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It cannot be written in the encoding that it has.
    #[error("{path}: {source}", path = .path.display())]
    Encode {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: EncodeError,
    },
}

/// Writes what is new or added.
///
/// # Errors
/// The file that cannot be written.
pub fn write_init(root: &Path, files: &[Initialised]) -> Result<(), InitFailure> {
    for file in files {
        let (Written::New(text) | Written::Added(text)) = &file.written else {
            continue;
        };
        let path = root.join(&file.path);
        let fail = |source| InitFailure::File {
            path: path.clone(),
            source,
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(fail)?;
        }
        let bytes = match Source::read(&path) {
            Ok(source) => source.encode(text).map_err(|source| InitFailure::Encode {
                path: path.clone(),
                source,
            })?,
            Err(_) => text.clone().into_bytes(),
        };
        write_atomically(&path, &bytes).map_err(fail)?;
    }
    Ok(())
}

fn facts(settings: &Settings, wish: InitWish, modules: &[Module], roots: &[PathBuf]) -> Facts {
    let root = &settings.root;
    let slashed = |path: &Path| {
        let below = path.strip_prefix(root).unwrap_or(path);
        let text = below.to_string_lossy().replace('\\', "/");
        if text.is_empty() { ".".to_owned() } else { text }
    };
    let is_root = |folder: &&PathBuf| {
        modules
            .iter()
            .any(|module| module.is_importable && module.path.starts_with(folder))
    };
    // The folder of the project counts only where packages lie in it.
    let own: Vec<PathBuf> = roots.iter().filter(is_root).cloned().collect();
    let src = match own
        .iter()
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect::<Vec<_>>()
    {
        nested if nested.is_empty() => Vec::new(),
        nested => nested.into_iter().map(|folder| slashed(&root.join(folder))).collect(),
    };
    let tests = settings.tests.as_deref().unwrap_or_default();
    let lock = [Lock::Uv, Lock::Poetry, Lock::Requirements]
        .into_iter()
        .find(|lock| root.join(lock.file()).is_file());
    Facts {
        src,
        tests: tests.iter().map(|folder| slashed(folder)).collect(),
        // Its modules need do nothing when they are run, and the command alone may do anything.
        entry_points: settings
            .commands
            .iter()
            .map(|command| format!("{command} --help"))
            .collect(),
        commands: settings.commands.clone(),
        python: settings.requires_python.map(|version| version.to_string()),
        interpreter: interpreter(settings),
        test_command: tools::test_command(root, tests),
        linters: tools::linters(root),
        forbids_inline: settings.inline_imports_forbidden.clone(),
        nuitka: wish.nuitka,
        docker: wish.docker,
        lock: lock.unwrap_or_default(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        rev: (wish.rev).or_else(|| repository::commit(root, wish.repository.as_deref()?)),
        repository: wish.repository,
        ..Facts::default()
    }
}

/// Whether there are packages to import, and none of them is a program by itself.
fn is_library(modules: &[Module], packages: &[String]) -> bool {
    let is_program = |name: &str| modules.iter().any(|module| module.name == format!("{name}.__main__"));
    !packages.is_empty() && !packages.iter().any(|name| is_program(name))
}

/// The top-level packages that others would import.
fn packages(modules: &[Module]) -> Vec<String> {
    let names = modules.iter().filter(|module| module.is_importable);
    let tops = names.filter(|module| module.is_package && !module.name.contains('.'));
    let tops: BTreeSet<String> = tops.map(|module| module.name.clone()).collect();
    tops.into_iter().collect()
}

/// The interpreter whose installed packages count, as far as the project or the user's shell has an environment.
fn interpreter(settings: &Settings) -> Option<String> {
    let given = settings.python.as_deref();
    let surroundings = Surroundings::of_process();
    let environment = Environment::find(&settings.root, given, &surroundings).ok()?;
    let site = environment.site.first()?;
    let below = site.strip_prefix(&settings.root).unwrap_or(site);
    let version = environment
        .version
        .map(|(major, minor)| format!("{major}.{minor}, "))
        .unwrap_or_default();
    Some(format!("{version}packages in {}", below.display()))
}
