//! All codes, for people and for programs: ways to defer, reasons to stay, faults of rewritten files.
use serde::Serialize;

use super::versioned;
use crate::verdict::page::Example;
use crate::verdict::{Code, Source, Strategy};

/// The kinds of codes in the order in which they are listed, with their headings.
const KINDS: [(Kind, &str); 4] = [
    (Kind::Strategy, "Ways to defer an import"),
    (Kind::Reason, "Reasons to keep one"),
    (Kind::Seen, "Reasons that `plan` and `optimize` give besides"),
    (Kind::Fault, "Faults of rewritten files"),
];

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// A way to defer an import.
    Strategy,
    /// A reason to keep one.
    Reason,
    /// A reason that only `plan` and `optimize` give.
    Seen,
    /// A fault of a rewritten file.
    Fault,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Codes {
    codes: Vec<CodeObject>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CodeObject {
    code: &'static str,
    kind: Kind,
    /// What it means, in one sentence.
    meaning: &'static str,
}

/// One code with its page.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
struct Explained {
    #[serde(flatten)]
    code: CodeObject,
    /// What the user can do, or, of a way to defer, what it is for.
    advice: &'static str,
    examples: Vec<Example>,
}

/// The page of one code, for programs; none where there is no such code.
pub fn explained(code: &str) -> Option<String> {
    let strategy = Strategy::ALL.into_iter().find(|known| known.code() == code);
    let strategy = strategy.map(|strategy| (strategy.page(), "For"));
    let reason = || Code::ALL.into_iter().find(|known| known.code() == code);
    let (page, label) = strategy.or_else(|| Some((reason()?.page(), "What to do")))?;
    Some(versioned::render(Explained {
        code: all().into_iter().find(|known| known.code == code)?,
        advice: page.labelled(label),
        examples: page.examples(),
    }))
}

/// The schema of the page of a code.
#[cfg(test)]
pub fn explained_schema() -> schemars::Schema {
    schemars::schema_for!(versioned::Versioned<Explained>)
}

fn all() -> Vec<CodeObject> {
    let strategies = Strategy::ALL.into_iter().map(|strategy| CodeObject {
        code: strategy.code(),
        kind: Kind::Strategy,
        meaning: strategy.page().summary(),
    });
    let codes = Code::ALL.into_iter().map(|code| CodeObject {
        code: code.code(),
        kind: match code.source() {
            Source::Judged => Kind::Reason,
            Source::Seen => Kind::Seen,
            Source::Stale => Kind::Fault,
        },
        meaning: code.summary(),
    });
    strategies.chain(codes).collect()
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(versioned::Versioned<Codes>)
}

/// For programs.
pub fn json() -> String {
    versioned::render(Codes { codes: all() })
}

/// For people: a list for each kind.
pub fn text() -> String {
    let all = all();
    let width = all.iter().map(|one| one.code.len()).max().unwrap_or(0);
    let lists = KINDS.map(|(kind, heading)| {
        let of_kind = all.iter().filter(|one| one.kind == kind);
        let lines: String = of_kind
            .map(|one| format!("  {:width$}  {}\n", one.code, one.meaning))
            .collect();
        format!("{heading}:\n{lines}")
    });
    lists.join("\n")
}
