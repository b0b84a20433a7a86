//! `dormant plan` as a user sees it: the plan, its edits, the check that they hold, and what it says when it cannot work.

mod page;
mod wishes;

use std::path::Path;
use std::process::Command;

use crate::support::python::{Python, probe, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};
use serde_json::Value;

const FILES: [(&str, &str); 8] = [
    (
        "pyproject.toml",
        "[project]\nname = 'app'\nversion = '1'\nrequires-python = '>=3.9'\n\n[tool.dormant]\nsrc = ['.']\nsearch-path = ['site']\nexclude = ['site']\n",
    ),
    ("app/__init__.py", ""),
    (
        "app/__main__.py",
        "import sys\n\nfrom app.cli import main\n\nsys.exit(main(sys.argv[1:]))\n",
    ),
    (
        "app/cli.py",
        "import slow\n\nfrom app import report\n\n\ndef rows():\n    return report.show()\n\n\ndef weigh():\n    return slow.weigh()\n\n\ndef main(args):\n    if args[:1] == ['list']:\n        print(rows())\n    elif args[:1] == ['weigh']:\n        print(weigh())\n    else:\n        print('usage: app [list|weigh]')\n    return 3 if args[:1] == ['three'] else 0\n",
    ),
    (
        "app/report.py",
        "import table\n\n\ndef show():\n    return table.draw()\n",
    ),
    (
        "site/slow/__init__.py",
        "from slow import part\n\nNUMBERS = sum(i * i for i in range(200_000))\n\n\ndef weigh():\n    return part.NAME\n",
    ),
    ("site/slow/part.py", "NAME = 'part'\n"),
    (
        "site/table.py",
        "ROWS = sum(i * i for i in range(200_000))\n\n\ndef draw():\n    return 'rows'\n",
    ),
];

/// A project: its command line imports two slow modules, each for one of its commands.
struct Program {
    folder: tempfile::TempDir,
    python: &'static Python,
}

impl Program {
    fn new(test: &str) -> Option<Program> {
        let Some(python) = python() else {
            skip(test, "no Python");
            return None;
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        tree::write(folder.path(), &FILES).expect("the files can be written");
        Some(Program { folder, python })
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn put(&self, name: &str, text: &str) {
        tree::write(self.root(), &[(name, text)]).expect("the file can be written");
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.root().join(name)).expect("the file is there")
    }

    /// `dormant` with these words, before `--` if there is one.
    fn dormant(&self, words: &[&str]) -> Done {
        dormant_in(self.root(), &["site"], self.python, words)
    }

    /// Plans quickly, and gives the saved plan.
    fn plan(&self, words: &[&str]) -> Value {
        let line = [&["plan", "--runs", "1", "--save", "plan.json"], words].concat();
        let done = self.dormant(&line);
        assert_eq!(done.status, 0, "{}", done.all());
        serde_json::from_str(&self.text("plan.json")).expect("a plan")
    }

    /// The program itself.
    fn run(&self, words: &[&str]) -> Done {
        let path = [self.root().join("site"), self.root().to_path_buf()];
        run(self.python.command(self.root(), &path).args(words))
    }
}

fn dormant_in(root: &Path, path: &[&str], python: &Python, words: &[&str]) -> Done {
    let at = words.iter().position(|word| *word == "--").unwrap_or(words.len());
    let mut line: Command = dormant(root);
    let path = std::env::join_paths(path.iter().map(|folder| root.join(folder))).expect("a path");
    line.env("PYTHONPATH", path).args(&words[..at]);
    line.arg("--python").arg(&python.path);
    run(line.args(&words[at..]))
}

fn names(value: &Value) -> Vec<&str> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).collect()
}

fn edits(plan: &Value) -> Vec<String> {
    let steps = plan["steps"].as_array().expect("steps").iter();
    let edits = steps.flat_map(|step| step["edits"].as_array().expect("edits"));
    let text = |edit: &Value| {
        format!(
            "{}:{}",
            edit["place"]["path"].as_str().unwrap_or("-"),
            edit["place"]["line"]
        )
    };
    let mut all: Vec<String> = edits.map(text).collect();
    all.sort();
    all
}

#[test]
fn the_sample_is_planned_fixed_and_watched() {
    let Some(python) = python() else {
        return skip("the_sample_is_planned_fixed_and_watched", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("sample");
    tree::copy(&testdata().join("sample"), &root).expect("the sample can be copied");
    let original = tree::read(&root);
    let dormant = |words: &[&str]| dormant_in(&root, &["src", "site"], python, words);
    let plan = folder.path().join("plan.json");
    let plan = plan.to_str().expect("a path");
    let harbor = |root: &Path| {
        let path = [root.join("src"), root.join("site")];
        run(python.command(root, &path).args(["-m", "harbor", "--help"]))
    };
    let before = harbor(&root);

    let planned = dormant(&[
        "plan", "--runs", "1", "--save", plan, "--", "python", "-m", "harbor", "--help",
    ]);
    assert_eq!(planned.status, 0, "{}", planned.all());
    assert!(
        planned.stdout.contains("exactly these modules are gone"),
        "{}",
        planned.stdout
    );
    assert_eq!(tree::read(&root), original, "planning changes no file and leaves none");

    let fixed = dormant(&["fix", "--plan", plan]);
    assert_eq!(fixed.status, 0, "{}", fixed.all());
    assert_ne!(tree::read(&root), original);
    assert_eq!(harbor(&root), before);
    let again = dormant(&["fix", "--plan", plan]);
    assert_eq!(again.status, 2, "its edits are made: {}", again.all());
    let holds = dormant(&["check", "--plan", plan]);
    assert_eq!(holds.status, 0, "{}", holds.all());

    // One of the packages that are gone comes back by a module that every command loads.
    let saved: Value = serde_json::from_str(&std::fs::read_to_string(plan).expect("a plan")).expect("a plan");
    let removed = names(&saved["commands"][0]["removed"]);
    let heavy = ["skylift", "hullpack", "decktui", "tidestats", "signalbook"];
    let package = heavy
        .iter()
        .find(|name| removed.contains(name))
        .expect("a heavy package is gone");
    let file = root.join("src/harbor/cli.py");
    let text = std::fs::read_to_string(&file).expect("the file is there");
    std::fs::write(&file, format!("{text}\nimport {package}\n")).expect("it can be written");
    let broken = dormant(&["check", "--plan", plan]);
    assert_eq!(broken.status, 1, "{}", broken.all());
    let chain = format!(
        "harbor.cli loads {package}  src/harbor/cli.py:{}",
        text.lines().count() + 2
    );
    assert!(broken.stdout.contains(&chain), "{}", broken.stdout);
    let accepted = dormant(&["check", "--plan", plan, "--update-baseline"]);
    assert_eq!(accepted.status, 0, "{}", accepted.all());
    assert!(root.join(".dormant/baseline.json").is_file());
    assert_eq!(dormant(&["check", "--plan", plan]).status, 0);
}

/// A script is read by Python itself, not by its import system; its edits are tried out all the same, and it does not notice.
#[test]
fn a_script_run_by_its_path_is_planned() {
    let Some(program) = Program::new("a_script_run_by_its_path_is_planned") else {
        return;
    };
    let log = program.root().join("log");
    let script = format!(
        "import sys\n\nimport slow\nimport table\n\n\ndef weigh():\n    return slow.weigh()\n\n\ndef main(args):\n    with open({log:?}, 'a') as file:\n        print(args, __name__, __file__, sys.path[0], file=file)\n    if args == ['weigh']:\n        print(weigh())\n    print(table.draw())\n\n\nif __name__ == '__main__':\n    main(sys.argv[1:])\n"
    );
    program.put("tools/run.py", &script);
    let before = program.run(&["tools/run.py"]);
    let original = tree::read(program.root());
    std::fs::remove_file(&log).expect("the log");
    let plan = program.plan(&["--", "python", "tools/run.py"]);
    assert_eq!(edits(&plan), ["tools/run.py:3"], "{plan}");
    let removed = names(&plan["commands"][0]["removed"]);
    assert_eq!(removed, ["slow", "slow.part"]);
    assert_eq!(names(&plan["check"]["still-loaded"]), [""; 0]);
    let taken = plan["check"]["taken-back"]
        .as_array()
        .expect("edits that were taken back");
    assert_eq!(taken.len(), 1, "{taken:?}");
    assert_eq!(taken[0]["import"], "import table");

    let log = program.text("log");
    let mut runs: Vec<&str> = log.lines().collect();
    runs.dedup();
    assert_eq!(runs.len(), 1, "{log}");

    std::fs::remove_file(program.root().join("log")).expect("the log");
    std::fs::remove_file(program.root().join("plan.json")).expect("the plan");
    let mut unchanged = original;
    unchanged.remove(Path::new("log"));
    assert_eq!(tree::read(program.root()), unchanged);
    program.plan(&["--", "python", "tools/run.py"]);
    assert_eq!(program.dormant(&["fix", "--plan", "plan.json"]).status, 0);
    assert_eq!(program.run(&["tools/run.py"]), before);
    assert_eq!(program.dormant(&["check", "--plan", "plan.json"]).status, 0);
}

#[test]
fn several_commands_count_by_their_weights() {
    let Some(program) = Program::new("several_commands_count_by_their_weights") else {
        return;
    };
    let configured = program.text("pyproject.toml") + "entry-points = ['3 * python -m app list', 'python -m app']\n";
    program.put("pyproject.toml", &configured);
    let plan = program.plan(&[]);
    let weights: Vec<f64> = (0..2)
        .filter_map(|at| plan["commands"][at]["weight"].as_f64())
        .collect();
    assert_eq!(weights, [3.0, 1.0]);
    assert_eq!(names(&plan["commands"][0]["removed"]), ["slow", "slow.part"]);
    let second = names(&plan["commands"][1]["removed"]);
    assert!(second.contains(&"slow") && second.contains(&"table"), "{second:?}");

    assert_eq!(program.dormant(&["fix", "--plan", "plan.json"]).status, 0);
    assert_eq!(program.run(&["-m", "app", "list"]).stdout, "rows\n");
    assert_eq!(program.dormant(&["check", "--plan", "plan.json"]).status, 0);
    // Only the command that was to do without it is told.
    program.put("app/__init__.py", "import table\n");
    let broken = program.dormant(&["check", "--plan", "plan.json"]);
    assert_eq!(broken.status, 1, "{}", broken.all());
    assert!(
        broken.stdout.contains("python -m app loads 1 module again"),
        "{}",
        broken.stdout
    );
    assert!(!broken.stdout.contains("app list"), "{}", broken.stdout);
    let fine = program.dormant(&["check", "--plan", "plan.json", "--", "python", "-m", "app", "list"]);
    assert_eq!(fine.status, 0, "{}", fine.all());
}

#[test]
fn what_it_costs_later_is_measured() {
    let Some(program) = Program::new("what_it_costs_later_is_measured") else {
        return;
    };
    let configured = program.text("pyproject.toml") + "entry-points = ['python -m app', 'python -m app weigh']\n";
    program.put("pyproject.toml", &configured);
    let plan = program.plan(&[]);
    let steps = plan["steps"].as_array().expect("steps").iter();
    let edits: Vec<&Value> = steps
        .flat_map(|step| step["edits"].as_array().expect("edits"))
        .collect();
    let later = |import: &str| {
        let edit = edits.iter().find(|edit| edit["imports"][0] == import);
        &edit.unwrap_or_else(|| panic!("{import}: {plan}"))["later"]
    };
    let slow = later("import slow");
    assert_eq!(slow["modules"], 2);
    assert_eq!(slow["uses"].as_array().map(Vec::len), Some(1), "{slow}");
    assert_eq!(slow["uses"][0]["how"], "in `weigh`");
    assert_eq!(slow["uses"][0]["place"]["line"], 10);
    // The second command comes to it, the first one does not.
    assert_eq!(slow["met"].as_array().map(Vec::len), Some(1), "{slow}");
    assert_eq!(slow["met"][0]["function"], "weigh");
    assert_eq!(slow["met"][0]["command"][3], "weigh");
    assert!(
        slow["ms"].as_f64() > Some(1.0) && slow["met"][0]["ms"].as_f64() > Some(1.0),
        "{slow}"
    );
    let report = later("from app import report");
    assert_eq!(report["uses"][0]["how"], "in `rows`");
    assert_eq!(report["met"], Value::Null, "no command comes to it");
}

#[test]
fn what_goes_wrong_is_told() {
    let Some(program) = Program::new("what_goes_wrong_is_told") else {
        return;
    };
    program.put("hang.py", "import time\ntime.sleep(600)\n");
    program.put("tty.py", "input('Name? ')\n");
    program.put("fail.py", "import no_such_module\n");
    program.put("not-python", "#!/bin/sh\necho\n");
    let original = tree::read(program.root());
    let told = |words: &[&str]| {
        let done = program.dormant(&[&["plan", "--runs", "1"], words].concat());
        assert_eq!(
            (done.status, done.stdout.as_str()),
            (2, ""),
            "{words:?}: {}",
            done.stderr
        );
        done.stderr
    };
    let hang = told(&["--timeout", "1", "--", "python", "hang.py"]);
    assert!(hang.contains("did not end within 1 s"), "{hang}");
    let tty = told(&["--", "python", "tty.py"]);
    assert!(tty.contains("need a terminal or input"), "{tty}");
    let fail = told(&["--", "python", "fail.py"]);
    assert!(
        fail.contains("exit status 1") && fail.contains("| ModuleNotFoundError"),
        "{fail}"
    );
    assert!(told(&["--", "./not-python"]).contains("not executable"));
    assert!(told(&["--", "no-such-program"]).contains("not found"));
    assert!(told(&["--"]).contains("nothing to plan for"));
    assert_eq!(tree::read(program.root()), original);

    // A status that is right is kept with the plan.
    program.plan(&["--exit-status", "3", "--", "python", "-m", "app", "three"]);
    assert_eq!(program.dormant(&["fix", "--plan", "plan.json"]).status, 0);
    let holds = program.dormant(&["check", "--plan", "plan.json"]);
    assert_eq!(holds.status, 0, "{}", holds.all());
    program.put("plan.json", "{}");
    let unread = program.dormant(&["check", "--plan", "plan.json"]);
    assert!(
        unread.status == 2 && unread.stderr.contains("plan.json"),
        "{}",
        unread.stderr
    );
}

/// The Python 3.15 of the tests: `DORMANT_TEST_LAZY_PYTHON`, else `python3.15`.
fn lazy_python() -> Option<Python> {
    let named = std::env::var_os("DORMANT_TEST_LAZY_PYTHON").unwrap_or_else(|| "python3.15".into());
    probe(Path::new(&named)).filter(|python| python.version >= (3, 15))
}

#[test]
fn an_interpreter_without_lazy_imports_is_refused() {
    let Some(program) = Program::new("an_interpreter_without_lazy_imports_is_refused") else {
        return;
    };
    if program.python.version >= (3, 15) {
        return skip("an_interpreter_without_lazy_imports_is_refused", "this Python has them");
    }
    let old = program.python.path.to_str().expect("a path");
    let done = program.dormant(&["plan", "--runs", "1", "--lazy-python", old, "--", "python", "-m", "app"]);
    assert_eq!(done.status, 2, "{}", done.all());
    assert!(
        done.stderr.contains("lazy imports need 3.15 or later"),
        "{}",
        done.stderr
    );
}

#[test]
fn lazy_imports_say_what_is_needed() {
    let Some(program) = Program::new("lazy_imports_say_what_is_needed") else {
        return;
    };
    let Some(lazy) = lazy_python() else {
        return skip(
            "lazy_imports_say_what_is_needed",
            "no Python 3.15; DORMANT_TEST_LAZY_PYTHON names one",
        );
    };
    let lazy = lazy.path.to_str().expect("a path").to_owned();
    let plan = program.plan(&["--lazy-python", &lazy, "--", "python", "-m", "app", "list"]);
    assert_eq!(names(&plan["commands"][0]["removed"]), ["slow", "slow.part"]);
    assert_eq!(
        plan["check"]["rounds"], 1,
        "nothing was left to find out by an edited run: {plan}"
    );
    let reason = plan["check"]["taken-back"][0]["reason"]["text"]
        .as_str()
        .unwrap_or_default();
    assert!(reason.contains("told to be lazy"), "{plan}");
    // What is missing there is said with that Python's name.
    program.put(
        "app/cli.py",
        &format!(
            "import sys\n\nif sys.version_info >= (3, 15):\n    import absent\n{}",
            program.text("app/cli.py")
        ),
    );
    let done = program.dormant(&[
        "plan",
        "--runs",
        "1",
        "--lazy-python",
        &lazy,
        "--",
        "python",
        "-m",
        "app",
    ]);
    assert!(
        done.status == 2 && done.stderr.contains("has to be installed there"),
        "{}",
        done.all()
    );
}
