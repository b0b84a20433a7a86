//! Programs with click commands in modules of their own, rewritten and run under several versions of click: all that a user
//! sees stays byte for byte what it was, and the help page imports no command. Click is installed into `target/test-click`;
//! without it the tests say so and do nothing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};

/// The oldest version that is supported, the one that changed help texts, and a recent one.
const VERSIONS: [&str; 3] = ["8.0.4", "8.1.8", "8.3.1"];
const PROGRAMS: [&str; 11] = [
    "aliases",
    "chained",
    "classes",
    "decorated",
    "flags",
    "nested",
    "plain",
    "renamed",
    "shadowed",
    "subclassed",
    "suffixed",
];

/// Versions of rich-click, each with the click that it is used with.
const RICH: [[&str; 3]; 2] = [
    ["rich-click==1.7.4", "click==8.1.8", "rich==13.7.0"],
    ["rich-click==1.9.4", "click==8.3.1", "rich==14.2.0"],
];

/// Where a version of click is, installed where needed; the reason where it cannot be.
fn click(python: &Python, version: &str) -> Result<PathBuf, String> {
    installed(python, version, &[format!("click=={version}").as_str()])
}

fn installed(python: &Python, version: &str, packages: &[&str]) -> Result<PathBuf, String> {
    python.installed(&Path::new("test-click").join(version), "click", packages)
}

/// A copy of a program of `testdata/click` and a version of click to run it with.
struct Program<'a> {
    python: &'a Python,
    folder: tempfile::TempDir,
    click: PathBuf,
}

impl<'a> Program<'a> {
    fn new(python: &'a Python, name: &str, click: PathBuf) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let work = folder.path();
        tree::copy(&testdata().join("click").join(name), work).expect("the program can be copied");
        tree::copy(&testdata().join("click/site"), &work.join("site")).expect("its packages can be copied");
        for script in ["driver.py", "behaviour.py"] {
            fs::copy(testdata().join("click").join(script), work.join(script)).expect("the driver can be copied");
        }
        let settings = format!(
            "[project]\nname = \"app\"\nversion = \"0\"\n\n[tool.dormant]\nheavy = [\"ballast\"]\nsrc = [\"src\"]\n\
             target-version = \"py39\"\nsearch-path = [\"site\", {:?}]\n",
            click.display().to_string()
        );
        fs::write(work.join("pyproject.toml"), settings).expect("the settings can be written");
        Program { python, folder, click }
    }

    fn run(&self, script: &str) -> Done {
        let work = self.folder.path();
        let path = [work.join("src"), work.join("site"), self.click.clone()];
        run(self.python.command(work, &path).arg(script))
    }

    fn dormant(&self, command: &str) -> Done {
        run(dormant(self.folder.path()).args([command, "src"]))
    }

    /// Fixes it: all that it shows stays as it was, but that nothing heavy is loaded.
    #[track_caller]
    fn shows_what_it_showed(&self, told: &str) {
        let before = self.run("probe.py");
        assert!(
            before.stdout.starts_with("heavy at import: True\n"),
            "{told}: {before:?}"
        );
        let fixed = self.dormant("fix");
        assert_eq!(fixed.status, 0, "{told}: {fixed:?}");
        let wanted = before.stdout.replacen("True", "False", 1);
        let after = self.run("probe.py");
        let at = self.click.display();
        assert_eq!(after.stdout, wanted, "{told} with {at}: {fixed:?} {}", after.stderr);
        assert_eq!(after.status, before.status, "{told}");
        let once = tree::read(self.folder.path());
        self.dormant("fix");
        let again = tree::read(self.folder.path());
        assert!(again == once, "{told}: a second fix changed files again");
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder.path().join(file);
        let text = fs::read_to_string(&path).expect("the file can be read");
        assert!(text.contains(from), "{file} has no {from:?}:\n{text}");
        fs::write(&path, text.replace(from, to)).expect("the file can be written");
    }
}

/// Each version of click that can be had.
fn versions(test: &str) -> Vec<(&'static Python, PathBuf)> {
    let Some(python) = python() else {
        skip(test, "no Python");
        return Vec::new();
    };
    let mut found = Vec::new();
    for version in VERSIONS {
        match click(python, version) {
            Ok(folder) => found.push((python, folder)),
            Err(reason) => skip(test, &reason),
        }
    }
    found
}

#[test]
fn programs_show_what_they_showed() {
    for (python, click) in versions("programs_show_what_they_showed") {
        for name in PROGRAMS {
            Program::new(python, name, click.clone()).shows_what_it_showed(name);
        }
    }
}

#[test]
fn programs_of_rich_click_show_what_they_showed() {
    let test = "programs_of_rich_click_show_what_they_showed";
    let Some(python) = python() else {
        skip(test, "no Python");
        return;
    };
    for packages in RICH {
        let folder = match installed(python, packages[0], &packages) {
            Ok(folder) => folder,
            Err(reason) => {
                skip(test, &reason);
                continue;
            }
        };
        for name in ["aliases", "flags", "nested", "plain", "renamed"] {
            let program = Program::new(python, name, folder.clone());
            let work = program.folder.path();
            for (path, bytes) in tree::read(&work.join("src")) {
                let text = String::from_utf8(bytes).expect("the program is text");
                let rich = text.replace("import click\n", "import rich_click as click\n");
                fs::write(work.join("src").join(path), rich).expect("the file can be written");
            }
            program.shows_what_it_showed(packages[0]);
        }
    }
}

#[test]
fn a_stand_in_behaves_like_its_command() {
    for (python, click) in versions("a_stand_in_behaves_like_its_command") {
        let program = Program::new(python, "plain", click);
        program.dormant("fix");
        let checked = program.run("behaviour.py");
        assert_eq!(checked.status, 0, "{}{}", checked.stdout, checked.stderr);
        assert_eq!(checked.stdout.lines().count(), 9);
    }
}

#[test]
fn stale_texts_are_found_and_written_anew() {
    let Some((python, click)) = versions("stale_texts_are_found_and_written_anew").pop() else {
        return;
    };
    let program = Program::new(python, "plain", click);
    program.dormant("fix");
    assert_eq!(program.dormant("check").status, 0);
    program.edit("src/app/commands/images.py", "List images", "Show images");
    let stale = program.dormant("check");
    assert_eq!(stale.status, 1, "{stale:?}");
    assert!(stale.stdout.contains("stale-command-text"), "{stale:?}");
    assert!(stale.stdout.contains("Show images that are there."), "{stale:?}");
    // By a setting, and by a comment: like any other code.
    let settings = "target-version = \"py39\"";
    let ignoring = format!("{settings}\nper-file-ignores = {{ \"src/app/cli.py\" = [\"stale-command-text\"] }}");
    program.edit("pyproject.toml", settings, &ignoring);
    let ignored = program.dormant("check");
    assert_eq!(ignored.status, 0, "{ignored:?}");
    program.edit("pyproject.toml", &ignoring, settings);
    let (plain, marked) = (
        "\nimages = DeferredCommand(",
        "\nimages = DeferredCommand(  # dormant: ignore[stale-command-text]\n",
    );
    program.edit("src/app/cli.py", plain, marked);
    let ignored = program.dormant("check");
    assert!(
        ignored.status == 0 && !ignored.stderr.contains("warning"),
        "{ignored:?}"
    );
    program.edit("src/app/cli.py", marked, plain);
    let fixed = program.dormant("fix");
    assert_eq!(fixed.status, 0, "{fixed:?}");
    assert_eq!(program.dormant("check").status, 0);
    assert!(program.run("probe.py").stdout.contains("Show images"));
    program.edit("src/app/commands/images.py", "def images(", "def pictures(");
    let lost = program.dormant("check");
    assert_eq!(lost.status, 1, "{lost:?}");
    assert!(lost.stdout.contains("there is no command at"), "{lost:?}");
}
