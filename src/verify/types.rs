//! The verdict of a type checker.
use std::collections::BTreeMap;

use super::difference::{Difference, Subject};
use super::run::{Place, Unable};
use super::workspace::Workspace;
use crate::process::Ending;

/// Messages without their lines and columns, and how often each comes.
pub(super) type Messages = BTreeMap<String, usize>;

/// What a type checker said.
#[derive(Debug)]
pub(super) struct Said {
    pub messages: Messages,
    pub ending: Ending,
    /// The last line that it printed, for people.
    pub tail: String,
}

/// Runs the type checker in a fresh copy.
pub(super) fn run(place: &Place, workspace: &mut Workspace<'_>, line: &str) -> Result<Said, Unable> {
    workspace.renew()?;
    let tree = workspace.tree();
    let done = place.run_line(line, &tree).run()?;
    let text = format!("{}\n{}", done.stderr.text(), done.stdout.text());
    let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    Ok(Said {
        messages: messages(&text, done.ending.is_success()),
        ending: done.ending,
        tail: last.trim().to_owned(),
    })
}

/// The lines that are about a place in a file: `path:line:column: severity: text`, with blanks before it or an arrow, too.
fn messages(text: &str, is_success: bool) -> Messages {
    let mut found = Messages::new();
    for line in text.lines() {
        if let Some(message) = message(line) {
            *found.entry(message).or_default() += 1;
        }
    }
    // A checker that fails in a way of its own has said something, too.
    if found.is_empty() && !is_success {
        let last = text
            .lines()
            .rev()
            .find(|line| !line.trim().is_empty())
            .unwrap_or("failed without a message");
        found.insert(last.trim().to_owned(), 1);
    }
    found
}

fn message(line: &str) -> Option<String> {
    let (path, rest) = line.split_once(".py:").or_else(|| line.split_once(".pyi:"))?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':' || c == ' ' || c == '-');
    (!rest.is_empty() && !rest.starts_with("note:")).then(|| format!("{}.py: {rest}", path.trim()))
}

/// New messages; that old ones are gone is welcome.
pub(super) fn compare(line: &str, before: &Messages, after: &Messages, differences: &mut Vec<Difference>) {
    for (message, &count) in after {
        let old = before.get(message).copied().unwrap_or(0);
        if count > old {
            differences.push(Difference {
                subject: Subject::TypeChecker(line.to_owned()),
                kind: "message".into(),
                about: message.clone(),
                before: format!("{old} times"),
                after: format!("{count} times"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_the_same_wherever_it_moves() {
        let before = messages("a.py:3: error: Bad\na.py:4:7: note: See\nFound 1 error\n", false);
        let after = messages("a.py:9: error: Bad\n  a.py:4:7 - error: Worse\n", false);
        assert_eq!(before.keys().collect::<Vec<_>>(), ["a.py: error: Bad"]);
        let mut differences = Vec::new();
        compare("mypy", &before, &after, &mut differences);
        assert_eq!(differences.len(), 1);
        assert_eq!(differences[0].about, "a.py: error: Worse");
    }

    #[test]
    fn a_checker_that_fails_without_a_place_counts() {
        assert_eq!(messages("mypy: can't read file\n", false).len(), 1);
        assert!(messages("Success: no issues\n", true).is_empty());
    }
}
