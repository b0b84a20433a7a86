//! Editable installations that are a module with a table instead of a path: setuptools' `__editable___*_finder` and the
//! `editables` package's. The tables are literals that tools have written, so their text is scanned, not parsed.
use std::path::{Path, PathBuf};

use super::normal;

/// What a finder adds to the import system.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Editable {
    pub mapping: Vec<(String, PathBuf)>,
    pub namespaces: Vec<(String, Vec<PathBuf>)>,
}

/// The module that a code line of a `.pth` file installs a finder with, such as `__editable___app_1_0_finder`.
pub(super) fn finder_named_in(line: &str) -> Option<&str> {
    let name = line.strip_prefix("import")?.trim_start();
    let name = name
        .split(|next: char| !(next.is_alphanumeric() || next == '_'))
        .next()?;
    let known = (name.starts_with("__editable___") && name.ends_with("_finder")) || name.starts_with("_editable_impl_");
    known.then_some(name)
}

/// Reads the tables of a finder; relative paths are relative to `folder`.
pub(super) fn read(text: &str, folder: &Path) -> Editable {
    let path = |text: &str| normal(&folder.join(text));
    let mut found = Editable::default();
    if let Some(table) = table(text, "MAPPING") {
        let pairs = table.chunks_exact(2).filter_map(|pair| match pair {
            [Token { text: name, .. }, Token { text: value, .. }] => Some((name.clone(), path(value))),
            _ => None,
        });
        found.mapping.extend(pairs);
    }
    for token in table(text, "NAMESPACES").unwrap_or_default() {
        match (token.in_list, found.namespaces.last_mut()) {
            (false, _) => found.namespaces.push((token.text, Vec::new())),
            (true, Some((_, folders))) => folders.push(path(&token.text)),
            (true, None) => {}
        }
    }
    for call in text.split("map_module(").skip(1) {
        if let [Token { text: name, .. }, Token { text: file, .. }, ..] = tokens(call, ')').as_slice() {
            // A package is mapped to its `__init__.py`; its folder is what this crate calls its place.
            let file = path(file);
            let is_package = file.file_name().is_some_and(|name| name == "__init__.py");
            let place = if is_package {
                file.parent().map_or_else(|| file.clone(), Path::to_owned)
            } else {
                file
            };
            found.mapping.push((name.clone(), place));
        }
    }
    found
}

/// A string literal in a table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    text: String,
    in_list: bool,
}

/// The strings of the dictionary that is assigned to `name` at the start of a line, annotated or not.
fn table(text: &str, name: &str) -> Option<Vec<Token>> {
    text.lines().find_map(|line| {
        let rest = line.strip_prefix(name)?.trim_start();
        let value = match rest.strip_prefix(':') {
            Some(annotated) => annotated.split_once('=')?.1,
            None => rest.strip_prefix('=')?,
        };
        let start = value.as_ptr() as usize - text.as_ptr() as usize;
        text.get(start..)?
            .trim_start()
            .strip_prefix('{')
            .map(|table| tokens(table, '}'))
    })
}

/// The string literals up to the closing mark.
fn tokens(text: &str, end: char) -> Vec<Token> {
    let mut found = Vec::new();
    let mut depth = 0usize;
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        match next {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '\'' | '"' => found.push(Token {
                text: literal(&mut rest, next),
                in_list: depth > 0,
            }),
            next if next == end => break,
            _ => {}
        }
    }
    found
}

/// The value of a string literal whose opening quote has been read, with the escapes that `repr` writes into paths.
fn literal(rest: &mut std::str::Chars<'_>, quote: char) -> String {
    let mut value = String::new();
    while let Some(next) = rest.next() {
        match next {
            next if next == quote => break,
            '\\' => value.extend(rest.next()),
            next => value.push(next),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finders_are_known_by_their_names() {
        let line = "import __editable___app_1_0_finder; __editable___app_1_0_finder.install()";
        assert_eq!(finder_named_in(line), Some("__editable___app_1_0_finder"));
        assert_eq!(finder_named_in("import _editable_impl_app"), Some("_editable_impl_app"));
        assert_eq!(finder_named_in("import os; exec('x')"), None);
        assert_eq!(finder_named_in("import _virtualenv"), None);
    }

    #[test]
    fn tables_of_setuptools() {
        let text = "import sys\nMAPPING: dict[str, str] = {'app': '/src/app', \"it's\": '/a\\\\b/it\\'s',\n 'one': 'rel/../one'}\n\
                    NAMESPACES: dict[str, list[str]] = {'ns': ['/src/ns', '/two/ns'], 'ns.b': []}\nPATH = {'x': 'y'}\n";
        let found = read(text, Path::new("/site"));
        let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, PathBuf)> {
            pairs
                .iter()
                .map(|(name, path)| ((*name).to_owned(), PathBuf::from(path)))
                .collect()
        };
        assert_eq!(
            found.mapping,
            pairs(&[("app", "/src/app"), ("it's", "/a\\b/it's"), ("one", "/site/one")])
        );
        assert_eq!(
            found.namespaces,
            [
                ("ns".to_owned(), vec!["/src/ns".into(), "/two/ns".into()]),
                ("ns.b".to_owned(), vec![])
            ]
        );
        assert_eq!(
            read("MAPPING = {'app': '/x'}", Path::new("/")).mapping,
            pairs(&[("app", "/x")])
        );
    }

    #[test]
    fn calls_of_editables() {
        let text = "F.map_module('app', '/src/app/__init__.py')\nF.map_module('one', '/src/one.py')\n";
        let found = read(text, Path::new("/site"));
        assert_eq!(found.mapping[0], ("app".to_owned(), PathBuf::from("/src/app")));
        assert_eq!(found.mapping[1], ("one".to_owned(), PathBuf::from("/src/one.py")));
    }

    #[test]
    fn odd_text_is_no_table() {
        for text in [
            "",
            "MAPPING",
            "MAPPING =",
            "MAPPING: x",
            "MAPPING = {",
            "MAPPING = {'a",
            "NAMESPACES = {['",
            "map_module(",
        ] {
            let found = read(text, Path::new("/"));
            assert!(found.mapping.is_empty() && found.namespaces.is_empty(), "{text}");
        }
    }
}
