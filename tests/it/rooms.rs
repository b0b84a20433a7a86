//! The rooms of `src/`: what may know what, read from the `crate::` paths in the text. A room knows only those before it.
//!
//! Test modules are left out: they may look anywhere.
mod circles;
mod lists;
mod read;

use self::circles::circles;
use self::read::{DATA, File, code, crate_paths, room_of_file, sources, test_modules};
use std::collections::BTreeMap;
/// The order of the rooms. Some other rooms' files of plain data, which rooms before and after them share, count as `verdict`.
const ORDER: [&str; 21] = [
    "syntax",
    "verdict",
    "config",
    "rules",
    "project",
    "process",
    "semantics",
    "graph",
    "evaluate",
    "probe",
    "profile",
    "judge",
    "plan",
    "rewrite",
    "measure",
    "verify",
    "init",
    "report",
    "pipeline",
    "server",
    "cli",
];

/// Rooms that may know less than the order lets them.
const NARROW: [(&str, &[&str]); 2] = [
    ("rewrite", &["syntax", "verdict"]),
    ("report", &["syntax", "verdict", "config", "verify", "probe"]),
];

/// Rooms whose functions neither read files nor print, look at a clock or at the environment, or start processes.
const PURE: [&str; 10] = [
    "syntax",
    "verdict",
    "semantics",
    "graph",
    "evaluate",
    "judge",
    "plan",
    "rewrite",
    "init",
    "report",
];
const IMPURE: [&str; 9] = [
    "std::fs",
    "std::io",
    "std::process",
    "std::env",
    "std::time",
    "std::thread",
    "println!",
    "print!(",
    "dbg!",
];

/// Rooms that may see the parser's types.
const PARSER: [&str; 3] = ["syntax", "semantics", "rewrite"];

/// The room that a path below `crate::` leads to.
fn room_of_path(path: &[String]) -> Option<String> {
    let room = path.first()?;
    let is_data = path
        .get(1)
        .is_some_and(|file| DATA.contains(&(room.as_str(), file.as_str())));
    let room = if is_data { "verdict" } else { room };
    ORDER.contains(&room).then(|| room.to_string())
}

/// Each room with the rooms that it knows, and one file that shows it.
fn edges(files: &[File]) -> BTreeMap<(String, String), String> {
    let mut edges = BTreeMap::new();
    for file in files {
        for path in crate_paths(&file.text) {
            if let Some(room) = room_of_path(&path).filter(|room| *room != file.room) {
                edges
                    .entry((file.room.clone(), room))
                    .or_insert_with(|| file.name.clone());
            }
        }
    }
    edges
}

fn place(room: &str) -> usize {
    ORDER.iter().position(|name| *name == room).unwrap_or(usize::MAX)
}

#[test]
fn a_room_knows_only_those_before_it() {
    let wrong: Vec<String> = edges(&sources())
        .iter()
        .filter(|((from, to), _)| place(from) <= place(to))
        .map(|((from, to), file)| format!("{file}: {from} knows {to}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn some_rooms_know_less() {
    let edges = edges(&sources());
    for (room, allowed) in NARROW {
        let wrong: Vec<_> = edges
            .iter()
            .filter(|((from, to), _)| from == room && !allowed.contains(&to.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

#[test]
fn every_file_is_in_a_known_room() {
    for file in sources() {
        assert!(
            ORDER.contains(&file.room.as_str()),
            "{} belongs to no known room: add it to ORDER",
            file.name
        );
    }
}

#[test]
fn the_core_neither_reads_nor_prints() {
    for file in sources().iter().filter(|file| PURE.contains(&file.room.as_str())) {
        // For which system this was compiled is no surprise.
        let text = file.text.replace("std::env::consts", "");
        for word in IMPURE {
            assert!(!text.contains(word), "{} uses {word}", file.name);
        }
    }
}

#[test]
fn only_three_rooms_see_the_parser() {
    for file in sources().iter().filter(|file| !PARSER.contains(&file.room.as_str())) {
        for word in ["ruff_python_ast", "ruff_python_parser", "ruff_python_trivia"] {
            assert!(!file.text.contains(word), "{} uses {word}", file.name);
        }
    }
}

#[test]
fn only_the_command_line_prints() {
    for file in sources().iter().filter(|file| file.room != "cli") {
        for word in ["println!", "print!(", "process::exit"] {
            assert!(!file.text.contains(word), "{} uses {word}", file.name);
        }
    }
}

#[test]
fn paths_are_read_from_any_form_of_use() {
    let read = |text: &str| -> Vec<String> { crate_paths(text).iter().map(|path| path.join(" ")).collect() };
    assert_eq!(read("use crate::graph::reach::Reach;"), ["graph reach Reach"]);
    assert_eq!(
        read("use crate::{graph, plan::{Finding, codes as c}, syntax::Span};"),
        ["graph", "plan Finding", "plan codes", "syntax Span"]
    );
    assert_eq!(read("let x: crate::effects::Effect = y;"), ["effects Effect"]);
    assert_eq!(read("use mycrate::graph; pub(crate) fn f() {}"), Vec::<String>::new());
    assert_eq!(read("use crate::plan::*;"), ["plan *"]);
}

#[test]
fn a_wrong_edge_would_be_found() {
    let file = |name: &str, text: &str| File {
        name: name.into(),
        room: room_of_file(name).unwrap_or_default(),
        text: code(text),
    };
    let files = [
        file(
            "graph/mod.rs",
            "use crate::verdict::Finding;\nuse crate::judge::decide;\n",
        ),
        file(
            "config/mod.rs",
            "use crate::verdict::strategy::Strategy; // use crate::cli::run;\n#[cfg(test)]\nmod tests {\nuse crate::cli;\n}\n",
        ),
    ];
    let found: Vec<_> = edges(&files).into_keys().collect();
    let pair = |from: &str, to: &str| (from.to_string(), to.to_string());
    assert_eq!(
        found,
        [
            pair("config", "verdict"),
            pair("graph", "judge"),
            pair("graph", "verdict")
        ]
    );
    assert!(place("graph") < place("plan") && place("config") > place("verdict"));
}

#[test]
fn modules_for_tests_are_known() {
    let text = "#[cfg(test)]\nmod examples;\n#[cfg(test)]\n#[path = \"x.rs\"]\nmod other;\nmod real;\n";
    assert_eq!(
        test_modules("report/diff.rs", text),
        ["report/diff/examples", "report/diff/other"]
    );
    assert_eq!(
        test_modules("graph/mod.rs", "#[cfg(test)]\nmod tests;\n"),
        ["graph/tests"]
    );
    assert_eq!(test_modules("lib.rs", "#[cfg(test)]\nmod fixtures;\n"), ["fixtures"]);
}

#[test]
fn files_take_names_from_each_other_in_no_circle() {
    let found: Vec<String> = circles(&sources()).iter().map(|circle| circle.join(" ")).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_circle_would_be_found() {
    let found = |texts: &[(&str, &str)]| {
        let files: Vec<File> = texts
            .iter()
            .map(|(name, text)| File {
                name: (*name).into(),
                room: "graph".into(),
                text: code(text),
            })
            .collect();
        circles(&files)
    };
    let one = ("graph/one.rs", "use super::two::Two;\npub struct One;\n");
    let plain = ("graph/mod.rs", "mod one;\nmod two;\n");
    let circle = [vec!["graph/one.rs".to_string(), "graph/two.rs".to_string()]];
    let by_path = ("graph/two.rs", "pub struct Two(super::one::One);\n");
    assert_eq!(found(&[plain, one, by_path]), circle);
    let by_module = ("graph/two.rs", "use crate::graph::one;\npub struct Two(one::One);\n");
    assert_eq!(found(&[plain, one, by_module]), circle);
    let facade = ("graph/mod.rs", "mod one;\nmod two;\npub use one::One;\n");
    let by_facade = ("graph/two.rs", "use super::{One, Other};\npub struct Two(One);\n");
    assert_eq!(found(&[facade, one, by_facade]), circle);
    // What a file takes from the module around it, and what is only handed on, makes none.
    let around = (
        "graph/mod.rs",
        "mod one;\nmod two;\npub use one::One;\npub struct Other;\nfn f(two: two::Two) {}\n",
    );
    let inner = ("graph/two.rs", "use super::Other;\npub struct Two(Other);\n");
    assert_eq!(found(&[around, one, inner]), Vec::<Vec<String>>::new());
}

#[test]
fn no_file_is_long() {
    let long: Vec<String> = sources()
        .iter()
        .filter_map(|file| {
            let text = std::fs::read_to_string(crate::support::repository().join("src").join(&file.name)).ok()?;
            let lines = text.lines().count();
            (lines >= 400).then(|| format!("{}: {lines} lines", file.name))
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn the_glossary_has_twenty_words_at_most() {
    let text = std::fs::read_to_string(crate::support::repository().join("ARCHITECTURE.md")).expect("a page");
    let (_, rest) = text.split_once("| word | meaning |\n|---|---|\n").expect("a glossary");
    let rows = rest.lines().take_while(|line| line.starts_with('|'));
    let words: Vec<&str> = rows
        .flat_map(|row| row.split('|').nth(1).unwrap_or_default().split(','))
        .collect();
    assert!((10..=20).contains(&words.len()), "{words:?}");
}
