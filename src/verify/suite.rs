//! Outcomes of tests, before and after. Pure.
use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::{Difference, Note, Subject};
use crate::process::Ending;

/// What became of a run of the tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcomes {
    /// By node id, where the tests are pytest's or unittest's: `passed`, `failed`, `error`, `skipped`, `xfailed`, `xpassed`.
    pub tests: BTreeMap<String, String>,
    /// How the command ended.
    pub ending: Ending,
    /// Whether that was a success.
    pub is_success: bool,
    /// Whether every test is in `tests`: they are those of pytest.
    pub is_listed: bool,
    /// How many tests the runner says that it has run, where it says that at all.
    pub count: Option<usize>,
    /// The last lines that it printed, for people.
    pub tail: String,
}

/// How many tests came out how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Tally {
    /// Those that passed, or failed as they should.
    pub passed: usize,
    /// Those that failed, could not be run, or passed though they should not.
    pub failed: usize,
    /// Those that were skipped.
    pub skipped: usize,
}

impl Tally {
    /// `12 passed, 1 failed, 2 skipped`, without what there is none of.
    pub fn words(self) -> String {
        let parts = [
            (self.passed, "passed"),
            (self.failed, "failed"),
            (self.skipped, "skipped"),
        ];
        let parts = parts.into_iter().filter(|(count, _)| *count > 0);
        let parts: Vec<String> = parts.map(|(count, word)| format!("{count} {word}")).collect();
        match parts.is_empty() {
            true => "none run".to_owned(),
            false => parts.join(", "),
        }
    }
}

impl Outcomes {
    /// How many tests were run, as far as is known.
    pub fn number(&self) -> usize {
        match self.tests.len() {
            0 => self.count.unwrap_or_default(),
            number => number,
        }
    }

    /// How many came out how.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for outcome in self.tests.values() {
            match outcome.as_str() {
                "passed" | "xfailed" => tally.passed += 1,
                "skipped" => tally.skipped += 1,
                _ => tally.failed += 1,
            }
        }
        tally
    }
}

fn is_good(outcome: &str) -> bool {
    matches!(outcome, "passed" | "skipped" | "xfailed")
}

/// What differs; tests that fail before are nobody's fault. `only` are the tests that were run after, where not all were.
pub(super) fn compare(
    before: &Outcomes,
    after: &Outcomes,
    only: Option<&[String]>,
    differences: &mut Vec<Difference>,
    notes: &mut Vec<Note>,
) {
    let ran = |id: &String| only.is_none_or(|only| only.contains(id));
    for (id, old) in before.tests.iter().filter(|(id, _)| ran(id)) {
        let new = after.tests.get(id).map_or("not run", String::as_str);
        if old == new {
            continue;
        }
        if is_good(old) {
            differences.push(Difference {
                subject: Subject::Test(id.clone()),
                kind: "outcome".into(),
                about: String::new(),
                before: old.clone(),
                after: new.to_owned(),
            });
        } else {
            let text = format!("{old} before, {new} after");
            notes.push(Note {
                subject: Subject::Test(id.clone()),
                text,
            });
        }
    }
    // A file of tests that no longer loads is an error that was not there before.
    for (id, new) in after
        .tests
        .iter()
        .filter(|(id, new)| !is_good(new) && !before.tests.contains_key(*id))
    {
        differences.push(Difference {
            subject: Subject::Test(id.clone()),
            kind: "outcome".into(),
            about: String::new(),
            before: "not there".into(),
            after: new.clone(),
        });
    }
    if only.is_none()
        && before.is_success
        && !after.is_success
        && differences.iter().all(|one| !matches!(one.subject, Subject::Test(_)))
    {
        differences.push(Difference {
            subject: Subject::Suite,
            kind: "exit status".into(),
            about: String::new(),
            before: before.ending.to_string(),
            after: format!("{}: {}", after.ending, after.tail),
        });
    }
}

/// The outcomes in what `python -m unittest -v` prints.
pub(super) fn of_unittest(text: &str) -> BTreeMap<String, String> {
    let outcome = |word: &str| match word {
        "ok" => Some("passed"),
        "FAIL" => Some("failed"),
        "ERROR" => Some("error"),
        "expected failure" => Some("xfailed"),
        "unexpected success" => Some("xpassed"),
        word if word.starts_with("skipped") => Some("skipped"),
        _ => None,
    };
    let line = |line: &str| {
        let (head, word) = line.rsplit_once(" ... ")?;
        let name = head
            .split_once('(')
            .and_then(|(_, rest)| rest.split_once(')'))
            .map_or(head, |(id, _)| id);
        Some((name.trim().to_owned(), outcome(word.trim())?.to_owned()))
    };
    text.lines().filter_map(line).collect()
}

/// How many tests a runner says that it has run: `Ran 3 tests in 0.1s` as unittest and what is made of it, `3 passed in 0.1s`
/// as pytest where it lists none, because it ran in another environment.
pub(super) fn count(text: &str) -> Option<usize> {
    let of_line = |line: &str| -> Option<usize> {
        let words: Vec<&str> = line
            .split(|c: char| c.is_whitespace() || matches!(c, '=' | ',' | ':'))
            .filter(|word| !word.is_empty())
            .collect();
        if let ["Ran", number, "test" | "tests", ..] = words[..] {
            return number.parse().ok();
        }
        let is_count = |word: &str| matches!(word, "passed" | "passed." | "failed" | "skipped" | "xfailed");
        let pairs = words.windows(2).filter(|pair| is_count(pair[1]));
        pairs
            .filter_map(|pair| pair[0].parse::<usize>().ok())
            .reduce(|sum, more| sum + more)
    };
    text.lines().filter_map(of_line).reduce(|sum, more| sum + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(tests: &[(&str, &str)], is_success: bool) -> Outcomes {
        Outcomes {
            tests: tests
                .iter()
                .map(|&(id, outcome)| (id.to_owned(), outcome.to_owned()))
                .collect(),
            ending: Ending::Exit(i32::from(!is_success)),
            is_success,
            is_listed: true,
            count: None,
            tail: "2 failed".into(),
        }
    }

    fn compared(before: &Outcomes, after: &Outcomes) -> (Vec<String>, usize) {
        let (mut differences, mut notes) = (Vec::new(), Vec::new());
        compare(before, after, None, &mut differences, &mut notes);
        let said = differences
            .iter()
            .map(|one| format!("{}: {} -> {}", one.subject.words(), one.before, one.after));
        (said.collect(), notes.len())
    }

    #[test]
    fn tests_that_pass_have_to_pass() {
        let before = outcomes(
            &[("a", "passed"), ("b", "failed"), ("c", "skipped"), ("d", "passed")],
            false,
        );
        let after = outcomes(
            &[("a", "failed"), ("b", "passed"), ("c", "passed"), ("e", "error")],
            false,
        );
        let (said, notes) = compared(&before, &after);
        assert_eq!(
            said,
            [
                "test a: passed -> failed",
                "test c: skipped -> passed",
                "test d: passed -> not run",
                "test e: not there -> error"
            ]
        );
        assert_eq!(notes, 1);
        assert_eq!(compared(&before, &before), (vec![], 0));
    }

    #[test]
    fn outcomes_are_counted() {
        let found = outcomes(
            &[("a", "passed"), ("b", "error"), ("c", "skipped"), ("d", "xfailed")],
            false,
        );
        assert_eq!(found.tally().words(), "2 passed, 1 failed, 1 skipped");
        assert_eq!(outcomes(&[], true).tally().words(), "none run");
    }

    #[test]
    fn without_node_ids_the_exit_status_counts() {
        let (said, _) = compared(&outcomes(&[], true), &outcomes(&[], false));
        assert_eq!(said, ["the test suite: exit status 0 -> exit status 1: 2 failed"]);
        assert_eq!(
            compared(&outcomes(&[], false), &outcomes(&[], false)).0,
            Vec::<String>::new()
        );
    }

    #[test]
    fn runners_say_how_many_tests_they_ran() {
        for (text, expected) in [
            ("..\n----\nRan 2 tests in 0.001s\n\nOK\n", Some(2)),
            ("Ran 0 tests in 0.000s\n", Some(0)),
            ("Ran 1 test in 0.1s\nRan 3 tests in 0.1s\n", Some(4)),
            ("===== 1 failed, 3 passed, 1 skipped in 0.13s =====\n", Some(5)),
            ("  py312: OK\n", None),
            ("all passed\n", None),
            ("", None),
        ] {
            assert_eq!(count(text), expected, "{text}");
        }
    }

    #[test]
    fn unittest_says_its_outcomes_in_lines() {
        let text = "test_a (tests.test_x.X.test_a) ... ok\ntest_b (tests.test_x.X.test_b)\nDoc ... FAIL\ntest_c (t.C.test_c) ... skipped 'no'\n";
        let found = of_unittest(text);
        assert_eq!(found["tests.test_x.X.test_a"], "passed");
        assert_eq!(found["Doc"], "failed");
        assert_eq!(found["t.C.test_c"], "skipped");
    }
}
