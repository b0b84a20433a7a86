//! Copies of a project, without what is only kept to be quick.
use std::io;
use std::path::{Path, PathBuf};

/// Folders that belong to tools: large, and never part of the program.
/// Not in `rules/`: they are folders of tools, which no program names.
const LEFT_OUT: [&str; 12] = [
    "__pycache__",
    ".git",
    ".hg",
    ".svn",
    ".tox",
    ".nox",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "node_modules",
    ".dormant",
    "target",
];

fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    // `target` is cargo's only where cargo says so; anyone may have a package of that name.
    match name {
        "target" => path.join("CACHEDIR.TAG").is_file(),
        _ => LEFT_OUT.contains(&name) || path.join("pyvenv.cfg").is_file(),
    }
}

/// Copies a folder with everything that may be part of the program; symbolic links stay links. Virtual environments,
/// repositories and caches are left out.
///
/// # Errors
/// Where something cannot be read or written, with its path.
pub fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from).map_err(|error| about(from, &error))? {
        let entry = entry?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            if !is_left_out(&path) {
                copy_tree(&path, &target)?;
            }
        } else if kind.is_symlink() {
            link(&path, &target).map_err(|error| about(&path, &error))?;
        } else if kind.is_file() {
            std::fs::copy(&path, &target).map_err(|error| about(&path, &error))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(path: &Path, target: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(std::fs::read_link(path)?, target)
}

#[cfg(not(unix))]
fn link(path: &Path, target: &Path) -> io::Result<()> {
    std::fs::copy(path, target).map(drop)
}

/// The files that [`copy_tree`] copies, relative to the folder, sorted; links left out.
pub(super) fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        for entry in std::fs::read_dir(&current).map_err(|error| about(&current, &error))? {
            let entry = entry?;
            let (path, kind) = (entry.path(), entry.file_type()?);
            if kind.is_dir() && !is_left_out(&path) {
                folders.push(path);
            } else if kind.is_file()
                && let Ok(below) = path.strip_prefix(folder)
            {
                found.push(below.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}

fn about(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
