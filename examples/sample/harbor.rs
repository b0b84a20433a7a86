//! Runs the sample program, `harbor`: its help, its tests, and what it loads.
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::cost::{self, Spread};

/// The stand-ins for heavy packages that the sample has.
pub const HEAVY: [&str; 5] = ["decktui", "hullpack", "signalbook", "skylift", "tidestats"];

/// A copy of the sample program and the Python to run it.
pub struct Harbor {
    /// The interpreter.
    pub python: PathBuf,
    /// The folder of the copy.
    pub folder: PathBuf,
}

/// What the program's own tests said.
pub struct Tests {
    /// The last line, such as `OK`, with the number of tests.
    pub summary: String,
    /// Whether they passed.
    pub passed: bool,
}

/// What is loaded when the help is shown.
pub struct Loaded {
    /// All modules.
    pub modules: usize,
    /// The heavy packages among them.
    pub heavy: Vec<&'static str>,
}

impl Harbor {
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.python);
        // Bytecode is kept in the copy, as for an installed program: what is compared is the start that users see.
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env("PYTHONPATH", "src:site");
        command.env("COLUMNS", "80").env_remove("PYTHONDONTWRITEBYTECODE");
        command
    }

    /// One start: the text of `--help` and its processor time in milliseconds.
    pub fn help(&self) -> io::Result<(String, f64)> {
        let (output, cpu) = cost::run(&mut self.command(&["-m", "harbor", "--help"]))?;
        if !output.status.success() {
            return Err(io::Error::other(format!(
                "harbor --help fails: {}",
                String::from_utf8_lossy(&output.stderr)
            )));
        }
        Ok((String::from_utf8_lossy(&output.stdout).into_owned(), cpu))
    }

    /// Runs the program's unit tests.
    pub fn tests(&self) -> io::Result<Tests> {
        let arguments = ["-m", "unittest", "discover", "-s", "tests", "-t", "."];
        let output = self.command(&arguments).stdin(Stdio::null()).output()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = |word: &str| {
            text.lines()
                .rev()
                .find_map(|line| line.strip_prefix(word))
                .unwrap_or("")
                .to_string()
        };
        let ran = line("Ran ");
        let ran = ran.split(' ').next().unwrap_or("0");
        let passed = output.status.success();
        if !passed {
            eprintln!("{text}");
        }
        Ok(Tests {
            summary: format!("{ran} {}", if passed { "passed" } else { "run, some fail" }),
            passed,
        })
    }

    /// What `--help` loads, by `-X importtime`.
    pub fn loaded(&self) -> io::Result<Loaded> {
        let output = self.command(&["-X", "importtime", "-m", "harbor", "--help"]).output()?;
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let names: Vec<&str> = text
            .lines()
            .filter_map(|line| line.strip_prefix("import time:")?.rsplit('|').next())
            .map(str::trim)
            .filter(|name| *name != "imported package")
            .collect();
        let heavy = HEAVY.into_iter().filter(|package| names.contains(package)).collect();
        Ok(Loaded {
            modules: names.len(),
            heavy,
        })
    }
}

/// The processor time of `--help` in both copies, interleaved A B B A so that both meet the same machine. Milliseconds.
pub fn compare(before: &Harbor, after: &Harbor, rounds: usize) -> io::Result<(Spread, Spread)> {
    let copies = [before, after];
    for copy in copies {
        copy.help()?; // The first start compiles.
    }
    let mut times = [Vec::new(), Vec::new()];
    for at in cost::interleaved(2, rounds) {
        times[at].push(copies[at].help()?.1);
    }
    Ok((Spread::of(&times[0]), Spread::of(&times[1])))
}

/// The `python3` on the path, if it is 3.9 or later.
pub fn python() -> io::Result<PathBuf> {
    const CHECK: &str = "import sys; print(sys.executable); sys.exit(sys.version_info < (3, 9))";
    let needed = "this example runs a Python program: it needs a python3 of 3.9 or later on the path";
    let output = Command::new("python3")
        .args(["-c", CHECK])
        .output()
        .map_err(|_| io::Error::other(needed))?;
    if !output.status.success() {
        return Err(io::Error::other(needed));
    }
    // The interpreter itself rather than a launcher in front of it, whose time would be counted too.
    Ok(Path::new(String::from_utf8_lossy(&output.stdout).trim()).to_path_buf())
}
