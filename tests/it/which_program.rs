//! Which copy of a program is looked at: the one in the project, or an error that says which one it was.

use std::path::{Path, PathBuf};

use super::support::python::{Python, python};
use super::support::run::{Done, run};
use super::support::{dormant, skip, tree};

const CLI: &str = "import json\n\n\ndef main():\n    print(\"ran\")\n\n\ndef dump(x):\n    return json.dumps(x)\n\n\nif __name__ == \"__main__\":\n    main()\n";

/// A project, and a copy of it that is installed.
struct Both {
    folder: tempfile::TempDir,
    python: &'static Python,
}

impl Both {
    fn new(python: &'static Python) -> Both {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = [
            ("project/pyproject.toml", "[project]\nname = \"app\"\nversion = \"0\"\n"),
            ("project/src/app/__init__.py", ""),
            ("project/src/app/cli.py", CLI),
            ("installed/app/__init__.py", ""),
            ("installed/app/cli.py", CLI),
            ("other/pyproject.toml", "[project]\nname = \"other\"\nversion = \"0\"\n"),
            ("other/other/__init__.py", ""),
            ("alike/pyproject.toml", "[project]\nname = \"app\"\nversion = \"0\"\n"),
            ("alike/src/app/__init__.py", ""),
            ("alike/src/app/cli.py", "import csv\n\nprint(csv)\n"),
        ];
        tree::write(folder.path(), &files).expect("the files can be written");
        Both { folder, python }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs `dormant` in a folder where the installed copy can be imported; `python` after `--` is the interpreter.
    fn dormant(&self, folder: &str, words: &[&str]) -> Done {
        let mut command = dormant(&self.path(folder));
        command.env("PYTHONPATH", self.path("installed"));
        for word in words {
            match *word {
                "python" => command.arg(&self.python.path),
                word => command.arg(word),
            };
        }
        run(&mut command)
    }
}

const RUN: [&str; 4] = ["--", "python", "-m", "app.cli"];

#[test]
fn the_tree_comes_first_and_another_copy_is_an_error() {
    let Some(python) = python() else {
        return skip("the_tree_comes_first_and_another_copy_is_an_error", "no Python");
    };
    let both = Both::new(python);
    let save = |name: &str| format!("--save={}", both.path(name).display());
    let with = |words: &[&str]| both.dormant("project", &[words, &RUN].concat());
    let profile = with(&["profile", "--runs=1", &save("profile.json")]);
    assert_eq!(profile.status, 0, "{}", profile.all());
    assert!(profile.stdout.contains("src/app/cli.py:1"), "{}", profile.stdout);
    let plan = with(&["plan", "--runs=1", &save("plan.json")]);
    assert_eq!(plan.status, 0, "{}", plan.all());
    assert!(plan.stdout.contains("src/app/cli.py:1"), "{}", plan.stdout);
    let why = with(&["why", "json", "--runs=1"]);
    assert!(why.stdout.contains("src/app/cli.py:1"), "{}", why.all());
    let checked = format!("--plan={}", both.path("plan.json").display());
    assert_eq!(with(&["check", &checked]).status, 1);

    let code = format!(
        "import sys; sys.path.insert(0, {:?}); import app.cli",
        both.path("installed").display().to_string()
    );
    for words in [
        vec!["profile", "--runs=1"],
        vec!["plan", "--runs=1"],
        vec!["why", "json", "--runs=1"],
        vec!["check", &checked],
    ] {
        let done = both.dormant("project", &[words.as_slice(), &["--", "python", "-c", &code]].concat());
        assert_eq!(done.status, 2, "{words:?}: {}", done.all());
        for place in ["installed/app/__init__.py", "project/src/app/__init__.py"] {
            assert!(done.stderr.contains(place), "{words:?}: {}", done.stderr);
        }
    }
}

#[test]
fn a_plan_from_a_profile_says_that_nothing_was_run_and_belongs_to_its_project() {
    let Some(python) = python() else {
        return skip("a_plan_from_a_profile_says_that_nothing_was_run", "no Python");
    };
    let both = Both::new(python);
    let (profile, plan) = (both.path("profile.json"), both.path("plan.json"));
    let shown = |flag: &str, path: &Path| format!("--{flag}={}", path.display());
    let measured = both.dormant(
        "project",
        &[&["profile", "--runs=1", &shown("save", &profile)], &RUN[..]].concat(),
    );
    assert_eq!(measured.status, 0, "{}", measured.all());
    let from = shown("profile", &profile);
    let table = both.dormant("project", &["plan", &from, &shown("save", &plan)]);
    assert_eq!(table.status, 0, "{}", table.all());
    assert!(table.stdout.contains("Not checked by running"), "{}", table.stdout);
    let page = both.dormant("project", &["plan", &from, "--output-format=html"]);
    assert!(page.stdout.contains("Not checked by running"), "{}", page.all());
    let fixed = both.dormant("project", &["fix", "--diff", &shown("plan", &plan)]);
    assert!(fixed.stderr.contains("Not checked by running"), "{}", fixed.all());

    // Its own program stays that when imports have moved.
    let cli = both.path("project/src/app/cli.py");
    std::fs::write(
        &cli,
        CLI.replace("import json\n", "")
            .replace("    return", "    import json\n\n    return"),
    )
    .expect("it can be written");
    assert_eq!(both.dormant("project", &["plan", &from]).status, 0);
    for words in [vec!["plan", &from], vec!["why", "json", &from]] {
        let foreign = both.dormant("other", &words);
        assert_eq!(foreign.status, 2, "{words:?}: {}", foreign.all());
        assert!(foreign.stderr.contains("which loads nothing of"), "{}", foreign.stderr);
        let alike = both.dormant("alike", &words);
        assert_eq!(alike.status, 2, "{words:?}: {}", alike.all());
        assert!(
            alike
                .stderr
                .contains("another program whose files are called like those of"),
            "{}",
            alike.stderr
        );
    }
}

/// What is installed may well be what is to be measured: it is told which copy that was.
#[test]
fn measuring_says_which_copy_it_was_and_warns_of_another_than_the_project() {
    let Some(python) = python() else {
        return skip("measuring_says_which_copy_it_was", "no Python");
    };
    let both = Both::new(python);
    let installed = both.path("installed/app").canonicalize().expect("it is there");
    let own = both.path("project/src/app").canonicalize().expect("it is there");
    let with = |words: &[&str]| {
        let done = both.dormant(
            "project",
            &[&["measure", "--runs=1", "--runners=python"], words, &RUN].concat(),
        );
        assert_eq!(done.status, 0, "{}", done.all());
        done.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let silent = with(&[]);
    assert!(
        silent.contains(&format!("Measured: `app` of {}", installed.display())),
        "{silent}"
    );
    assert!(
        silent.contains("an installed copy is measured, and not the project"),
        "{silent}"
    );
    let given = with(&["--after=."]);
    assert!(
        given.contains(&format!("Measured: `app` of {}", own.display())),
        "{given}"
    );
    assert!(!given.contains("installed copy"), "{given}");
    let object = with(&["--output-format=json"]);
    let found: serde_json::Value = serde_json::from_str(&object).expect("one object");
    assert_eq!(
        found["copies"][0]["folder"],
        installed.display().to_string(),
        "{object}"
    );
}

/// A tree that is given is what is to be measured.
#[test]
fn measuring_a_tree_that_is_imported_from_elsewhere_is_an_error() {
    let Some(python) = python() else {
        return skip(
            "measuring_a_tree_that_is_imported_from_elsewhere_is_an_error",
            "no Python",
        );
    };
    let both = Both::new(python);
    let first = "import os, sys\nsys.path.insert(0, os.path.dirname(__file__))\n";
    tree::write(&both.path("installed"), &[("sitecustomize.py", first)]).expect("the file can be written");
    let measured = |tree: &str| {
        let words = ["measure", "--runs=1", "--runners=python", tree];
        both.dormant("project", &[&words, &RUN[..]].concat())
    };
    let done = measured("--after=.");
    assert_eq!((done.status, done.stdout.as_str()), (2, ""), "{}", done.all());
    for place in ["installed", "project"] {
        let place = both.path(place).canonicalize().expect("it is there");
        assert!(done.stderr.contains(&place.display().to_string()), "{}", done.stderr);
    }
    // What a tree does not have is not its own.
    let other = measured("--after=../other");
    assert_eq!(other.status, 0, "{}", other.all());
}

/// An older copy of the package lies where no root leads: the file below the root is the module that others import.
#[test]
fn a_copy_beside_the_root_is_not_taken_for_the_module() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let images = "import csv\n\n\ndef draw():\n    return csv.reader\n";
    let old = "\"\"\"As it was,\n\nwhere loading it did more.\"\"\"\nimport csv\n\nprint(csv.__doc__)\n";
    let files = [
        (
            "pyproject.toml",
            "[project]\nname = \"app\"\nversion = \"0\"\n[tool.dormant]\nsrc = [\"src\"]\n",
        ),
        ("src/app/__init__.py", ""),
        ("src/app/images.py", images),
        (
            "src/app/cli.py",
            "from app.images import draw\n\n\ndef main():\n    return draw()\n",
        ),
        ("copies/app/__init__.py", ""),
        ("copies/app/images.py", old),
    ];
    tree::write(folder.path(), &files).expect("the files can be written");
    let mut command = dormant(folder.path());
    command.args([
        "check",
        "--heavy",
        "app.images",
        "--show-blocked",
        "--output-format",
        "concise",
        ".",
    ]);
    let found = run(&mut command).stdout;
    assert!(found.contains("src/app/cli.py:1:24: function-local"), "{found}");
}
