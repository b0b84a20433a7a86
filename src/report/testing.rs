//! Results for the tests of this room, made from a text and the words in it.
use std::borrow::Cow;
use std::path::{Path, PathBuf};

use crate::syntax::Span;
use crate::verdict::{Blocked, Bytes, Changed, Finding, Position, Problem, Reason, Results, Strategy, Why};

/// The span of the first `needle` in `text`.
pub(super) fn span(text: &str, needle: &str) -> Span {
    let start = text.find(needle).unwrap_or_else(|| panic!("no {needle} in the text"));
    Span::new(start as u32, (start + needle.len()) as u32)
}

/// The place of the byte at `offset`.
pub(super) fn position(text: &str, offset: u32) -> Position {
    let before = &text[..offset as usize];
    let line = before.rsplit('\n').next().unwrap_or_default();
    Position {
        line: before.matches('\n').count() as u32 + 1,
        column: line.chars().count() as u32 + 1,
    }
}

/// A finding about the first `alias` in the first `statement` of `text`, heavy by itself.
pub(super) fn finding(text: &str, statement: &str, alias: &str, import: &str, strategies: &[Strategy]) -> Finding {
    let statement = span(text, statement);
    let within = span(&text[statement.range()], alias);
    let alias = Span::new(statement.start + within.start, statement.start + within.end);
    Finding {
        path: PathBuf::from("app/images.py"),
        start: position(text, alias.start),
        end: position(text, alias.end),
        statement,
        alias,
        strategies: strategies.to_vec(),
        import: import.to_string(),
        why: Why::Heavy {
            module: "dockyard".to_string(),
            note: Some("about 104 ms".to_string()),
        },
        how: "moves it into `names` and `total_size`".to_string(),
    }
}

/// A blocked import at the first `alias` of `text`, with the first `cause` as its cause.
pub(super) fn blocked(text: &str, statement: &str, alias: &str, cause: Option<(&str, &str)>) -> Blocked {
    let found = finding(text, statement, alias, statement, &[]);
    Blocked {
        path: found.path,
        start: found.start,
        end: found.end,
        statement: found.statement,
        alias: found.alias,
        import: found.import,
        first: Reason {
            code: "base-class",
            text: "`framely.Model` is a base class of `Order` on line 5".to_string(),
            place: None,
            risk: None,
            help: "import app.orders later instead, or build the class inside a function".to_string(),
            cause: cause.map(|(needle, label)| (span(text, needle), label.to_string())),
        },
        more: Vec::new(),
    }
}

/// The file that [`results`] speaks of.
pub(super) const TEXT: &str = "\
import os
import framely
from dockyard import from_env as connect

class Order(framely.Model):
    pass

def names():
    return [image.name for image in connect().images]
";

/// One finding, one blocked import, one problem.
pub(super) fn results() -> Results {
    let connect = "from dockyard import from_env as connect";
    Results {
        findings: vec![finding(
            TEXT,
            connect,
            "from_env as connect",
            connect,
            &[Strategy::FunctionLocal],
        )],
        blocked: vec![blocked(
            TEXT,
            "import framely",
            "framely",
            Some(("framely.Model", "needed here")),
        )],
        problems: vec![Problem {
            path: PathBuf::from("app/old.py"),
            line: Some(3),
            message: "does not parse: expected ':', found newline".to_string(),
            is_error: true,
        }],
        files: 40,
        generated: vec![PathBuf::from("app/schema_pb2.py")],
        ..Results::default()
    }
}

/// The sources of a program whose every file has `text`.
/// [`TEXT`] with the import moved that its findings are about.
pub(super) fn moved() -> String {
    let line = "from dockyard import from_env as connect\n";
    TEXT.replace(line, "")
        .replace("def names():\n", &format!("def names():\n    {line}\n"))
}

/// A file as a fix leaves it.
pub(super) fn changed(path: &str, before: &str, after: &str) -> Changed {
    Changed {
        path: path.into(),
        before: before.into(),
        after: after.into(),
        is_new: before.is_empty(),
        is_removed: false,
        bytes: Bytes::default(),
    }
}

pub(super) fn sources<'a>(text: &'a str) -> impl Fn(&Path) -> Option<Cow<'a, str>> + 'a {
    move |_| Some(Cow::Borrowed(text))
}

/// A text with its escape sequences made visible, for snapshots.
pub(super) fn visible(text: &str) -> String {
    text.replace('\u{1b}', "␛")
}
