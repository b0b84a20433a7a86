//! Which Python a folder or an interpreter stands for: a virtual environment, a version of pyenv, or a prefix.
use std::path::Path;

use super::installation::{Installation, base, version_in};
use super::{Surroundings, pyenv, venv};

/// The environment in a folder: a virtual environment, or a prefix with a standard library, or a `bin` folder of either.
pub(super) fn in_folder(folder: &Path, surroundings: &Surroundings) -> Option<Installation> {
    venv::read(folder, surroundings)
        .or_else(|| base(folder, None, surroundings))
        .or_else(|| {
            let is_programs = folder
                .file_name()
                .is_some_and(|name| name == "bin" || name == "Scripts");
            let above = folder.parent().filter(|_| is_programs)?;
            venv::read(above, surroundings).or_else(|| base(above, None, surroundings))
        })
}

/// The environment of an interpreter, which need not exist any more (an upgrade leaves dead links in virtual environments).
/// `root` is where the versions of pyenv are looked up from.
pub(super) fn of_interpreter(interpreter: &Path, root: &Path, surroundings: &Surroundings) -> Option<Installation> {
    let folder = interpreter.parent()?;
    // Before any link is followed: the interpreter of a virtual environment is a link to that of its base.
    for candidate in [Some(folder), folder.parent()].into_iter().flatten() {
        if let Some(found) = venv::read(candidate, surroundings) {
            return Some(found);
        }
    }
    if pyenv::is_shim(interpreter) {
        return pyenv::installations(interpreter, root, surroundings)
            .iter()
            .find_map(|version| in_folder(version, surroundings));
    }
    let real = interpreter.canonicalize().ok();
    [real.as_deref(), Some(interpreter)]
        .into_iter()
        .flatten()
        .find_map(|path| {
            let version = path.file_name().and_then(|name| name.to_str()).and_then(version_in);
            // `bin/python` of a prefix, or `python.exe` at the top of one.
            [path.parent()?.parent(), path.parent()]
                .into_iter()
                .flatten()
                .find_map(|prefix| base(prefix, version, surroundings))
        })
}
