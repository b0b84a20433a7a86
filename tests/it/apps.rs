//! A program of Typer apps in modules of their own, rewritten and run under versions of Typer at both ends of what is in use: all
//! that a user sees stays byte for byte what it was, completion included, and the help page imports no app. Typer is installed into
//! `target/test-typer`; without it the test says so and does nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::fixed::shows_the_same;
use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};

/// Versions of Typer, each with what it was used with in its time.
const VERSIONS: [&[&str]; 2] = [
    &["typer==0.9.4", "click==8.1.7", "rich==13.7.0"],
    &["typer==0.20.0", "click==8.3.1", "rich==14.2.0"],
];

fn typer(python: &Python, packages: &[&str]) -> Result<PathBuf, String> {
    python.installed(&Path::new("test-typer").join(packages[0]), "typer", packages)
}

fn shown(python: &Python, work: &Path, typer: &Path) -> Done {
    let path = [work.join("src"), work.join("site"), typer.to_owned()];
    run(python.command(work, &path).arg("probe.py"))
}

#[test]
fn a_program_of_apps_shows_what_it_showed() {
    let test = "a_program_of_apps_shows_what_it_showed";
    let Some(python) = python() else {
        skip(test, "no Python");
        return;
    };
    for packages in VERSIONS {
        let typer = match typer(python, packages) {
            Ok(folder) => folder,
            Err(reason) => {
                skip(test, &reason);
                continue;
            }
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let work = folder.path();
        tree::copy(&testdata().join("typer"), work).expect("the program can be copied");
        let settings = format!(
            "[project]\nname = \"app\"\nversion = \"0\"\n\n[tool.dormant]\nheavy = [\"ballast\"]\nsrc = [\"src\"]\n\
             target-version = \"py39\"\nsearch-path = [\"site\", {:?}]\n",
            typer.display().to_string()
        );
        fs::write(work.join("pyproject.toml"), settings).expect("the settings can be written");
        shows_the_same(work, &format!("{packages:?}"), || shown(python, work, &typer));

        // What a stand-in says is held against what it stands for.
        for (file, from, to) in [
            ("images", "all of them", "some of them"),
            ("ships", "with a crew", "without a crew"),
        ] {
            let path = work.join(format!("src/app/commands/{file}.py"));
            let text = fs::read_to_string(&path).expect("the file can be read");
            fs::write(&path, text.replace(from, to)).expect("the file can be written");
            let checked = run(dormant(work).args(["check", "src"]));
            assert!(
                checked.status == 1 && checked.all().contains("stale-command-text"),
                "{checked:?}"
            );
            run(dormant(work).args(["fix", "src"]));
            let cli = fs::read_to_string(work.join("src/app/cli.py")).expect("the file can be read");
            assert!(cli.contains(to), "{cli}");
        }
    }
}
