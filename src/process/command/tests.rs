//! Command lines in, what they mean out.
use super::*;

/// A folder with a virtual environment in which a few programs lie.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        place.put(".venv/pyvenv.cfg", "home = /usr/bin\n", false);
        place.put(".venv/bin/python", "\x7fELF", true);
        place.put(".venv/bin/python3", "\x7fELF", true);
        let python = place.path(".venv/bin/python");
        place.put(".venv/bin/app", &format!("#!{}\nimport app\n", python.display()), true);
        let long = format!(
            "#!/bin/sh\n'''exec' \"{}\" -W ignore \"$0\" \"$@\"\n' '''\n",
            python.display()
        );
        place.put(".venv/bin/long", &long, true);
        place.put(".venv/bin/env", "#!/usr/bin/env -S python3 -u\n", true);
        place.put(".venv/bin/tool", "\x7fELF", true);
        place.put(".venv/bin/shell", "#!/bin/bash\necho\n", true);
        place.put(".venv/bin/gone", "#!/no/such/python3\n", true);
        place.put("run.py", "print(1)\n", false);
        place.put("script", &format!("#!{}\n", python.display()), false);
        place.put("data.txt", "text\n", false);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn put(&self, name: &str, text: &str, is_program: bool) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = if is_program { 0o755 } else { 0o644 };
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("a mode");
        }
    }

    /// The command line that would be run, or the error; `.` stands for the folder.
    fn means(&self, line: &str) -> String {
        let here = self.folder.path().display().to_string();
        let words: Vec<OsString> = line
            .split_whitespace()
            .map(|word| word.replace("./", &format!("{here}/")).into())
            .collect();
        let text = match PythonCommand::read(&words, None, self.folder.path(), &Surroundings::default()) {
            Ok(command) => command.job().shown(),
            Err(error) => error.to_string(),
        };
        text.replace(&here, ".")
    }
}

#[cfg(unix)]
#[test]
fn programs_are_found_with_their_interpreters() {
    let place = Place::new();
    for (line, means) in [
        ("app --help", "./.venv/bin/python ./.venv/bin/app --help"),
        ("./.venv/bin/app", "./.venv/bin/python ./.venv/bin/app"),
        ("long x", "./.venv/bin/python -W ignore ./.venv/bin/long x"),
        ("env", "./.venv/bin/python3 -u ./.venv/bin/env"),
        ("./run.py -v", "./.venv/bin/python3 ./run.py -v"),
        ("python -m app list", "./.venv/bin/python -m app list"),
        (
            "python3 -W error -X dev -uc pass x",
            "./.venv/bin/python3 -W error -X dev -u -c pass x",
        ),
        ("python -Wignore -mapp", "./.venv/bin/python -W ignore -m app"),
        ("python ./run.py -m x", "./.venv/bin/python ./run.py -m x"),
        ("uv run app --help", "./.venv/bin/python ./.venv/bin/app --help"),
        ("uv run --frozen --extra dev -m app x", "./.venv/bin/python -m app x"),
        ("uv run --package=a -- python ./run.py", "./.venv/bin/python ./run.py"),
    ] {
        assert_eq!(place.means(line), means, "{line}");
    }
}

#[cfg(unix)]
#[test]
fn what_cannot_be_run_is_told() {
    let place = Place::new();
    let told: Vec<String> = [
        "",
        "nothing-like-it",
        "./missing.py",
        "./data.txt",
        "./script",
        "tool",
        "shell",
        "gone",
        "python",
        "python -",
        "python -m",
        "uv run --with rich app",
        "uv run --new-option app",
        "uv run",
    ]
    .iter()
    .map(|line| place.means(line))
    .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn isolation_is_seen() {
    let isolated = |options: &[&str]| {
        PythonCommand {
            interpreter: PathBuf::new(),
            options: options.iter().map(OsString::from).collect(),
            start: Start::Code(OsString::new()),
            args: Vec::new(),
            folder: None,
        }
        .is_isolated()
    };
    assert!(isolated(&["-I"]) && isolated(&["-sE"]) && isolated(&["-u", "-S"]));
    assert!(!isolated(&[
        "-W",
        "Error",
        "-X",
        "E",
        "-u",
        "--check-hash-based-pycs",
        "default"
    ]));
    assert!(!isolated(&["-WError"]) && !isolated(&[]));
}
