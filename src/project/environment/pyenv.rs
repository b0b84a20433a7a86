//! pyenv: which version a shim (a shell script that stands in for `python3` on the path) would start.
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Surroundings;

/// Whether an executable is one of pyenv's shims.
pub(super) fn is_shim(interpreter: &Path) -> bool {
    let mut head = Vec::new();
    let read = std::fs::File::open(interpreter).and_then(|file| file.take(1024).read_to_end(&mut head));
    read.is_ok() && head.starts_with(b"#!") && String::from_utf8_lossy(&head).contains("pyenv")
}

/// The folders of the versions that are active for `root`, the first one that has the interpreter is meant.
pub(super) fn installations(shim: &Path, root: &Path, surroundings: &Surroundings) -> Vec<PathBuf> {
    let above = shim.parent().and_then(Path::parent).map(Path::to_owned);
    let Some(home) = surroundings.pyenv_root.clone().or(above) else {
        return Vec::new();
    };
    let named = surroundings.pyenv_version.clone().map(|text| text.replace(':', "\n"));
    let local = || {
        root.ancestors()
            .find_map(|folder| std::fs::read_to_string(folder.join(".python-version")).ok())
    };
    let global = || std::fs::read_to_string(home.join("version")).ok();
    let text = named.or_else(local).or_else(global).unwrap_or_default();
    let names = text
        .lines()
        .filter_map(|line| line.split('#').next())
        .flat_map(str::split_whitespace);
    names
        .filter_map(|name| version_folder(&home.join("versions"), name))
        .collect()
}

/// The folder of a version, given in full or by its first numbers (`3.12` is the newest 3.12).
fn version_folder(versions: &Path, name: &str) -> Option<PathBuf> {
    // A name comes from a file in the project: it must not lead out of the folder.
    if name.contains(['/', '\\']) || name.starts_with('.') {
        return None;
    }
    let name = name.strip_prefix("python-").unwrap_or(name);
    let exact = versions.join(name);
    if exact.is_dir() {
        return Some(exact);
    }
    let start = format!("{name}.");
    let found = std::fs::read_dir(versions)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let numbered = found.filter(|found| found.starts_with(&start)).filter_map(|found| {
        let numbers = found
            .split('.')
            .map(|part| part.parse().ok())
            .collect::<Option<Vec<u32>>>()?;
        Some((numbers, found))
    });
    numbered.max().map(|(_, found)| versions.join(found))
}
