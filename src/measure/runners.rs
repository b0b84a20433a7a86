//! What runs a program: the job of each runner in each tree.
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::command::{Command, Entry};
use super::frozen;
use super::no_job::NoJob;
use super::trees::Tree;
use crate::process::Job;

/// One way of starting a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Runner {
    /// The interpreter, given the module, the script or the function.
    Python,
    /// The same, where no bytecode is kept and each run compiles every module.
    Cold,
    /// The installed console script.
    Console,
    /// `uv run`, offline and without syncing.
    Uv,
    /// A program that was compiled or frozen, which has to be given.
    Nuitka,
    /// Another Python, given, whose imports are all lazy (PEP 810).
    Lazy,
}

impl Runner {
    /// All, in the order of the table.
    pub const ALL: [Runner; 6] = [
        Runner::Python,
        Runner::Cold,
        Runner::Console,
        Runner::Uv,
        Runner::Nuitka,
        Runner::Lazy,
    ];

    /// Its name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Runner::Python => super::model::DIRECT,
            Runner::Cold => "python-cold",
            Runner::Console => "console-script",
            Runner::Uv => "uv-run",
            Runner::Nuitka => "nuitka",
            Runner::Lazy => "lazy-python",
        }
    }
}

/// What the runners need besides the command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Means {
    /// `uv`.
    pub uv: PathBuf,
    /// Python 3.15 or later.
    pub lazy_python: Option<PathBuf>,
    /// The folder of bytecode caches, outside the project.
    pub caches: PathBuf,
}

/// Whether a runner can have to do with a command: what a cloud calls is started by no script and by no `uv run`.
pub(super) fn serves(runner: Runner, command: &Command) -> bool {
    !matches!(
        (&command.entry, runner),
        (Entry::Handler(_), Runner::Console | Runner::Uv)
    )
}

/// The job of a runner in a tree, whose compiled program is `compiled`; or why there is none.
pub(super) fn job(
    runner: Runner,
    command: &Command,
    tree: Option<&Tree>,
    compiled: Option<&Path>,
    means: &Means,
) -> Result<Job, NoJob> {
    let job = match runner {
        Runner::Python | Runner::Cold => Job::new(&command.python).args(command.direct()),
        Runner::Console => match &command.entry {
            Entry::Console { file: Some(file), .. } => Job::new(file).args(&command.args),
            Entry::Console { name, .. } => {
                return Err(NoJob::NoScript {
                    name: name.clone(),
                    scripts: command.facts.scripts.clone(),
                });
            }
            Entry::Interpreter(_) | Entry::Handler(_) => return Err(NoJob::NotConsole),
        },
        Runner::Uv => {
            let (program, args) = match &command.entry {
                Entry::Console { file: Some(file), .. } => (OsString::from(file), command.args.clone()),
                _ => ("python".into(), command.direct()),
            };
            uv(&means.uv, &command.python).arg(program).args(args)
        }
        Runner::Nuitka => {
            let file = compiled.ok_or(NoJob::NotCompiled)?;
            frozen::job(file, &command.python)?.args(&command.args)
        }
        Runner::Lazy => {
            let python = means.lazy_python.as_ref().ok_or(NoJob::NoLazyPython)?;
            Job::new(python).args(["-X", "lazy_imports=all"]).args(command.direct())
        }
    };
    let job = match tree {
        Some(tree) if runner != Runner::Nuitka => job.env("PYTHONPATH", tree.python_path()),
        _ => job,
    };
    Ok(bytecode(job, runner, &means.caches))
}

/// `uv run` with this interpreter, as fast as it gets: nothing is looked up, nothing installed.
pub(super) fn uv(uv: &Path, python: &Path) -> Job {
    Job::new(uv)
        .args(["run", "--offline", "--no-sync", "--no-project", "--quiet", "--python"])
        .arg(python)
        .arg("--")
}

/// Bytecode goes to a folder of its own, so that the project stays as it is and a program without bytecode is not compiled
/// again at each run; for a cold start that folder is empty and stays so.
pub(super) fn bytecode(job: Job, runner: Runner, caches: &Path) -> Job {
    match runner {
        Runner::Cold => job
            .env("PYTHONPYCACHEPREFIX", caches.join("none"))
            .env("PYTHONDONTWRITEBYTECODE", "1"),
        _ => job
            .env("PYTHONPYCACHEPREFIX", caches.join("kept"))
            .env_remove("PYTHONDONTWRITEBYTECODE"),
    }
    .env_remove("PYTHONPROFILEIMPORTTIME")
    .env_remove("PYTHONVERBOSE")
}

#[cfg(test)]
mod tests {
    use super::super::command::Facts;
    use super::*;

    fn command(file: Option<&str>) -> Command {
        Command {
            entry: Entry::Console {
                name: "app".into(),
                module: "app.cli".into(),
                attribute: "main".into(),
                file: file.map(PathBuf::from),
            },
            args: vec!["--help".into()],
            python: "/v/bin/python".into(),
            facts: Facts {
                scripts: "/v/bin".into(),
                ..Facts::default()
            },
        }
    }

    fn shown(runner: Runner, command: &Command, compiled: Option<&str>) -> String {
        let means = Means {
            uv: "uv".into(),
            lazy_python: Some("/new/python".into()),
            caches: "/tmp/c".into(),
        };
        let tree = Tree {
            folder: "/p".into(),
            roots: vec!["/p/src".into()],
            dependencies: Vec::new(),
        };
        job(runner, command, Some(&tree), compiled.map(Path::new), &means)
            .map_or_else(|why| why.to_string(), |job| job.shown())
    }

    #[test]
    fn each_runner_starts_the_same_program() {
        let installed = command(Some("/v/bin/app"));
        let all: Vec<String> = Runner::ALL
            .map(|runner| shown(runner, &installed, Some("/d/app.bin")))
            .to_vec();
        insta::assert_snapshot!(all.join("\n"), @r#"
        /v/bin/python -c 'import sys; from app.cli import main; sys.argv[0] = "app"; sys.exit(main())' --help
        /v/bin/python -c 'import sys; from app.cli import main; sys.argv[0] = "app"; sys.exit(main())' --help
        /v/bin/app --help
        uv run --offline --no-sync --no-project --quiet --python /v/bin/python -- /v/bin/app --help
        /d/app.bin --help
        /new/python -X lazy_imports=all -c 'import sys; from app.cli import main; sys.argv[0] = "app"; sys.exit(main())' --help
        "#);
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(
            shown(Runner::Console, &command(None), None),
            "no script `app` is installed in /v/bin"
        );
        assert!(shown(Runner::Nuitka, &command(None), None).contains("dormant build"));
    }

    #[test]
    fn bytecode_is_kept_apart_and_a_cold_start_has_none() {
        let environment = |runner| {
            let job = bytecode(Job::new("x"), runner, Path::new("/tmp/c"));
            let shown = |(key, value): &(OsString, Option<OsString>)| {
                format!(
                    "{}={:?}",
                    key.display(),
                    value.as_ref().map(|value| value.display().to_string())
                )
            };
            job.environment()[..2].iter().map(shown).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            environment(Runner::Python),
            r#"PYTHONPYCACHEPREFIX=Some("/tmp/c/kept") PYTHONDONTWRITEBYTECODE=None"#
        );
        assert_eq!(
            environment(Runner::Cold),
            r#"PYTHONPYCACHEPREFIX=Some("/tmp/c/none") PYTHONDONTWRITEBYTECODE=Some("1")"#
        );
    }
}
