//! The small Python file that rewritten code may need: generated into the package, without dependencies. Parts that nothing
//! uses are left out.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_parser::parse_module;

use super::is_same_code;
use super::stdlib::is_standard;
use crate::verdict::HELPER_MARKER;

/// What every helper has.
const BASE: &str = include_str!("deferred.py");

/// What stands in for the values of tables and for the commands of frameworks, each in a file of its own.
/// Not in `rules/`: they are our own files.
const PARTS: [&str; 4] = [
    include_str!("tables.py"),
    include_str!("commands.py"),
    include_str!("apps.py"),
    include_str!("functions.py"),
];

/// A part of the helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(usize);

impl Part {
    /// Every part.
    pub fn all() -> impl Iterator<Item = Part> {
        (0..PARTS.len()).map(Part)
    }

    /// The part that offers this name to rewritten code.
    pub fn of(name: &str) -> Option<Part> {
        Part::all().find(|part| part.names().any(|known| known == name))
    }

    /// The names that it offers.
    fn names(self) -> impl Iterator<Item = &'static str> {
        definitions(PARTS[self.0])
    }
}

/// The text of the helper with these parts.
pub fn text(parts: &BTreeSet<Part>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let texts = std::iter::once(BASE).chain(parts.iter().map(|part| PARTS[part.0]));
    // The imports of a file end where its first class or function begins.
    let pieces: Vec<(&str, &str)> = texts.filter_map(|text| text.split_once("\n\n\n")).collect();
    let mut imports = Imports::default();
    pieces.iter().for_each(|(head, _)| imports.add(head));
    let Imports {
        standard,
        installed,
        checkers,
    } = imports;
    let mut text = format!(
        "{HELPER_MARKER}{version}; `dormant fix` writes it again.\n\
         \"\"\"Objects that are imported when they are first needed.\"\"\"\n\n\
         from __future__ import annotations\n\n\
         {}\n{}{}TYPE_CHECKING = False\nif TYPE_CHECKING:\n{}",
        lines(&standard, ""),
        lines(&installed, ""),
        if installed.is_empty() { "" } else { "\n" },
        lines(&checkers, "    "),
    );
    for (_, piece) in pieces {
        text.push_str("\n\n");
        text.push_str(piece);
    }
    text
}

/// Modules that are imported, whether names are taken from them, and which; in the order in which they are written.
type Taken<'a> = BTreeMap<(bool, &'a str), BTreeSet<&'a str>>;

/// The imports of some files.
#[derive(Debug, Default)]
struct Imports<'a> {
    standard: Taken<'a>,
    installed: Taken<'a>,
    /// Those for type checkers alone, which stand in a block.
    checkers: Taken<'a>,
}

impl<'a> Imports<'a> {
    fn add(&mut self, head: &'a str) {
        for line in head.lines() {
            let plain = line.trim_start();
            let (is_from, rest) = match (plain.strip_prefix("import "), plain.strip_prefix("from ")) {
                (Some(module), _) => (false, module),
                (_, Some(rest)) => (true, rest),
                (None, None) => continue,
            };
            let (module, names) = rest.split_once(" import ").unwrap_or((rest, ""));
            let taken = match plain.len() < line.len() {
                true => &mut self.checkers,
                false if is_standard(module) => &mut self.standard,
                false => &mut self.installed,
            };
            taken.entry((is_from, module)).or_default().extend(names.split(", "));
        }
    }
}

fn lines(taken: &Taken<'_>, indent: &str) -> String {
    let line = |(&(is_from, module), names): (&(bool, &str), &BTreeSet<&str>)| match is_from {
        true => {
            let names: Vec<&str> = names.iter().copied().collect();
            format!("{indent}from {module} import {}\n", names.join(", "))
        }
        false => format!("{indent}import {module}\n"),
    };
    taken.iter().map(line).collect()
}

/// Whether a helper on disk does what that of this version with the same parts does: layout and comments are its owner's affair.
pub fn is_current(text: &str) -> bool {
    let Some(parts) = parts_of(text) else {
        return false;
    };
    let wanted = self::text(&parts);
    match (parse_module(text), parse_module(&wanted)) {
        (Ok(found), Ok(wanted)) => is_same_code(&found.syntax().body, &wanted.syntax().body),
        _ => false,
    }
}

/// The parts that a helper on disk has; `None` for a file that dormant did not write.
pub fn parts_of(text: &str) -> Option<BTreeSet<Part>> {
    text.starts_with(HELPER_MARKER).then(|| {
        let defined: BTreeSet<&str> = definitions(text).collect();
        Part::all()
            .filter(|part| part.names().all(|name| defined.contains(name)))
            .collect()
    })
}

/// Whether a helper on disk is dormant's own, be it of another version: nobody has written anything else into it.
pub fn is_generated(text: &str) -> bool {
    let known: BTreeSet<&str> = std::iter::once(BASE).chain(PARTS).flat_map(definitions).collect();
    text.starts_with(HELPER_MARKER) && definitions(text).all(|name| known.contains(name))
}

/// The public classes and functions of a file.
fn definitions(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter_map(|line| {
        let rest = line.strip_prefix("class ").or_else(|| line.strip_prefix("def "))?;
        let end = rest.find(['(', ':'])?;
        Some(&rest[..end]).filter(|name| !name.starts_with('_'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_again() {
        for part in Part::all() {
            let parts = BTreeSet::from([part]);
            assert_eq!(parts_of(&text(&parts)), Some(parts));
        }
        let all: BTreeSet<Part> = Part::all().collect();
        assert_eq!(parts_of(&text(&all)), Some(all));
        assert_eq!(parts_of(&text(&BTreeSet::new())), Some(BTreeSet::new()));
        assert_eq!(parts_of("class DeferredDict(dict): ...\n"), None);
    }

    #[test]
    fn the_imports_of_all_parts_are_written_once_and_in_order() {
        let two = BTreeSet::from(["DeferredTyper", "deferred_function"].map(|name| Part::of(name).unwrap()));
        let text = text(&two);
        let (head, _) = text.split_once("\n\n\n").unwrap();
        assert_eq!(
            head.split_once("annotations\n\n").unwrap().1,
            "from importlib import import_module\nfrom inspect import Signature\nfrom os import environ\n\n\
             import typer\nfrom typer.core import TyperCommand, TyperGroup\n\
             from typer.main import get_command_from_info, get_group_from_info\n\
             from typer.models import CommandInfo, TyperInfo\n\n\
             TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Any"
        );
    }

    #[test]
    fn what_a_helper_does_counts_and_not_how_it_looks() {
        let text = text(&Part::all().collect());
        assert!(is_current(&text));
        assert!(is_current(&text.replacen("\n\n", "\n\n# Ours now.\n\n", 1)));
        assert!(!is_current(&text.replacen("import_module(", "print(", 1)));
        assert!(!is_current(&text[..text.len() / 2]));
        assert!(!is_current("x = 1\n"));
        assert!(is_generated(&text));
        assert!(is_generated(&text.replacen("import_module(", "print(", 1)));
        assert!(!is_generated(&format!("{text}\n\ndef ours():\n    return 1\n")));
        assert!(!is_generated("x = 1\n"));
    }
}
