//! Which lines of a tree run when its commands and tests do, by the script `ran.py`.
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::checks::Checks;
use super::marked::Marked;
use super::run::Unable;

const RAN: &str = concat!(include_str!("../profile/make_way.py"), include_str!("ran.py"));

/// A line of a file that is asked about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Line {
    /// The file, relative to the tree.
    pub path: PathBuf,
    /// Its number, counted from one.
    pub number: u32,
}

/// Runs the commands and the tests in a tree, which is not left as it was; gives those of the lines that ran, in these processes or in
/// what they start. What the programs print and how they end is not looked at.
///
/// # Errors
/// Where something cannot be started, or the user interrupts.
pub fn ran(checks: &Checks, tree: &Path, lines: &BTreeSet<Line>, say: &dyn Fn(&str)) -> Result<BTreeSet<Line>, Unable> {
    let folder = tempfile::Builder::new().prefix("dormant-ran-").tempdir()?;
    std::fs::write(folder.path().join("sitecustomize.py"), RAN)?;
    let row = |line: &Line| format!("{}\t{}\n", line.number, tree.join(&line.path).display());
    std::fs::write(folder.path().join("lines"), lines.iter().map(row).collect::<String>())?;
    let output = folder.path().join("ran");
    let mut place = checks.place.clone();
    place.path.insert(0, folder.path().to_owned());
    for line in checks.commands.iter().chain(&checks.tests) {
        say(&format!("watching {line}"));
        let job = place.run_line(Marked::of(line).line, tree);
        job.env("DORMANT_RAN", &output).run()?;
    }
    let told = std::fs::read_to_string(&output).unwrap_or_default();
    let places = told.lines().filter_map(|line| line.parse().ok());
    Ok(places
        .filter_map(|place: usize| lines.iter().nth(place).cloned())
        .collect())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::verify::{Place, interpreter};

    fn checks(commands: &[&str], tests: Option<&str>) -> Checks {
        Checks {
            place: Place {
                root: PathBuf::new(),
                python: interpreter(Path::new("/"), None),
                path: vec![PathBuf::new()],
                timeout: Duration::from_secs(60),
            },
            modules: Vec::new(),
            tests: tests.map(str::to_owned),
            commands: commands.iter().map(|line| (*line).to_owned()).collect(),
            type_checker: None,
            accepted: Vec::new(),
        }
    }

    /// What runs in a thread, in a process that the tests start, and where a class is made is seen; what nobody calls is not.
    #[test]
    fn lines_that_run_are_told() {
        let tree = tempfile::tempdir().expect("a temporary folder");
        let app = "import threading\n\n\ndef one():\n    import json\n    return json\n\n\ndef two():\n    import csv\n    return csv\n\n\n\
                   def three():\n    import colorsys\n    return colorsys\n\n\ndef four():\n    import string\n    return string\n";
        std::fs::write(tree.path().join("app.py"), app).expect("a file");
        let tests = "import subprocess, sys, threading\nimport app\nthread = threading.Thread(target=app.two)\nthread.start()\n\
                     thread.join()\nsubprocess.run([sys.executable, '-c', 'import app; app.three()'], check=True)\n";
        std::fs::write(tree.path().join("tests.py"), tests).expect("a file");
        let line = |number: u32| Line {
            path: "app.py".into(),
            number,
        };
        let lines = BTreeSet::from([5, 10, 15, 20].map(line));
        let checks = checks(&["python3 -c 'import app; app.one()'"], Some("python3 tests.py"));
        match ran(&checks, tree.path(), &lines, &|_| ()) {
            Ok(found) => assert_eq!(found, BTreeSet::from([5, 10, 15].map(line))),
            Err(error) => println!("skipped lines_that_run_are_told: no Python: {error}"),
        }
    }
}
