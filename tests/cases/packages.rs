//! The installed packages that some cases need, kept below `target/` from one run to the next.
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use crate::support::python::Python;
use crate::support::run::run;

/// One installation at a time: several cases need the same folder.
static INSTALLING: Mutex<()> = Mutex::new(());

/// The folders to put on the path for `requires`, such as `["click==8.3.1"]`.
///
/// # Errors
/// Why they cannot be installed, for people.
pub fn installed(python: &Python, requires: &[String]) -> Result<Vec<PathBuf>, String> {
    if requires.is_empty() {
        return Ok(Vec::new());
    }
    let _one = INSTALLING.lock().unwrap_or_else(PoisonError::into_inner);
    let (major, minor) = python.version;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("packages")
        .join(format!("{major}.{minor}-{}", requires.join("-")));
    let ready = folder.join(".ready");
    if !ready.exists() {
        let done = run(Command::new(&python.path)
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                "--target",
            ])
            .arg(&folder)
            .args(requires));
        if done.status != 0 {
            let last = done.stderr.lines().last().unwrap_or_default();
            return Err(format!("{} cannot be installed: {last}", requires.join(", ")));
        }
        std::fs::write(&ready, "").map_err(|error| error.to_string())?;
    }
    Ok(vec![folder])
}
