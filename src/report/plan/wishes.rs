//! What it would take: changes by hand, each with what it would free.
use super::super::Style;
use super::super::words::{counted, general, listed, shown, wrapped};
use super::bold;
use crate::plan::model::{Reason, Wish};

/// What stands above the wishes.
pub(super) const TITLE: &str = "What it would take: changes by hand, each beside those above it";

/// Places, and what goes with the same words, that a wish names; JSON has all.
const NAMED: usize = 3;

/// `34.2 ms  urwid (71 modules)`, and below it the changes and what they free.
pub(super) fn lines(wish: &Wish, style: Style) -> String {
    let packages: Vec<String> = wish.packages.iter().map(|(name, _)| shown(name)).collect();
    let alone = match wish.saved_ms - wish.alone_ms > 0.05 {
        true => format!("; alone {:.1} ms", wish.alone_ms),
        false => String::new(),
    };
    let what = format!(
        "{:>8.1} ms  {} ({}{alone})",
        wish.saved_ms,
        listed(&packages, 4),
        counted(wish.modules, "module")
    );
    let mut text = format!("{}\n", bold(style, &what));
    for change in changes(&wish.reasons) {
        text += &indented(&change, style);
    }
    let edits: Vec<String> = wish
        .edits
        .iter()
        .map(|edit| {
            format!(
                "{}:{} {}",
                shown(&edit.place.path),
                edit.place.line,
                shown(&edit.statement())
            )
        })
        .collect();
    text + &indented(&format!("frees {}", listed(&edits, NAMED)), style)
}

/// `quote `-> AttrMap` (cleanup.py:11) [evaluated-annotation]`, each change once with all its places.
pub(super) fn changes(reasons: &[Reason]) -> Vec<String> {
    let mut found: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for reason in reasons {
        let place = reason.place.as_ref();
        let place = place.map(|place| format!("{}:{}", shown(&place.path), place.line));
        let words = reason.change.as_ref().unwrap_or(&reason.text);
        match found
            .iter_mut()
            .find(|(known, code, _)| (*known, *code) == (words.as_str(), reason.code.as_str()))
        {
            Some((_, _, places)) => places.extend(place),
            None => found.push((words, &reason.code, place.into_iter().collect())),
        }
    }
    // What is said in the same words is said once, with what each is about.
    let mut told: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for (words, code, places) in found {
        let at = match places.is_empty() {
            true => String::new(),
            false => format!(" ({})", listed(&places, NAMED)),
        };
        let (head, rest) = general(words);
        let same = told
            .iter_mut()
            .find(|(known, other, _)| rest.is_some() && (*known, *other) == (head, code));
        match (same, rest) {
            (Some((_, _, parts)), Some(rest)) => parts.push(format!("{}{at}", shown(rest))),
            _ => told.push((head, code, vec![format!("{}{at}", shown(words))])),
        }
    }
    told.into_iter()
        .map(|(_, code, parts)| {
            let more = match parts.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!("; and {more} more"),
            };
            let named = &parts[..parts.len().min(NAMED)];
            format!("{}{more} [{code}]", named.join("; "))
        })
        .collect()
}

/// Lines below a number of milliseconds.
pub(super) fn indented(text: &str, style: Style) -> String {
    let indent = " ".repeat(13);
    let lines = wrapped(text, style.width.saturating_sub(13)).replace('\n', &format!("\n{indent}"));
    format!("{indent}{lines}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_in_the_same_words_is_said_once() {
        let reasons: Vec<Reason> = (1..=5)
            .map(|number| Reason::new("has-effects", format!("Keep the import: `app.m{number}` prints")))
            .collect();
        let told = |count: usize| changes(&reasons[..count]);
        assert_eq!(
            told(2),
            ["Keep the import: `app.m1` prints; `app.m2` prints [has-effects]"]
        );
        let many = "Keep the import: `app.m1` prints; `app.m2` prints; `app.m3` prints; and 2 more [has-effects]";
        assert_eq!(told(5), [many]);
    }
}
