//! `dormant profile` as a user sees it: what it records, that the command notices nothing, and what it says when it cannot work.

mod page;

use std::path::Path;
use std::process::Command;

use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::tree::read as snapshot;
use crate::support::{dormant, skip};
use serde_json::Value;

/// A project: a package that imports a slow module that is installed, again in a function, and by name.
const FILES: [(&str, &str); 7] = [
    ("pyproject.toml", "[project]\nname = 'app'\nversion = '1'\n"),
    ("app/__init__.py", ""),
    (
        "app/__main__.py",
        "import sys\nfrom app import cli\n\nsys.exit(cli.main(sys.argv))\n",
    ),
    (
        "app/cli.py",
        "import importlib\nimport slow, slow.part as part\n\ntry:\n    import missing\nexcept ImportError:\n    missing = None\n\n\ndef main(args):\n    from app import late\n    import slow\n\n    importlib.import_module('app.named')\n    print(__name__, args[1:], part.NAME, late.NAME)\n    return int(args[1]) if args[1:] else 0\n",
    ),
    ("app/late.py", "NAME = 'late'\n"),
    ("app/named.py", "\n"),
    (
        "site/slow/__init__.py",
        "NUMBERS = sum(i * i for i in range(400_000))\n",
    ),
];

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
        let program = Program { folder, python };
        for (name, text) in FILES {
            program.put(name, text);
        }
        program.put("site/slow/part.py", "NAME = 'part'\n");
        Some(program)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    fn profile(&self, flags: &[&str], command: &[&str]) -> Done {
        let mut job = self.job();
        run(job.args(flags).arg("--").args(command))
    }

    fn job(&self) -> Command {
        let mut command = dormant(self.folder.path());
        command.env("PYTHONPATH", self.folder.path().join("site"));
        command
            .args(["profile", "--runs", "1", "--python"])
            .arg(&self.python.path);
        command
    }

    fn json(&self, command: &[&str]) -> Value {
        let done = self.profile(&["--output-format", "json"], command);
        assert_eq!(done.status, 0, "{}", done.stderr);
        serde_json::from_str(&done.stdout).expect("JSON")
    }
}

/// `importer:line target [executed] function kind` of the imports of the project's own code.
fn own_imports(profile: &Value) -> String {
    let events = profile["events"].as_array().expect("events");
    let own = events
        .iter()
        .filter(|event| event["importer"] == "__main__" || event["importer"] == "app.cli");
    let lines = own.map(|event| {
        let text = |key: &str| event[key].as_str().unwrap_or("-").to_owned();
        format!(
            "{}:{} {} {} executes {} in {} during {}{}\n",
            text("file"),
            event["line"],
            text("kind"),
            text("target"),
            event["executed"],
            text("function"),
            text("during"),
            if event["failed"] == true { ", fails" } else { "" },
        )
    });
    lines.collect()
}

#[test]
fn every_import_is_recorded_with_its_place() {
    let Some(program) = Program::new("every_import_is_recorded_with_its_place") else {
        return;
    };
    let profile = program.json(&["python", "-m", "app"]);
    insta::assert_snapshot!(own_imports(&profile), @r#"
    app/__main__.py:1 statement sys executes [] in - during -
    app/__main__.py:2 statement app executes ["app.cli"] in - during -
    app/cli.py:1 statement importlib executes [] in - during app.cli
    app/cli.py:2 statement slow executes ["slow"] in - during app.cli
    app/cli.py:2 statement slow.part executes ["slow.part"] in - during app.cli
    app/cli.py:5 statement missing executes [] in - during app.cli, fails
    app/cli.py:11 statement app executes ["app.late"] in main during -
    app/cli.py:12 statement slow executes [] in main during -
    app/cli.py:14 import_module app.named executes ["app.named"] in main during -
    "#);
    let module = |name: &str| {
        let modules = profile["modules"].as_array().expect("modules");
        modules
            .iter()
            .find(|module| module["name"] == name)
            .cloned()
            .unwrap_or_default()
    };
    let slow = module("slow");
    assert_eq!(
        (slow["kind"].as_str(), module("app.cli")["kind"].as_str()),
        (Some("first-party"), Some("first-party"))
    );
    assert_eq!(module("app.cli")["file"], "app/cli.py");
    let number = |value: &Value| value.as_f64().unwrap_or_default();
    assert!(
        number(&slow["self-ms"]) > number(&module("app.late")["self-ms"]),
        "{slow}"
    );
    assert!(number(&module("app.cli")["cumulative-ms"]) >= number(&slow["self-ms"]));
    let total = &profile["total"];
    let sum = number(&total["bare-cpu-ms"]) + number(&total["imports-cpu-ms"]);
    assert!(sum <= number(&total["startup-cpu-ms"]) + 0.5, "{total}");
    assert!(module("app.missing").is_null() && module("missing").is_null());
}

/// Prints all that could tell a program that it is watched.
const WITNESS: &str = "import os, sys, builtins
import json
print(__name__, sys.argv, __file__ if '__file__' in globals() else None, sys.path, sys.flags)
print([(k, v) for k, v in sorted(os.environ.items()) if k not in ('PYTHONPYCACHEPREFIX', '_', 'PWD', 'OLDPWD')])
print(sorted(m for m in sys.modules if 'dormant' in m or 'custom' in m or 'trace' in m), getattr(sys, 'orig_argv', None))
try:
    import nothing_like_it
except ImportError as error:
    print(error, error.name)
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter('always')
    import warner
print([(w.filename, w.lineno) for w in seen])
print(sorted(os.listdir('.')), os.getcwd(), sys.stdin.read())
";

#[test]
fn the_program_does_not_notice() {
    let Some(program) = Program::new("the_program_does_not_notice") else {
        return;
    };
    // It writes what it sees, and says with its status whether that was the same as the last time.
    let log = program.folder.path().join("out/log");
    program.put("out/log", "");
    program.put(
        "warner.py",
        "import warnings\nwarnings.warn('old', DeprecationWarning, stacklevel=2)\n",
    );
    let witness = format!("{WITNESS}\n").replace("print(", "say(");
    let text = format!(
        "said = []\ndef say(*words): said.append(' '.join(map(str, words)))\n{witness}\n\
         with open({log:?}, 'a') as file: file.write('\\n'.join(said) + '\\n---\\n')\nsys.exit(7)\n"
    );
    program.put("run.py", &text);
    let before = snapshot(&program.folder.path().join("app"));
    let done = program.profile(&["--exit-status", "7"], &["python", "run.py", "a b", "--c"]);
    assert_eq!(done.status, 0, "{}", done.stderr);
    let text = std::fs::read_to_string(&log).expect("the log");
    let runs: Vec<&str> = text.split("---\n").filter(|run| !run.is_empty()).collect();
    assert_eq!(runs.len(), 5, "{text}");
    for run in &runs {
        assert_eq!(run, &runs[0]);
    }
    assert!(runs[0].contains("nothing_like_it") && runs[0].contains("run.py', 9)") || runs[0].contains("run.py"));
    assert_eq!(snapshot(&program.folder.path().join("app")), before);
    let left: Vec<_> = std::fs::read_dir(program.folder.path())
        .expect("a folder")
        .flatten()
        .collect();
    assert!(left.iter().all(|entry| entry.file_name() != "__pycache__"), "{left:?}");
}

#[test]
fn what_was_found_is_kept_in_a_new_folder() {
    let Some(program) = Program::new("what_was_found_is_kept_in_a_new_folder") else {
        return;
    };
    let done = program.profile(&["--save", ".dormant/deep/profile.json"], &["python", "-m", "app"]);
    assert_eq!(done.status, 0, "{}", done.all());
    assert!(program.folder.path().join(".dormant/deep/profile.json").is_file());
}

#[test]
fn what_goes_wrong_is_told() {
    let Some(program) = Program::new("what_goes_wrong_is_told") else {
        return;
    };
    program.put(
        "hang.py",
        "import time\nprint('waiting', flush=True)\ntime.sleep(600)\n",
    );
    program.put("tty.py", "input('Name? ')\n");
    program.put("fail.py", "import no_such_module\n");
    program.put("leave.py", "import json, os\nos._exit(0)\n");
    program.put(
        "exec.py",
        "import os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'pass'])\n",
    );
    program.put("not-python", "#!/bin/sh\necho\n");
    let told = |flags: &[&str], command: &[&str]| {
        let done = program.profile(flags, command);
        assert_eq!(
            (done.status, done.stdout.as_str()),
            (2, ""),
            "{command:?}: {}",
            done.stderr
        );
        done.stderr
    };
    let hang = told(&["--timeout", "1"], &["python", "hang.py"]);
    assert!(hang.contains("did not end within 1 s"), "{hang}");
    let tty = told(&[], &["python", "tty.py"]);
    assert!(
        tty.contains("needs a terminal or input") || tty.contains("need a terminal or input"),
        "{tty}"
    );
    let fail = told(&[], &["python", "fail.py"]);
    assert!(
        fail.contains("the command failed (exit status 1)") && fail.contains("| ModuleNotFoundError"),
        "{fail}"
    );
    let gone = told(&[], &["python", "exec.py"]);
    assert!(gone.contains("replaced itself by another program"), "{gone}");
    let isolated = told(&[], &["python", "-I", "leave.py"]);
    assert!(isolated.contains("-I, -E or -S"), "{isolated}");
    assert!(told(&[], &["./not-python"]).contains("not executable"));
    assert!(told(&[], &["no-such-program"]).contains("not found"));
    let unread = run(program.job().args(["--from", "fail.py"]));
    assert!(
        unread.status == 2 && unread.stderr.contains("fail.py: not a profile"),
        "{}",
        unread.stderr
    );
    let done = program.profile(&[], &["python", "leave.py"]);
    assert!(done.status == 0 && done.stdout.contains("json"), "{}", done.all());
}

#[test]
fn a_saved_profile_is_read_where_the_command_does_not_run() {
    let Some(program) = Program::new("a_saved_profile_is_read_where_the_command_does_not_run") else {
        return;
    };
    let done = program.profile(
        &["--save", "profile.json", "--first-party", "app"],
        &["python", "-m", "app"],
    );
    assert_eq!(done.status, 0, "{}", done.stderr);
    let shown = run(dormant(program.folder.path()).args(["profile", "--from", "profile.json", "--top", "3"]));
    assert!(
        shown.status == 0 && shown.stdout.contains("python -m app"),
        "{}",
        shown.all()
    );
    program.put(
        "app/user.py",
        "import slow\n\n\ndef total():\n    return slow.NUMBERS\n",
    );
    let check = |flags: &[&str]| {
        run(dormant(program.folder.path())
            .args(["check", "app", "--output-format", "concise"])
            .args(flags))
    };
    assert!(!check(&["--heavy", "modal"]).stdout.contains("app/user.py"));
    let found = check(&["--profile", "profile.json"]);
    assert!(
        found.status == 1 && found.stdout.contains("app/user.py:1"),
        "{}",
        found.all()
    );
    program.put(
        "dormant.toml",
        "profile = 'profile.json'\nprofile-threshold-ms = 100000\n",
    );
    assert!(!check(&[]).stdout.contains("app/user.py"));
    let broken = check(&["--profile", "app/cli.py"]);
    assert!(
        broken.status == 2 && broken.stderr.contains("not a profile"),
        "{}",
        broken.all()
    );
}

/// A page of a profiled program, for the browser.
fn written_page(program: &Program, path: &Path) {
    let done = program.profile(&["--html", &path.display().to_string()], &["python", "-m", "app"]);
    assert_eq!(done.status, 0, "{}", done.stderr);
}
