//! The formats, on one verdict each.
use super::*;
use crate::verify::{Counts, Difference, Subject, Tally};

fn edits() -> Vec<Edit> {
    let edit = |path: &str, line: u32, what: &str| Edit {
        file: 0,
        path: path.into(),
        line,
        what: what.into(),
    };
    vec![
        edit(
            "src/app/__init__.py",
            3,
            "from app.tools import Client (module-getattr)",
        ),
        edit("src/app/tools.py", 9, "import dockyard (function-local)"),
    ]
}

fn tally(passed: usize, failed: usize) -> Tally {
    Tally {
        passed,
        failed,
        skipped: 2,
    }
}

fn counts() -> Counts {
    Counts {
        modules: 12,
        loaded_before: 3455,
        loaded_after: 1210,
        tests: 231,
        tests_before: Some(tally(228, 1)),
        tests_after: Some(tally(228, 1)),
        commands: 1,
        failing_commands: 0,
        has_type_checker: true,
    }
}

fn same() -> Verdict {
    Verdict {
        kept: vec![true, true],
        is_proven: true,
        added_names: [("TYPE_CHECKING".to_owned(), 3)].into(),
        counts: counts(),
        ..Verdict::default()
    }
}

fn different() -> Verdict {
    let blamed = |subject: Subject, kind: &str, about: &str, before: &str, after: &str| Blamed {
        difference: Difference {
            subject,
            kind: kind.into(),
            about: about.into(),
            before: before.into(),
            after: after.into(),
        },
        edits: vec![0],
    };
    Verdict {
        blamed: vec![
            blamed(
                Subject::Module("app".into()),
                "name",
                "Client",
                "class app.tools.Client",
                "absent, and taken at tests/test_client.py:3",
            ),
            blamed(
                Subject::Test("tests/test_client.py::test_it".into()),
                "outcome",
                "",
                "passed",
                "failed",
            ),
        ],
        kept: vec![false, true],
        counts: Counts {
            tests_after: Some(tally(227, 2)),
            ..counts()
        },
        ..same()
    }
}

#[test]
fn the_same_program() {
    insta::assert_snapshot!(full(&same(), &edits(), Style::PLAIN), @"
    The same program after 2 edits.
      modules   12 imported one by one: 3,455 loaded before, 1,210 after
      tests     228 passed, 1 failed, 2 skipped, before and after
      names     TYPE_CHECKING in 3 modules added, which is part of deferring
      commands  1 command run
      types     checked
    ");
}

#[test]
fn another_program() {
    insta::assert_snapshot!(full(&different(), &edits(), Style::PLAIN), @"
    src/app/__init__.py:3  from app.tools import Client (module-getattr)
      module app: name Client
        - class app.tools.Client
        + absent, and taken at tests/test_client.py:3
      test tests/test_client.py::test_it: outcome
        - passed
        + failed

    2 things differ after 2 edits; the same program without 1 of them.
      modules   12 imported one by one: 3,455 loaded before, 1,210 after
      tests     228 passed, 1 failed, 2 skipped before; 227 passed, 2 failed, 2 skipped after
      names     TYPE_CHECKING in 3 modules added, which is part of deferring
      commands  1 command run
      types     checked
    ");
}

#[test]
fn a_table_for_a_pull_request() {
    insta::assert_snapshot!(markdown(&different(), &edits()), @"
    2 things differ after 2 edits; the same program without 1 of them.

    - modules: 12 imported one by one: 3,455 loaded before, 1,210 after
    - tests: 228 passed, 1 failed, 2 skipped before; 227 passed, 2 failed, 2 skipped after
    - names: TYPE_CHECKING in 3 modules added, which is part of deferring
    - commands: 1 command run
    - types: checked

    | edit | differs | before | after |
    |---|---|---|---|
    | `src/app/__init__.py:3` | module app: name Client | class app.tools.Client | absent, and taken at tests/test_client.py:3 |
    | `src/app/__init__.py:3` | test tests/test_client.py::test_it: outcome | passed | failed |
    ");
}

#[test]
fn one_object_for_programs() {
    insta::assert_snapshot!(json(&different(), &edits()));
}
