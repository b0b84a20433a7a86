//! What a run prints does not depend on what former runs have kept, whatever happened in between.
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::dormant;
use crate::support::run::{Done, run};

struct Trial {
    folder: tempfile::TempDir,
}

impl Trial {
    fn new() -> Self {
        let trial = Trial {
            folder: tempfile::tempdir().expect("a folder"),
        };
        trial.write(
            "dormant.toml",
            "src = [\"src\"]\nheavy = [\"heavyone\", \"later\"]\nsearch-path = [\"deps\"]\n",
        );
        trial.write("src/app/__init__.py", "");
        trial.write("src/app/cli.py", CLI);
        trial.write("deps/heavyone/__init__.py", "def work():\n    return 1\n");
        trial
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("it has one")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn check(&self, flags: &[&str]) -> Done {
        self.check_paths(&["src"], flags)
    }

    fn check_paths(&self, paths: &[&str], flags: &[&str]) -> Done {
        let mut command = dormant(self.folder.path());
        command.env("DORMANT_CACHE_DIR", self.path("cache"));
        command.args(["check", "--show-blocked", "--output-format", "json"]);
        run(command.args(paths).args(flags))
    }

    /// Compares what is printed with and without what is kept, the first time and again.
    fn compare(&self, when: &str) -> Done {
        let without = self.check(&["--no-cache"]);
        assert!(without.status < 2, "{when}: {without:?}");
        for time in ["at once", "again"] {
            let with = self.check(&[]);
            assert_eq!(
                (with.status, &with.stdout, &with.stderr),
                (without.status, &without.stdout, &without.stderr),
                "{when}, {time}"
            );
        }
        without
    }

    fn kept(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.path("cache")).expect("a folder");
        entries.map(|entry| entry.expect("an entry").path()).collect()
    }

    fn spoil(&self, how: impl Fn(&mut Vec<u8>)) {
        for path in self.kept() {
            let mut bytes = fs::read(&path).expect("a file");
            how(&mut bytes);
            fs::write(&path, bytes).expect("written");
        }
    }
}

const CLI: &str = "import heavyone\n\n\ndef main():\n    return heavyone.work()\n";

#[test]
fn what_is_printed_does_not_depend_on_former_runs() {
    let trial = Trial::new();
    let first = trial.compare("in the beginning");
    assert!(first.stdout.contains("function-local"), "{first:?}");

    trial.write("src/app/cli.py", &format!("{CLI}\n\nheavyone.work()\n"));
    let changed = trial.compare("a file changed");
    assert_ne!(changed.stdout, first.stdout);

    trial.write("src/app/cli.py", CLI);
    assert_eq!(trial.compare("it changed back").stdout, first.stdout);

    trial.write("src/app/other.py", "from app import cli\n\ncli.heavyone.work()\n");
    assert_ne!(trial.compare("a file appeared").stdout, first.stdout);

    fs::remove_file(trial.path("src/app/other.py")).expect("removed");
    assert_eq!(trial.compare("it vanished").stdout, first.stdout);

    trial.write(
        "deps/heavyone/__init__.py",
        "import atexit\n\nprint('hello')\natexit.register(print)\n",
    );
    assert_ne!(trial.compare("an installed package changed").stdout, first.stdout);

    trial.write("src/app/cli.py", "import later\n\n\ndef main():\n    return later.x\n");
    let missing = trial.compare("a module is missing");
    trial.write("deps/later.py", "print('hello')\nx = 1\n");
    assert_ne!(trial.compare("the module was installed").stdout, missing.stdout);

    trial.write(
        "dormant.toml",
        "src = [\"src\"]\nheavy = [\"nothing\"]\nsearch-path = [\"deps\"]\n",
    );
    assert!(!trial.compare("the settings changed").stdout.contains("later.x"));
    trial.write("Procfile", "web: python -m app.cli\n");
    trial.compare("another file of the project appeared");
    trial.write("README.md", "    >>> from app.cli import heavyone\n");
    trial.compare("a document names something");
    trial.write("README.md", "");
    trial.compare("it does no longer");
}

#[test]
fn two_files_that_change_places_are_noticed() {
    let trial = Trial::new();
    let other = "import heavyone\n\n\nheavyone.work()\n\n#";
    let names = ["src/app/cli.py", "src/app/one.py", "other"];
    trial.write(names[0], CLI);
    trial.write(names[1], &format!("{other:#<width$}", width = CLI.len()));
    let time = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    for name in &names[..2] {
        let file = fs::File::options().write(true).open(trial.path(name)).expect("a file");
        file.set_modified(time).expect("it has a time");
    }
    let first = trial.compare("in the beginning");
    for (from, to) in [(0, 2), (1, 0), (2, 1)] {
        fs::rename(trial.path(names[from]), trial.path(names[to])).expect("moved");
    }
    assert_ne!(trial.compare("two files changed places").stdout, first.stdout);
}

#[test]
fn several_projects_in_one_run_have_one_answer() {
    let trial = Trial::new();
    let heavy = "heavy = [\"heavyone\"]\nsearch-path = [\"../../deps\"]\n";
    for name in ["src/one", "src/two"] {
        trial.write(&format!("{name}/dormant.toml"), heavy);
        trial.write(&format!("{name}/{}.py", &name[4..]), CLI);
    }
    let first = trial.compare("in the beginning");
    assert!(first.stdout.contains("two.py"), "{first:?}");
    trial.write("src/two/two.py", &format!("{CLI}\n\nheavyone.work()\n"));
    let changed = trial.compare("a file of one changed");
    assert_ne!(changed.stdout, first.stdout);
    trial.write("deps/heavyone/__init__.py", "print('hello')\n");
    assert_ne!(trial.compare("a package changed").stdout, changed.stdout);
}

#[test]
fn the_interpreter_and_its_packages_count() {
    let trial = Trial::new();
    let environment = |name: &str, module: &str| {
        trial.write(&format!("{name}/pyvenv.cfg"), "home = /nowhere\nversion = 3.12.1\n");
        trial.write(&format!("{name}/bin/python"), "");
        let site = format!("{name}/lib/python3.12/site-packages/later");
        trial.write(&format!("{site}/__init__.py"), module);
    };
    environment("one", "def work():\n    return 1\n");
    environment("two", "import atexit\n\natexit.register(print)\nprint('hello')\n");
    trial.write(
        "src/app/cli.py",
        "import later\n\n\ndef main():\n    return later.work()\n",
    );
    let settings = |name: &str| {
        let text = format!("src = [\"src\"]\nheavy = [\"later\"]\npython = \"{name}/bin/python\"\n");
        trial.write("dormant.toml", &text);
    };
    settings("one");
    let one = trial.compare("the first environment");
    settings("two");
    let two = trial.compare("another environment");
    assert_ne!(one.stdout, two.stdout);
    settings("one");
    assert_eq!(trial.compare("the first again").stdout, one.stdout);
    environment("one", "print('hello')\n");
    let changed = trial.compare("its package changed");
    assert_ne!(changed.stdout, one.stdout);
    fs::remove_dir_all(trial.path("one/lib/python3.12/site-packages/later")).expect("removed");
    assert_ne!(trial.compare("it was removed").stdout, changed.stdout);
}

#[test]
fn what_is_damaged_is_made_again() {
    let trial = Trial::new();
    let first = trial.compare("in the beginning");
    trial.spoil(|bytes| bytes.truncate(bytes.len() / 2));
    assert_eq!(trial.compare("files were cut off").stdout, first.stdout);
    trial.spoil(|bytes| bytes.fill(255));
    assert_eq!(trial.compare("files were overwritten").stdout, first.stdout);
    trial.spoil(Vec::clear);
    assert_eq!(trial.compare("files were emptied").stdout, first.stdout);
}

/// Marks the answers that are kept, so that one which is given again is known.
fn mark(bytes: &mut [u8]) {
    let (old, new) = (b"function-local", b"FUNCTION-LOCAL");
    for at in 0..bytes.len().saturating_sub(old.len()) {
        if bytes[at..].starts_with(old) {
            bytes[at..at + old.len()].copy_from_slice(new);
        }
    }
}

#[test]
fn files_that_are_written_again_and_are_the_same_count_as_the_same() {
    let trial = Trial::new();
    trial.write("README.md", "app.cli\n");
    trial.compare("in the beginning");
    trial.spoil(|bytes| mark(bytes));
    let is_kept = || trial.check(&[]).stdout.contains("FUNCTION-LOCAL");
    for name in ["src/app/cli.py", "README.md"] {
        let path = trial.path(name);
        let text = fs::read_to_string(&path).expect("text");
        fs::remove_file(&path).expect("removed");
        trial.write(name, &text);
        assert!(is_kept(), "{name}");
        // What it was found to be is kept with it.
        assert!(is_kept(), "{name}, again");
        trial.write(name, &format!("{text}\n"));
        assert!(!is_kept(), "{name}, changed");
        trial.write(name, &text);
        trial.compare("as it was");
        trial.spoil(|bytes| mark(bytes));
    }
}

#[test]
fn an_answer_that_still_holds_is_given_again_and_few_are_kept() {
    let trial = Trial::new();
    trial.compare("in the beginning");
    trial.spoil(|bytes| mark(bytes));
    let again = trial.check(&[]);
    assert!(again.stdout.contains("FUNCTION-LOCAL"), "{again:?}");
    for number in 0..20 {
        trial.check(&["--extend-heavy", &format!("name{number}")]);
    }
    let is_answer = |path: &PathBuf| name_of(path).starts_with("answer-");
    let answers = trial.kept().iter().filter(|path| is_answer(path)).count();
    assert!((1..=8).contains(&answers), "{answers}");
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// What a run says of each file.
fn by_file(done: &Done) -> BTreeMap<String, Vec<serde_json::Value>> {
    let printed: serde_json::Value = serde_json::from_str(&done.stdout).expect("JSON");
    let mut found: BTreeMap<String, Vec<serde_json::Value>> = BTreeMap::new();
    for list in ["findings", "blocked"] {
        for one in printed[list].as_array().expect("a list") {
            found.entry(one["path"].to_string()).or_default().push(one.clone());
        }
    }
    found
}

#[test]
fn a_file_that_is_given_is_told_what_the_whole_run_tells_of_it() {
    let trial = Trial::new();
    let files = [
        ("src/app/cli.py", CLI),
        (
            "src/app/plain.py",
            "import json\n\n\ndef load(text):\n    return json.loads(text)\n",
        ),
        ("src/app/kept.py", "import heavyone\n\nheavyone.work()\n"),
        (
            "src/app/hidden.py",
            "import importlib\n\nlater = importlib.import_module('app.kept')\n",
        ),
        (
            "src/app/user.py",
            "from app import hidden\n\n\ndef main():\n    return hidden.later\n",
        ),
        (
            "src/app/calls.py",
            "def load():\n    import heavyone\n    return heavyone\n\n\nHEAVY = load()\n",
        ),
        (
            "src/app/caller.py",
            "import app.calls\n\n\ndef main():\n    return app.calls.HEAVY\n",
        ),
    ];
    for (name, text) in files {
        trial.write(name, text);
    }
    let whole = by_file(&trial.check(&["--no-cache"]));
    assert_eq!(whole.len(), 4, "{whole:?}");
    for (name, _) in files {
        for flags in [&["--no-cache"][..], &[], &[]] {
            let one = by_file(&trial.check_paths(&[name], flags));
            let of_file = |all: &BTreeMap<String, Vec<serde_json::Value>>| {
                let mut own = all.iter().filter(|(path, _)| path.contains(name));
                own.next().map(|(_, told)| told.clone())
            };
            assert_eq!(of_file(&one), of_file(&whole), "{name} {flags:?}");
            assert!(one.keys().all(|path| path.contains(name)), "{one:?}");
        }
    }
}
