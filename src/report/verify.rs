//! What `verify` found, for people, for programs and for a pull request: the differences under the edits that cause them.
use std::fmt::Write as _;

use serde::Serialize;

use super::Style;
use super::words::{counted, slashed};
use crate::verify::{Blamed, Edit, Note, Verdict};

/// The version of the JSON object's form.
pub const VERSION: u32 = 1;

/// Differences shown under one set of edits.
const MOST_SHOWN: usize = 6;

/// Differences with the same edits to blame.
struct Group<'a> {
    edits: &'a [usize],
    blamed: Vec<&'a Blamed>,
}

fn groups(verdict: &Verdict) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in &verdict.blamed {
        match groups.iter_mut().find(|group| group.edits == one.edits) {
            Some(group) => group.blamed.push(one),
            None => groups.push(Group {
                edits: &one.edits,
                blamed: vec![one],
            }),
        }
    }
    groups
}

/// Whether nothing was compared, because no edit is to be made.
fn is_of_nothing(verdict: &Verdict) -> bool {
    verdict.counts.modules == 0 && verdict.kept.is_empty()
}

/// What was looked at, in lines of a label and a text.
fn looked_at(verdict: &Verdict) -> Vec<(&'static str, String)> {
    let counts = &verdict.counts;
    if is_of_nothing(verdict) {
        return Vec::new();
    }
    let mut lines = vec![(
        "modules",
        format!(
            "{} imported one by one: {} loaded before, {} after",
            counts.modules,
            thousands(counts.loaded_before),
            thousands(counts.loaded_after)
        ),
    )];
    match (counts.tests_before, counts.tests_after) {
        (Some(before), Some(after)) if before == after => {
            lines.push(("tests", format!("{}, before and after", before.words())))
        }
        (Some(before), Some(after)) => {
            lines.push(("tests", format!("{} before; {} after", before.words(), after.words())))
        }
        (Some(before), None) => lines.push(("tests", format!("{} before", before.words()))),
        (None, _) if counts.tests > 0 => lines.push(("tests", format!("{} run, before and after", counts.tests))),
        (None, _) => {}
    }
    if !verdict.added_names.is_empty() {
        let names = verdict.added_names.iter();
        let names: Vec<String> = names
            .map(|(name, modules)| format!("{name} in {}", counted(*modules, "module")))
            .collect();
        lines.push((
            "names",
            format!("{} added, which is part of deferring", names.join(", ")),
        ));
    }
    if counts.commands > 0 {
        let failing = match counts.failing_commands {
            0 => String::new(),
            failing => format!(", {failing} of which failed as before"),
        };
        lines.push((
            "commands",
            format!("{} run{failing}", counted(counts.commands, "command")),
        ));
    }
    if counts.has_type_checker {
        lines.push(("types", "checked".to_owned()));
    }
    lines
}

/// The first sentence.
fn headline(verdict: &Verdict, edits: &[Edit]) -> String {
    let made = counted(edits.len(), "edit");
    match verdict.blamed.len() {
        0 if is_of_nothing(verdict) => {
            "Nothing to compare: no edit is to be made; `dormant check --show-blocked` says why.".to_owned()
        }
        0 if verdict.is_proven => format!("The same program after {made}."),
        0 => format!("Nothing differs after {made}."),
        differing => {
            let dropped = verdict.kept.iter().filter(|kept| !**kept).count();
            let rest = match (verdict.is_proven, dropped) {
                (true, _) => format!(
                    "the same program without {}",
                    counted(dropped, "of them").replace("of thems", "of them")
                ),
                (false, 0) => "no edit to blame was found".to_owned(),
                (false, _) => "something still differs without those to blame".to_owned(),
            };
            let verb = if differing == 1 { "differs" } else { "differ" };
            format!("{} {verb} after {made}; {rest}.", counted(differing, "thing"))
        }
    }
}

fn place(edit: &Edit) -> String {
    format!("{}:{}", slashed(&edit.path), edit.line)
}

fn what(blamed: &Blamed) -> String {
    let difference = &blamed.difference;
    let about = format!("{} {}", difference.kind, difference.about);
    format!("{}: {}", difference.subject.words(), about.trim())
}

/// For people.
pub fn full(verdict: &Verdict, edits: &[Edit], style: Style) -> String {
    let bold = anstyle::Style::new().bold();
    let red = anstyle::AnsiColor::Red.on_default().bold();
    let green = anstyle::AnsiColor::Green.on_default().bold();
    let mut text = String::new();
    for group in groups(verdict) {
        if group.edits.is_empty() {
            let _ = writeln!(text, "{}", style.paint(bold, "no single set of edits to blame"));
        }
        for &edit in group.edits {
            let edit = &edits[edit];
            let _ = writeln!(
                text,
                "{}  {}",
                style.paint(bold, &place(edit)),
                cut(&edit.what, style.width.saturating_sub(place(edit).len() + 2))
            );
        }
        for one in group.blamed.iter().take(MOST_SHOWN) {
            let _ = writeln!(text, "  {}", cut(&what(one), style.width.saturating_sub(2)));
            for (sign, side, color) in [("-", &one.difference.before, red), ("+", &one.difference.after, green)] {
                let line = cut(&side.replace('\n', "; "), style.width.saturating_sub(6));
                let _ = writeln!(text, "    {} {line}", style.paint(color, sign));
            }
        }
        if let Some(more) = group.blamed.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
            let _ = writeln!(text, "  and {more} more");
        }
        text.push('\n');
    }
    let _ = writeln!(text, "{}", headline(verdict, edits));
    for (label, line) in looked_at(verdict) {
        let _ = writeln!(text, "  {label:<9} {line}");
    }
    if !verdict.notes.is_empty() {
        let _ = writeln!(
            text,
            "  {:<9} {} that come with deferring or by chance; --verbose lists them",
            "notes",
            verdict.notes.len()
        );
    }
    text
}

/// For a pull request.
pub fn markdown(verdict: &Verdict, edits: &[Edit]) -> String {
    let mut text = format!("{}\n\n", headline(verdict, edits));
    for (label, line) in looked_at(verdict) {
        let _ = writeln!(text, "- {label}: {line}");
    }
    if verdict.blamed.is_empty() {
        return text;
    }
    text.push_str("\n| edit | differs | before | after |\n|---|---|---|---|\n");
    for one in &verdict.blamed {
        let places: Vec<String> = one
            .edits
            .iter()
            .map(|&edit| format!("`{}`", place(&edits[edit])))
            .collect();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            if places.is_empty() {
                "none found".to_owned()
            } else {
                places.join(", ")
            },
            cell(&what(one)),
            cell(&one.difference.before),
            cell(&one.difference.after)
        );
    }
    text
}

/// What was compared, and what differs.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub(super) struct Document<'a> {
    version: u32,
    is_proven: bool,
    counts: crate::verify::Counts,
    added_names: &'a crate::verify::AddedNames,
    edits: Vec<EditObject<'a>>,
    differences: &'a [Blamed],
    notes: &'a [Note],
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct EditObject<'a> {
    path: String,
    line: u32,
    what: &'a str,
    kept: bool,
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Document<'static>)
}

/// For programs. `differences[].edits` are places in `edits`, counted from zero.
pub fn json(verdict: &Verdict, edits: &[Edit]) -> String {
    // Plain data with string keys cannot fail to be written.
    serde_json::to_string_pretty(&document(verdict, edits)).unwrap_or_default() + "\n"
}

/// The object itself.
pub(super) fn document<'a>(verdict: &'a Verdict, edits: &'a [Edit]) -> Document<'a> {
    let edits = edits.iter().zip(&verdict.kept).map(|(edit, &kept)| EditObject {
        path: slashed(&edit.path),
        line: edit.line,
        what: &edit.what,
        kept,
    });
    Document {
        version: VERSION,
        is_proven: verdict.is_proven,
        counts: verdict.counts,
        added_names: &verdict.added_names,
        edits: edits.collect(),
        differences: &verdict.blamed,
        notes: &verdict.notes,
    }
}

/// The first characters of a text that fit.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    kept + "..."
}

/// A text for a cell of a table.
fn cell(text: &str) -> String {
    cut(text, 200).replace('|', "\\|").replace('\n', "; ")
}

/// `1234567` as `1,234,567`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
