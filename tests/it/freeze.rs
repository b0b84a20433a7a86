//! `dormant build --pyinstaller-hooks` on a program with a table of names: what the hooks say, and, when asked for
//! (`cargo test --test it freeze:: -- --ignored`, half a minute), what the frozen program does.

use std::path::Path;
use std::process::Command;

use crate::support::python::{Python, python};
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, testdata, tree};

const PYINSTALLER: &str = "pyinstaller==6.16.0";
const COMMANDS: [&[&str]; 5] = [
    &["--help"],
    &["images", "ls"],
    &["pack"],
    &["report", "short"],
    &["nonsense"],
];

/// The program after `fix`, with hooks in `hooks`.
fn fixed(work: &Path, python: &Path) -> Done {
    tree::copy(&testdata().join("argparse"), work).expect("the program can be copied");
    let fixed = run(dormant(work).args(["fix", "src"]));
    assert_eq!(fixed.status, 0, "{fixed:?}");
    let hooks = ["build", "app", "--pyinstaller-hooks", "hooks", "--python"];
    run(dormant(work).args(hooks).arg(python))
}

#[test]
fn hooks_name_what_only_strings_name() {
    let Some(python) = python() else {
        return skip("freeze", "no Python");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let done = fixed(folder.path(), &python.path);
    assert_eq!(done.status, 0, "{done:?}");
    let hook = std::fs::read_to_string(folder.path().join("hooks/hook-app.py")).expect("a hook");
    assert!(
        hook.contains("hiddenimports = [\n    \"app.commands.report\",\n]\n"),
        "{hook}"
    );
    assert!(
        done.stdout
            .contains("--additional-hooks-dir hooks hooks/app-program.py"),
        "{done:?}"
    );
}

/// A virtual environment with PyInstaller below `target/`; the reason where it cannot be had.
fn environment(base: &Python) -> Result<std::path::PathBuf, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-pyinstaller");
    let bin = folder.join("bin");
    if !bin.join("pyinstaller").exists() {
        let made = run(Command::new(&base.path).args(["-m", "venv", "--clear"]).arg(&folder));
        let install = ["-m", "pip", "install", "--quiet", PYINSTALLER];
        let installed = run(Command::new(bin.join("python")).args(install));
        if made.status != 0 || installed.status != 0 {
            return Err(format!("no PyInstaller to be had: {}{}", made.stderr, installed.stderr));
        }
    }
    Ok(bin)
}

#[test]
#[ignore = "takes half a minute: freezes with PyInstaller"]
fn the_frozen_program_does_what_its_source_does() {
    let Some(base) = python() else {
        return skip("freeze", "no Python");
    };
    let bin = match environment(base) {
        Ok(bin) => bin,
        Err(reason) => return skip("freeze", &reason),
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let work = folder.path();
    assert_eq!(fixed(work, &bin.join("python")).status, 0);
    let frozen = Command::new(bin.join("pyinstaller"))
        .current_dir(work)
        .args(["--name", "app", "--paths", "src", "--paths", "site"])
        .args(["--additional-hooks-dir", "hooks", "hooks/app-program.py"])
        .output()
        .expect("PyInstaller can be run");
    let said = String::from_utf8_lossy(&frozen.stderr).into_owned();
    if said.contains("shared library") {
        return skip("freeze", "this Python has no shared library");
    }
    assert!(frozen.status.success(), "{said}");
    let path = [work.join("src"), work.join("site")];
    for args in COMMANDS {
        let start = "import sys; from app.cli import main; sys.exit(main())";
        let wanted = run(base.command(work, &path).args(["-c", start]).args(args));
        let found = run(Command::new(work.join("dist/app/app")).current_dir(work).args(args));
        assert_eq!(
            (found.status, &found.stdout),
            (wanted.status, &wanted.stdout),
            "{args:?} {found:?}"
        );
    }
}
