//! The GitHub Actions workflow: what can be deferred, what a change does to start-up, and, where it is asked for, a compiled
//! program, each in a job. It installs dormant from the repository that the user names: without one there is nothing that works.
//!
//! A cache's key names everything that its content depends on, from the most stable to the least; its restore keys leave off
//! one after the other from the end, so that the nearest content is taken up: for compiled C a stale one only costs misses.
use super::facts::{Facts, Lock, OTHER, Written};

/// The workflow for a project whose file holds `existing`.
pub fn workflow(facts: &Facts, existing: Option<&str>) -> Written {
    let Some(repository) = &facts.repository else {
        let why = "CI has to install dormant; say from where with `--repository URL`";
        return match existing {
            None => Written::Unwritten(why.to_owned()),
            Some(text) if text.starts_with(MARK) => Written::Unchanged,
            Some(_) => Written::Left(OTHER.to_owned()),
        };
    };
    let text = text(facts, repository);
    match existing {
        None => Written::New(text),
        Some(existing) if existing == text => Written::Unchanged,
        Some(_) => Written::Left(OTHER.to_owned()),
    }
}

/// What a workflow of this origin begins with.
const MARK: &str = "# Written by `dormant init`.";

fn text(facts: &Facts, repository: &str) -> String {
    let dormant = install_dormant(facts, repository);
    let python = setup_python(facts);
    // What is installed decides: which names a star import brings, what an import loads.
    let project = install_project(facts);
    let mut text = HEAD.to_owned();
    text += &job(
        "check",
        "Deferrable imports",
        &[CHECKOUT, &python, &dormant, &project, CHECK],
    );
    if let Some(command) = facts.commands.first() {
        let measure = MEASURE.replace("COMMAND", command);
        text += &job(
            "measure",
            "Start-up before and after",
            &[CHECKOUT_ALL, &python, &dormant, &project, &measure],
        );
        if !facts.nuitka {
            return text;
        }
        let build = BUILD
            .replace("COMMAND", command)
            .replace("LOCK", facts.lock.file())
            .replace("SOURCES", &sources(facts));
        text += &job(
            "build",
            "Compiled with Nuitka",
            &[CHECKOUT, &python, &dormant, &project, &build],
        );
    }
    text
}

fn job(name: &str, title: &str, steps: &[&str]) -> String {
    let mut text = format!("\n  {name}:\n    name: {title}\n    runs-on: ubuntu-latest\n    steps:\n");
    for step in steps {
        for line in step.trim_end().lines() {
            if line.is_empty() {
                text.push('\n');
            } else {
                text += &format!("      {line}\n");
            }
        }
    }
    text
}

fn sources(facts: &Facts) -> String {
    let patterns: Vec<String> = match facts.src.as_slice() {
        [] => vec!["'**/*.py'".to_owned()],
        folders => folders
            .iter()
            .map(|folder| {
                if folder == "." {
                    "'**/*.py'".to_owned()
                } else {
                    format!("'{folder}/**/*.py'")
                }
            })
            .collect(),
    };
    patterns.join(", ")
}

fn setup_python(facts: &Facts) -> String {
    let version = facts.python.as_deref().unwrap_or("3.12");
    format!("- id: python\n  uses: actions/setup-python@v5\n  with:\n    python-version: '{version}'\n")
}

fn install_dormant(facts: &Facts, repository: &str) -> String {
    let version = facts.rev();
    let what = match &facts.rev {
        Some(rev) => format!("--rev {rev}"),
        None => format!("--tag {version}"),
    };
    format!(
        "- name: cache dormant\n  id: dormant\n  uses: actions/cache@v4\n  with:\n    path: ~/.cargo/bin/dormant\n    \
         key: dormant-{version}-${{{{ runner.os }}}}-${{{{ runner.arch }}}}\n\
         - name: install dormant\n  if: steps.dormant.outputs.cache-hit != 'true'\n  run: cargo install --locked --git {repository} {what} dormant\n"
    )
}

fn install_project(facts: &Facts) -> String {
    let (folder, command) = match facts.lock {
        Lock::Uv => (
            "~/.cache/uv",
            "pip install uv && uv sync --frozen && echo \"$PWD/.venv/bin\" >> \"$GITHUB_PATH\"",
        ),
        Lock::Poetry => (
            "~/.cache/pypoetry",
            "pip install poetry && poetry config virtualenvs.in-project true && poetry install && echo \"$PWD/.venv/bin\" >> \"$GITHUB_PATH\"",
        ),
        Lock::Requirements => ("~/.cache/pip", "pip install -r requirements.txt -e ."),
        Lock::None => ("~/.cache/pip", "pip install -e ."),
    };
    let lock = facts.lock.file();
    format!(
        "- name: cache packages\n  uses: actions/cache@v4\n  with:\n    path: {folder}\n    \
         key: packages-${{{{ runner.os }}}}-${{{{ runner.arch }}}}-${{{{ steps.python.outputs.python-version }}}}-${{{{ hashFiles('{lock}') }}}}\n    \
         restore-keys: |\n      \
         packages-${{{{ runner.os }}}}-${{{{ runner.arch }}}}-${{{{ steps.python.outputs.python-version }}}}-\n\
         - name: install the project\n  run: {command}\n"
    )
}

const HEAD: &str = "\
# Written by `dormant init`.
name: dormant

on:
  pull_request:
  push:
    branches: [main, master]

permissions:
  contents: read

concurrency:
  group: dormant-${{ github.ref }}
  cancel-in-progress: true

jobs:";

const CHECKOUT: &str = "- uses: actions/checkout@v4\n";
const CHECKOUT_ALL: &str = "- uses: actions/checkout@v4\n  with:\n    fetch-depth: 0\n";

const CHECK: &str = "- name: what can be deferred\n  run: dormant check --output-format github\n";

const MEASURE: &str = "\
- name: the commit to compare with
  env:
    BASE: ${{ github.event.pull_request.base.sha || github.event.before }}
  run: git worktree add ../baseline \"$BASE\" || git worktree add ../baseline HEAD
- name: start-up before and after
  run: dormant measure --before ../baseline --after . --max-regression 10 --output-format markdown -- COMMAND --help >> \"$GITHUB_STEP_SUMMARY\"
";

const BUILD: &str = "\
- name: compiler, linker helpers and Nuitka
  run: |
    sudo apt-get update && sudo apt-get install --yes ccache patchelf
    python -m pip --version >/dev/null 2>&1 || python -m ensurepip
    python -m pip install 'nuitka>=4'
- name: what compiled code depends on
  id: versions
  run: |
    compiler=$( (gcc -v; ldd --version) 2>&1 | sha256sum | cut -c1-16)
    python=$(python -c 'import sys; print(sys.version)' | sha256sum | cut -c1-16)
    nuitka=$(python -m nuitka --version | sed -n 1p)
    echo \"toolchain=$compiler-$python-nuitka$nuitka\" >> \"$GITHUB_OUTPUT\"
- name: cache Nuitka's analysis
  uses: actions/cache@v4
  with:
    path: .dormant-build/nuitka
    key: nuitka-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-${{ hashFiles('LOCK') }}-${{ hashFiles(SOURCES) }}
    restore-keys: |
      nuitka-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-${{ hashFiles('LOCK') }}-
      nuitka-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-
- name: cache compiled C
  uses: actions/cache@v4
  with:
    path: |
      .dormant-build/ccache
      .dormant-build/*.json
    key: ccache-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-standalone-${{ hashFiles('LOCK') }}-${{ hashFiles(SOURCES) }}
    restore-keys: |
      ccache-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-standalone-${{ hashFiles('LOCK') }}-
      ccache-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-standalone-
      ccache-v2-${{ runner.os }}-${{ runner.arch }}-${{ steps.versions.outputs.toolchain }}-
- name: compile
  env:
    CCACHE_MAXSIZE: 2G
  run: dormant build --mode standalone --cache-dir .dormant-build COMMAND
";

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            src: vec!["src".into()],
            entry_points: vec!["app --help".into()],
            commands: vec!["app".into()],
            python: Some("3.10".into()),
            lock: Lock::Uv,
            version: "0.1.0".into(),
            repository: Some("https://git.example/dormant".into()),
            nuitka: true,
            ..Facts::default()
        }
    }

    fn new(facts: &Facts) -> String {
        match workflow(facts, None) {
            Written::New(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_workflow_with_three_jobs() {
        insta::assert_snapshot!(new(&facts()));
    }

    #[test]
    fn without_a_command_there_is_nothing_to_measure() {
        let text = new(&Facts {
            commands: Vec::new(),
            ..facts()
        });
        assert!(text.contains("check:") && !text.contains("measure:") && !text.contains("build:"));
    }

    #[test]
    fn another_commit_can_be_named() {
        let text = new(&Facts {
            rev: Some("1a2b3c".into()),
            ..facts()
        });
        assert!(
            text.contains("--git https://git.example/dormant --rev 1a2b3c dormant"),
            "{text}"
        );
        assert!(text.contains("key: dormant-1a2b3c-${{ runner.os }}"), "{text}");
    }

    #[test]
    fn nothing_is_compiled_unasked() {
        let text = new(&Facts {
            nuitka: false,
            ..facts()
        });
        assert!(text.contains("measure:") && !text.contains("build:"));
    }

    #[test]
    fn without_a_place_to_install_from_nothing_is_written() {
        let nowhere = Facts {
            repository: None,
            ..facts()
        };
        assert!(matches!(workflow(&nowhere, None), Written::Unwritten(_)));
        assert_eq!(workflow(&nowhere, Some(&new(&facts()))), Written::Unchanged);
        assert!(matches!(workflow(&nowhere, Some("name: mine\n")), Written::Left(_)));
    }

    #[test]
    fn what_is_there_stays() {
        let text = new(&facts());
        assert_eq!(workflow(&facts(), Some(&text)), Written::Unchanged);
        assert!(matches!(workflow(&facts(), Some("name: mine\n")), Written::Left(_)));
    }

    #[test]
    fn every_restore_key_begins_the_key() {
        for lock in [Lock::Uv, Lock::Poetry, Lock::Requirements, Lock::None] {
            let text = new(&Facts { lock, ..facts() });
            let mut key = "";
            for line in text.lines().map(str::trim) {
                key = line.strip_prefix("key: ").unwrap_or(key);
                if line.ends_with('-') && !line.starts_with("key: ") {
                    assert!(key.starts_with(line), "{line} does not begin {key}");
                }
            }
        }
    }
}
