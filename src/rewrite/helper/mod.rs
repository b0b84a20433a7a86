//! The small Python file that rewritten code may need: generated into the package, without dependencies. Parts that nothing
//! uses are left out.
use std::collections::BTreeSet;

use ruff_python_parser::parse_module;

use super::is_same_code;
use crate::verdict::HELPER_MARKER;

/// A part of the helper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// `DeferredDict` and `deferred`.
    Tables,
    /// `DeferredCommand`.
    Commands,
    /// `DeferredTyper`.
    Apps,
    /// `deferred_function`.
    Functions,
}

impl Part {
    /// Every part.
    pub const ALL: [Part; 4] = [Part::Tables, Part::Commands, Part::Apps, Part::Functions];

    /// The names that it offers.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Part::Tables => &["DeferredDict", "deferred"],
            Part::Commands => &["DeferredCommand"],
            Part::Apps => &["DeferredTyper"],
            Part::Functions => &["deferred_function"],
        }
    }
}

/// The text of the helper with these parts.
pub fn text(parts: &BTreeSet<Part>) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let has = |part: Part| parts.contains(&part);
    let mut imports = String::new();
    let lines = [
        (has(Part::Commands), "import sys\nfrom copy import copy, deepcopy\n"),
        (true, "from importlib import import_module\n"),
        (has(Part::Functions), "from inspect import Signature\n"),
        (true, "from os import environ\n"),
        (true, "\n"),
    ];
    imports.extend(
        lines
            .into_iter()
            .filter(|(is_needed, _)| *is_needed)
            .map(|(_, line)| line),
    );
    imports.push_str(&framework(parts));
    let iterator = match has(Part::Tables) {
        true => "    from collections.abc import Iterator\n",
        false => "",
    };
    let mut text = format!(
        "{HELPER_MARKER}{version}; `dormant fix` writes it again.\n\
         \"\"\"Objects that are imported when they are first needed.\"\"\"\n\n\
         from __future__ import annotations\n\n\
         {imports}\
         TYPE_CHECKING = False\n\
         if TYPE_CHECKING:\n{iterator}    from typing import Any\n"
    );
    let mut pieces = vec![include_str!("deferred.py")];
    pieces.extend(parts.iter().map(|part| match part {
        Part::Tables => include_str!("tables.py"),
        Part::Commands => include_str!("commands.py"),
        Part::Apps => include_str!("apps.py"),
        Part::Functions => include_str!("functions.py"),
    }));
    for piece in pieces {
        text.push_str("\n\n");
        text.push_str(piece);
    }
    text
}

/// The imports of the frameworks that the parts build upon.
fn framework(parts: &BTreeSet<Part>) -> String {
    let has = |part: Part| parts.contains(&part);
    let pair = |both: &str, app: &str, function: &str| match (has(Part::Apps), has(Part::Functions)) {
        (true, true) => both.to_owned(),
        (true, false) => app.to_owned(),
        (false, true) => function.to_owned(),
        (false, false) => String::new(),
    };
    let mut names = String::new();
    if has(Part::Commands) {
        names.push_str("import click\n");
    }
    if has(Part::Apps) {
        names.push_str("import typer\n");
    }
    for (module, app, function) in [
        ("typer.core", "TyperGroup", "TyperCommand"),
        ("typer.main", "get_group_from_info", "get_command_from_info"),
        ("typer.models", "TyperInfo", "CommandInfo"),
    ] {
        let line = |what: &str| format!("from {module} import {what}\n");
        names.push_str(&pair(&line(&format!("{function}, {app}")), &line(app), &line(function)));
    }
    if !names.is_empty() {
        names.push('\n');
    }
    names
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
        Part::ALL
            .into_iter()
            .filter(|part| part.names().iter().all(|name| has_definition(text, name)))
            .collect()
    })
}

fn has_definition(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.strip_prefix("class ").or_else(|| line.strip_prefix("def "));
        rest.and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with(['(', ':']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_again() {
        for part in Part::ALL {
            let parts = BTreeSet::from([part]);
            assert_eq!(parts_of(&text(&parts)), Some(parts));
        }
        let all = BTreeSet::from(Part::ALL);
        assert_eq!(parts_of(&text(&all)), Some(all));
        assert_eq!(parts_of(&text(&BTreeSet::new())), Some(BTreeSet::new()));
        assert_eq!(parts_of("class DeferredDict(dict): ...\n"), None);
    }

    #[test]
    fn what_a_helper_does_counts_and_not_how_it_looks() {
        let text = text(&BTreeSet::from(Part::ALL));
        assert!(is_current(&text));
        assert!(is_current(&text.replacen("\n\n", "\n\n# Ours now.\n\n", 1)));
        assert!(!is_current(&text.replacen("import_module(", "print(", 1)));
        assert!(!is_current(&text[..text.len() / 2]));
        assert!(!is_current("x = 1\n"));
    }
}
