//! The answer to `plan --what-if`: what would follow if some reasons no longer held.
use super::super::Style;
use super::super::words::{counted, listed, shown, wrapped};
use super::wishes;
use crate::plan::model::{Answer, StillHeld};

/// Imports that are named though others hold them.
const NAMED: usize = 8;

/// For people.
pub fn text(answer: &Answer, style: Style) -> String {
    let question = shown(&answer.question);
    if answer.concerned == 0 {
        return format!("Nothing that the command loads is held by {question}.\n");
    }
    let (reasons, imports) = (counted(answer.reasons, "reason"), counted(answer.concerned, "import"));
    let mut text = format!("Without {question}: {reasons} of {imports}.\n");
    match &answer.wish {
        Some(wish) => text += &wishes::lines(wish, style),
        None => text += "Nothing would be freed: other reasons hold all of them.\n",
    }
    if !answer.held.is_empty() && answer.wish.is_some() {
        text += &format!("Other reasons hold {}.\n", counted(answer.held.len(), "import"));
    }
    for held in answer.held.iter().take(NAMED) {
        text += &still_held(held, style);
    }
    match answer.held.len().saturating_sub(NAMED) {
        0 => text,
        more => text + &format!("  and {more} more\n"),
    }
}

/// One object, indented, with a final newline.
pub fn json(answer: &Answer) -> String {
    // Plain values with texts for keys: serialising them cannot fail.
    let mut text = serde_json::to_string_pretty(answer).unwrap_or_default();
    text.push('\n');
    text
}

/// `app/cli.py:3 import rich: quote `x` (app/cli.py:9) [evaluated-annotation]`.
fn still_held(held: &StillHeld, style: Style) -> String {
    let reasons = wishes::changes(&held.reasons);
    let line = format!(
        "{}:{} {}: {}",
        shown(&held.place.path),
        held.place.line,
        shown(&held.import),
        listed(&reasons, 3)
    );
    let lines = wrapped(&line, style.width.saturating_sub(4)).replace('\n', "\n    ");
    format!("  {lines}\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::wish;
    use super::*;
    use crate::plan::model::{Place, Reason};

    fn answer() -> Answer {
        Answer {
            question: "evaluated-annotation".to_owned(),
            reasons: 3,
            concerned: 2,
            held: vec![StillHeld {
                place: Place {
                    path: "app/other.py".to_owned(),
                    line: 4,
                },
                import: "import yaml".to_owned(),
                reasons: vec![Reason::new("doctest", "A doctest uses the name")],
            }],
            wish: Some(wish()),
        }
    }

    #[test]
    fn what_would_be_freed_and_what_would_not() {
        insta::assert_snapshot!(text(&answer(), Style::PLAIN), @"
        Without evaluated-annotation: 3 reasons of 2 imports.
            34.2 ms  urwid (71 modules; alone 12.0 ms)
                     quote `-> AttrMap` (app/cleanup.py:11) [evaluated-annotation]
                     frees app/cleanup.py:3 from urwid import AttrMap
        Other reasons hold 1 import.
          app/other.py:4 import yaml: A doctest uses the name [doctest]
        ");
    }

    #[test]
    fn nothing_would_follow() {
        let held = Answer { wish: None, ..answer() };
        assert!(text(&held, Style::PLAIN).contains("Nothing would be freed"));
        let nobody = Answer {
            concerned: 0,
            ..answer()
        };
        insta::assert_snapshot!(text(&nobody, Style::PLAIN), @"Nothing that the command loads is held by evaluated-annotation.");
    }
}
