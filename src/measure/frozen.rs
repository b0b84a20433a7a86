//! Programs that somebody compiled or froze: what made them, told by what it leaves in them, and how they are started.
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::no_job::NoJob;
use crate::process::Job;

/// What made a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Maker {
    Nuitka,
    PyInstaller,
    PyApp,
    Shiv,
    /// Another archive that Python runs, such as zipapp's or pex's.
    Archive,
    Other,
}

impl Maker {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            // What nobody else claims is taken for what `dormant build` makes.
            Maker::Nuitka | Maker::Other => "nuitka",
            Maker::PyInstaller => "pyinstaller",
            Maker::PyApp => "pyapp",
            Maker::Shiv => "shiv",
            Maker::Archive => "zipapp",
        }
    }
}

/// The name of a row about these programs: of what made them, where that is one.
pub(super) fn row_name(programs: &[&Path]) -> &'static str {
    let mut names = programs.iter().map(|path| maker(&program(path)).name());
    let first = names.next().unwrap_or(Maker::Nuitka.name());
    if names.all(|name| name == first) {
        first
    } else {
        "compiled"
    }
}

/// The job that starts a program; an archive that is not executable is run by `python`.
pub(super) fn job(path: &Path, python: &Path) -> Result<Job, NoJob> {
    let file = program(path);
    if file.is_dir() {
        return Err(NoJob::EmptyFolder(path.to_owned()));
    }
    let is_archive = matches!(maker(&file), Maker::Shiv | Maker::Archive);
    Ok(if is_archive && !is_executable(&file) {
        Job::new(python).arg(file.as_os_str())
    } else {
        Job::new(file)
    })
}

/// The program in a folder that was made of one: PyInstaller gives both the same name, Nuitka ends the folder's in `.dist`.
fn program(path: &Path) -> PathBuf {
    if !path.is_dir() {
        return path.to_owned();
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = name.strip_suffix(".dist").unwrap_or(&name);
    ["", ".exe", ".bin"]
        .iter()
        .map(|end| path.join(format!("{stem}{end}")))
        .find(|file| file.is_file())
        .unwrap_or_else(|| path.to_owned())
}

/// The end of PyInstaller's archive.
const PYINSTALLER: &[u8] = b"MEI\x0c\x0b\x0a\x0b\x0e";
/// What a signature may add behind it.
const TAIL: u64 = 1 << 20;

fn maker(file: &Path) -> Maker {
    let mut bytes = Vec::new();
    let read = File::open(file).and_then(|mut file| {
        let size = file.metadata()?.len();
        file.seek(SeekFrom::Start(size.saturating_sub(TAIL)))?;
        file.read_to_end(&mut bytes)
    });
    if read.is_err() {
        return Maker::Other;
    }
    let has = |bytes: &[u8], words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
    // The list of an archive's files is at its end.
    if has(&bytes, b"PK\x05\x06") && has(&bytes, b"__main__.py") {
        return if has(&bytes, b"_bootstrap/") {
            Maker::Shiv
        } else {
            Maker::Archive
        };
    }
    if has(&bytes, PYINSTALLER) {
        return Maker::PyInstaller;
    }
    let all = std::fs::read(file).unwrap_or_default();
    if has(&all, b"nuitka_module_loader") {
        Maker::Nuitka
    } else if has(&all, b"PYAPP_") {
        Maker::PyApp
    } else {
        Maker::Other
    }
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    file.metadata().is_ok_and(|data| data.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(_file: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path, name: &str, bytes: &[u8]) -> PathBuf {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    #[test]
    fn what_made_a_program_is_told_by_what_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let of = |bytes: &[u8]| maker(&file(folder.path(), "program", bytes));
        assert_eq!(of(b"\x7fELF..nuitka_module_loader.."), Maker::Nuitka);
        assert_eq!(
            of(b"\x7fELF..MEI\x0c\x0b\x0a\x0b\x0e....libpython3.12.so"),
            Maker::PyInstaller
        );
        assert_eq!(of(b"\x7fELF..PYAPP_PROJECT_NAME.."), Maker::PyApp);
        assert_eq!(
            of(b"#!/usr/bin/env python3\nPK\x03\x04..__main__.py.._bootstrap/x.py..PK\x05\x06.."),
            Maker::Shiv
        );
        assert_eq!(
            of(b"#!/usr/bin/env python3\nPK\x03\x04..__main__.py..PK\x05\x06.."),
            Maker::Archive
        );
        assert_eq!(of(b"#!/bin/sh\n"), Maker::Other);
        assert_eq!(maker(Path::new("/no/such")), Maker::Other);
    }

    #[test]
    fn a_folder_stands_for_the_program_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let one = file(folder.path(), "app/app", b"");
        let other = file(folder.path(), "app.dist/app.bin", b"");
        assert_eq!(program(&folder.path().join("app")), one);
        assert_eq!(program(&folder.path().join("app.dist")), other);
        assert_eq!(program(&other), other);
        let empty = folder.path().join("other");
        std::fs::create_dir(&empty).unwrap();
        assert!(job(&empty, Path::new("py")).is_err());
    }

    #[test]
    fn an_archive_that_is_not_executable_is_run_by_python() {
        let folder = tempfile::tempdir().unwrap();
        let archive = file(folder.path(), "app.pyz", b"PK\x03\x04..__main__.py..PK\x05\x06..");
        let shown = job(&archive, Path::new("py")).unwrap().shown();
        assert_eq!(shown, format!("py {}", archive.display()));
        let native = file(folder.path(), "app", b"\x7fELF");
        assert_eq!(
            job(&native, Path::new("py")).unwrap().shown(),
            native.display().to_string()
        );
    }

    #[test]
    fn a_row_has_the_name_of_what_made_both() {
        let folder = tempfile::tempdir().unwrap();
        let frozen = file(folder.path(), "a", PYINSTALLER);
        let compiled = file(folder.path(), "b", b"nuitka_module_loader");
        assert_eq!(row_name(&[&frozen, &frozen]), "pyinstaller");
        assert_eq!(row_name(&[&frozen, &compiled]), "compiled");
        assert_eq!(row_name(&[]), "nuitka");
    }
}
