use super::*;
use crate::plan::model::{Place, Reason, Remaining, SCHEMA};
use crate::profile::testing::small;
use crate::report::measure::testing::measurement;

fn plan() -> Plan {
    Plan {
        schema: SCHEMA,
        commands: Vec::new(),
        steps: Vec::new(),
        assumed: Vec::new(),
        accepted: Vec::new(),
        wishes: Vec::new(),
        remaining: vec![Remaining {
            more: Vec::new(),
            package: "pydantic".to_owned(),
            self_ms: 41.5,
            modules: 60,
            place: Some(Place {
                path: "app/models.py".to_owned(),
                line: 3,
            }),
            import: Some("from pydantic import BaseModel".to_owned()),
            reason: Reason::new("used-at-import", "`BaseModel` is a base class"),
        }],
        curve: Vec::new(),
        rivals: Default::default(),
        check: None,
    }
}

fn edit(line: u32, what: &str) -> Edit {
    Edit {
        file: 0,
        path: "src/app/cli.py".into(),
        line,
        what: what.into(),
    }
}

#[test]
fn a_report_for_a_pull_request() {
    let edits = [
        edit(3, "import docker (function-local)"),
        edit(4, "import yaml (function-local)"),
    ];
    let verdict = Verdict {
        kept: vec![true, false],
        is_proven: true,
        ..Verdict::default()
    };
    let (before, mut after) = (small(), small());
    after.modules.retain(|module| module.name != "requests");
    let measured = measurement();
    let startups = [Startup {
        line: "app --help",
        before: &before,
        after: Some(&after),
        measured: Some(&measured),
    }];
    let plan = plan();
    let said = NewlySaid::from([("ANN001".to_owned(), 2), ("PLC0415".to_owned(), 12)]);
    let optimization = Optimization {
        startups: &startups,
        outcome: Outcome::Optimized,
        is_written: false,
        plan: &plan,
        verified: Some((&verdict, &edits)),
        linter: Some(&said),
        dropped: &[(&edits[1], "test tests/test_cli.py::test_yaml: outcome differs")],
        files: 1,
        lines: super::super::Counts { added: 2, removed: 1 },
        stages: &[
            ("profiling", 4.2),
            ("planning", 2.9),
            ("verifying", 20.0),
            ("measuring", 12.0),
        ],
    };
    insta::assert_snapshot!(markdown(&optimization));
    insta::assert_snapshot!(summary(&optimization), @"`app --help`: 358 ms of CPU before, 219 after; 58 % of the import time is gone; 266 modules before, 191 after.");
}

#[test]
fn a_headline_has_no_times_that_cannot_be_told_apart() {
    let (before, after) = (small(), small());
    let mut measured = measurement();
    for row in &mut measured.rows {
        row.verdict = Some(crate::measure::model::Verdict::Unclear);
    }
    let startup = Startup {
        line: "app --help",
        before: &before,
        after: Some(&after),
        measured: Some(&measured),
    };
    assert_eq!(gain(&startup), "`app --help`: 266 modules before, 191 after.");
}

#[test]
fn nothing_to_gain_is_said_with_what_stays() {
    let before = small();
    let startups = [Startup {
        line: "app --help",
        before: &before,
        after: None,
        measured: None,
    }];
    let plan = plan();
    let optimization = Optimization {
        startups: &startups,
        outcome: Outcome::NothingToGain,
        is_written: false,
        plan: &plan,
        verified: None,
        linter: None,
        dropped: &[],
        files: 0,
        lines: super::super::Counts { added: 0, removed: 0 },
        stages: &[("profiling", 4.2), ("planning", 2.9)],
    };
    insta::assert_snapshot!(markdown(&optimization));
}

#[test]
fn what_the_linter_says_is_one_line() {
    assert_eq!(
        linter(&NewlySaid::new()),
        "ruff, as this project sets it up, says nothing new"
    );
    let one = NewlySaid::from([("F401".to_owned(), 1)]);
    assert_eq!(linter(&one), "ruff, as this project sets it up, newly says: F401 ×1");
}
