//! What the tests of the binary share: the binary, a Python to run programs with, and copies of folders.
//!
//! It knows nothing of the library: these tests see what a user sees. Each test file uses its own part of it.
#![allow(dead_code)]

pub mod browser;
pub mod fixed;
pub mod project;
pub mod python;
pub mod run;
pub mod small;
pub mod tools;
pub mod tree;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of the repository.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder `testdata` of the repository.
pub fn testdata() -> PathBuf {
    repository().join("testdata")
}

/// The built binary, to be run in `folder`, without the caller's wishes about colour.
pub fn dormant(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dormant"));
    command.current_dir(folder);
    for name in [
        "NO_COLOR",
        "CLICOLOR",
        "CLICOLOR_FORCE",
        "FORCE_COLOR",
        "COLUMNS",
        "VIRTUAL_ENV",
        "CONDA_PREFIX",
    ] {
        command.env_remove(name);
    }
    command
}

/// Says why a test did nothing, on the terminal too.
pub fn skip(test: &str, reason: &str) {
    eprintln!("skipped {test}: {reason}");
}
