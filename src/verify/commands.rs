//! What commands print, and how they end.
use super::difference::{Difference, Note, Subject};
use super::loaded::Watch;
use super::marked::Marked;
use super::run::{Place, Unable};
use super::workspace::Workspace;
use crate::process::Ending;

/// What one run of a command left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Output {
    pub ending: Ending,
    pub stdout: String,
    pub stderr: String,
}

/// Runs a command in a fresh copy.
pub(super) fn run(place: &Place, workspace: &mut Workspace<'_>, line: &str) -> Result<Output, Unable> {
    run_watched(place, workspace, line, None)
}

/// The same, looked at by something.
pub(super) fn run_watched(
    place: &Place,
    workspace: &mut Workspace<'_>,
    line: &str,
    watch: Option<&Watch>,
) -> Result<Output, Unable> {
    workspace.renew()?;
    let tree = workspace.tree();
    let job = match watch {
        Some(watch) => watch.watched(watch.place(place).run_line(Marked::of(line).line, &tree), &tree),
        None => place.run_line(Marked::of(line).line, &tree),
    };
    let done = job.run()?;
    let text = |captured: &crate::process::Captured| without_line_numbers(&captured.text());
    Ok(Output {
        ending: done.ending,
        stdout: text(&done.stdout),
        stderr: text(&done.stderr),
    })
}

/// An edit may move what a traceback or a warning points to.
fn without_line_numbers(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let Some((head, rest)) = line.split_once(".py") else {
            result.push_str(line);
            continue;
        };
        let tail = rest.strip_prefix("\", line ").or_else(|| rest.strip_prefix(':'));
        let tail = tail.map(|tail| tail.trim_start_matches(|c: char| c.is_ascii_digit()));
        match tail {
            Some(tail) => result.push_str(&format!("{head}.py:{tail}")),
            None => result.push_str(line),
        }
    }
    result
}

/// One of the things that a run left.
type Part = fn(&Output) -> String;

/// What differs, where two runs of the original (`before` and `again`) say what always does.
pub(super) fn compare(
    line: &str,
    before: &Output,
    again: &Output,
    after: &Output,
    differences: &mut Vec<Difference>,
    notes: &mut Vec<Note>,
) {
    let parts: [(&str, Part); 3] = [
        ("exit status", |output| output.ending.to_string()),
        ("output", |output| output.stdout.clone()),
        ("messages", |output| output.stderr.clone()),
    ];
    for (kind, part) in parts {
        let (old, twin, new) = (part(before), part(again), part(after));
        if old == new || twin == new {
            continue;
        }
        match masked(&old, &twin, &new) {
            Some((old, new)) if old != new => differences.push(Difference {
                subject: Subject::Command(line.to_owned()),
                kind: kind.to_owned(),
                about: String::new(),
                before: old,
                after: new,
            }),
            Some(_) => {}
            None => notes.push(Note {
                subject: Subject::Command(line.to_owned()),
                text: format!("its {kind} varies from run to run, and was not compared"),
            }),
        }
    }
}

/// The first line that differs, before and after, the lines left out that differ between two runs of the original; `None`
/// where even their number does.
fn masked(old: &str, twin: &str, new: &str) -> Option<(String, String)> {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (old, twin, new) = (lines(old), lines(twin), lines(new));
    if old.len() != twin.len() {
        return None;
    }
    for at in 0..old.len().max(new.len()) {
        let absent = || "(nothing)".to_owned();
        let varies = old.get(at) != twin.get(at);
        if !varies && old.get(at) != new.get(at) {
            return Some((
                old.get(at).cloned().unwrap_or_else(absent),
                new.get(at).cloned().unwrap_or_else(absent),
            ));
        }
    }
    Some((String::new(), String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(stdout: &str) -> Output {
        Output {
            ending: Ending::Exit(0),
            stdout: stdout.into(),
            stderr: String::new(),
        }
    }

    fn said(before: &str, again: &str, after: &str) -> (Vec<(String, String)>, usize) {
        let (mut differences, mut notes) = (Vec::new(), Vec::new());
        compare(
            "x",
            &output(before),
            &output(again),
            &output(after),
            &mut differences,
            &mut notes,
        );
        (
            differences.into_iter().map(|one| (one.before, one.after)).collect(),
            notes.len(),
        )
    }

    #[test]
    fn the_first_line_that_differs_is_shown() {
        assert_eq!(said("a\nb\n", "a\nb\n", "a\nc\n").0, [("b".into(), "c".into())]);
        assert_eq!(said("a\n", "a\n", "a\nc\n").0, [("(nothing)".into(), "c".into())]);
        assert_eq!(said("a\n", "a\n", "a\n"), (vec![], 0));
    }

    #[test]
    fn lines_that_vary_by_themselves_do_not_count() {
        assert_eq!(said("a\n12:01\n", "a\n12:02\n", "a\n12:03\n"), (vec![], 0));
        assert_eq!(said("a\n1\n", "a\n2\n", "b\n3\n").0, [("a".into(), "b".into())]);
        assert_eq!(said("a\n1\n", "a\n2\n3\n", "b\n"), (vec![], 1));
    }

    #[test]
    fn line_numbers_may_move() {
        let text = "  File \"/x/a.py\", line 12, in f\n/x/a.py:3: UserWarning: old\nx.py is 3\n";
        assert_eq!(
            without_line_numbers(text),
            "  File \"/x/a.py:, in f\n/x/a.py:: UserWarning: old\nx.py is 3\n"
        );
    }
}
