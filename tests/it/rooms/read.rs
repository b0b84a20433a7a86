//! The files of `src/` without comments and tests, and the `crate::` paths in them.
//!
//! It knows nothing of which path is allowed.
use std::path::{Path, PathBuf};

/// Other rooms' files of plain data, which count as `verdict`.
pub const DATA: [(&str, &str); 5] = [
    ("profile", "model"),
    ("plan", "model"),
    ("measure", "model"),
    ("measure", "compilation"),
    ("measure", "worth"),
];

/// A source file without its comments and its test module.
pub struct File {
    /// Its path from `src/`.
    pub name: String,
    /// The room that it belongs to.
    pub room: String,
    /// Its text, without comments and tests.
    pub text: String,
}

/// Every file of `src/` that belongs to a room, sorted by name.
pub fn sources() -> Vec<File> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&src, &mut paths);
    paths.sort();
    let texts: Vec<(String, String)> = paths
        .iter()
        .filter_map(|path| {
            let name = path.strip_prefix(&src).ok()?.to_string_lossy().replace('\\', "/");
            Some((name, std::fs::read_to_string(path).ok()?))
        })
        .collect();
    let tests: Vec<String> = texts.iter().flat_map(|(name, text)| test_modules(name, text)).collect();
    let is_test = |name: &str| {
        tests
            .iter()
            .any(|test| name == format!("{test}.rs") || name.starts_with(&format!("{test}/")))
    };
    let files = texts
        .iter()
        .filter(|(name, _)| !is_test(name))
        .filter_map(|(name, text)| {
            let room = room_of_file(name)?;
            Some(File {
                name: name.clone(),
                room,
                text: code(text),
            })
        });
    files.collect()
}

/// The files, without their `.rs`, that the file `name` declares as modules for tests: `#[cfg(test)] mod examples;`.
pub fn test_modules(name: &str, text: &str) -> Vec<String> {
    let stem = name
        .trim_end_matches(".rs")
        .trim_end_matches("/mod")
        .trim_end_matches("lib")
        .trim_end_matches('/');
    let declared = text.match_indices("#[cfg(test)]").filter_map(|(at, mark)| {
        let module = item_after(&text[at + mark.len()..])?.strip_suffix(';')?;
        Some(
            module
                .strip_prefix("pub ")
                .unwrap_or(module)
                .strip_prefix("mod ")?
                .to_string(),
        )
    });
    declared
        .map(|module| format!("{stem}/{module}").trim_start_matches('/').to_string())
        .collect()
}

/// The first line of the item that an attribute belongs to.
fn item_after(text: &str) -> Option<&str> {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with("#[") && !line.starts_with("//"))
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|end| end == "rs") {
            paths.push(path);
        }
    }
}

/// The room of `graph/reach.rs` is `graph`; the two roots have none.
pub fn room_of_file(name: &str) -> Option<String> {
    let parts: Vec<&str> = name.trim_end_matches(".rs").split('/').collect();
    match parts.as_slice() {
        ["lib" | "main"] => None,
        [room, file] if DATA.contains(&(*room, *file)) => Some("verdict".into()),
        [room, ..] => Some((*room).into()),
        [] => None,
    }
}

/// The text without comments, and without the test module that ends it.
pub fn code(text: &str) -> String {
    let is_inline_module = |at: usize| {
        item_after(&text[at + "#[cfg(test)]".len()..])
            .is_some_and(|line| line.starts_with("mod ") && line.ends_with('{'))
    };
    let end = text
        .match_indices("#[cfg(test)]")
        .map(|(at, _)| at)
        .find(|at| is_inline_module(*at))
        .unwrap_or(text.len());
    text[..end]
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Every path below `crate::` in a text, as its parts: `use crate::{a::{B, c}, d}` gives `a B`, `a c` and `d`.
pub fn crate_paths(text: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        let inside_a_word = text[..at]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
        if !inside_a_word {
            expand(&text[at + "crate::".len()..], &[], &mut paths);
        }
    }
    paths
}

/// Reads one tree of a path; what is left of the text behind it is given back.
pub fn expand<'a>(text: &'a str, stem: &[String], paths: &mut Vec<Vec<String>>) -> &'a str {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        loop {
            rest = rest.trim_start();
            if let Some(behind) = rest.strip_prefix('}') {
                return behind;
            }
            let next = expand(rest, stem, paths).trim_start();
            let next = next.strip_prefix(',').unwrap_or(next);
            if next.len() == rest.len() {
                return next;
            }
            rest = next;
        }
    }
    let end = text
        .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '*'))
        .unwrap_or(text.len());
    let mut path = stem.to_vec();
    path.push(text[..end].to_string());
    match text[end..].strip_prefix("::") {
        Some(rest) => expand(rest, &path, paths),
        None => {
            paths.push(path);
            // A name given with `as` belongs to the path.
            let rest = text[end..].trim_start();
            rest.strip_prefix("as ").map_or(&text[end..], |name| {
                name.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_')
            })
        }
    }
}
