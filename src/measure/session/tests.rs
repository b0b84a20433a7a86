//! Whole measurements with an executor that starts nothing.
use std::cell::Cell;

use super::super::command::{Entry, Facts};
use super::super::model::{DIRECT, Verdict};
use super::super::schedule::mock::{Mock, failed, took};
use super::*;
use crate::process::{Captured, Done};

fn command() -> Command {
    Command {
        entry: Entry::Console {
            name: "app".into(),
            module: "app.cli".into(),
            attribute: "main".into(),
            file: Some("/v/bin/app".into()),
        },
        args: vec!["--help".into()],
        python: "/v/bin/python".into(),
        facts: Facts {
            version: "3.12.1".into(),
            ..Facts::default()
        },
    }
}

fn tree(folder: &str) -> Option<Tree> {
    Some(Tree {
        folder: folder.into(),
        roots: vec![folder.into()],
        dependencies: Vec::new(),
    })
}

fn order(runners: &[Runner]) -> Order {
    Order {
        words: vec!["app".into(), "--help".into()],
        trees: Sides {
            before: tree("/old"),
            after: tree("/new"),
        },
        runners: runners.to_vec(),
        runs: 6,
        ..Order::default()
    }
}

fn import_times(names: &[&str]) -> Done {
    let lines: Vec<String> = names
        .iter()
        .map(|name| format!("import time: 100 | 200 | {name}"))
        .collect();
    Done {
        stderr: Captured {
            bytes: lines.join("\n").into_bytes(),
            ..Captured::default()
        },
        ..took(1)
    }
}

fn measured(order: &Order, answer: impl FnMut(&str, usize) -> Done) -> Measurement {
    let mut mock = Mock {
        answer,
        log: Vec::new(),
    };
    measure_with(order, &command(), &mut mock, &mut |_| {}).expect("nothing interrupts")
}

/// In each round, `-c` runs come in the order of the trees or its reverse: tell them apart by counting.
fn by_tree(before: u64, after: u64) -> impl FnMut(&str, usize) -> Done {
    let direct = Cell::new(0_usize);
    move |line, _| {
        if line.contains("importtime") {
            return import_times(&["a", "b", "c"]);
        }
        if !line.contains("sys.exit") {
            return took(10);
        }
        let count = direct.replace(direct.get() + 1);
        // Rounds run forth (before, after) and back (after, before).
        let is_before = matches!(count % 4, 0 | 3);
        took(if is_before { before } else { after })
    }
}

#[test]
fn what_got_faster_is_called_so() {
    let found = measured(&order(&[Runner::Python]), by_tree(200, 90));
    let row = found.direct().unwrap();
    let median = |stats: &Option<Stats>| stats.as_ref().unwrap().cpu_ms.median;
    assert_eq!((median(&row.sides.before), median(&row.sides.after)), (200.0, 90.0));
    assert_eq!(row.verdict, Some(Verdict::Faster));
    assert_eq!((found.modules.before, found.modules.after), (Some(3), Some(3)));
    assert_eq!(found.warnings, Vec::<String>::new());
}

#[test]
fn equal_times_are_unclear() {
    let found = measured(&order(&[Runner::Python]), by_tree(100, 100));
    assert_eq!(found.direct().unwrap().verdict, Some(Verdict::Unclear));
}

#[test]
fn baselines_stand_apart_from_rows() {
    let found = measured(&order(&[Runner::Python, Runner::Uv, Runner::Nuitka]), by_tree(100, 100));
    let names = |rows: &[Row]| rows.iter().map(|row| row.runner.clone()).collect::<Vec<_>>().join(", ");
    assert_eq!(names(&found.rows), "python, uv-run, nuitka");
    assert_eq!(
        names(&found.baselines),
        "interpreter, uv run, interpreter, import of main"
    );
    assert!(found.rows[2].missing.as_deref().unwrap().contains("dormant build"));
}

#[test]
fn the_cold_start_of_a_function_has_no_rows_for_scripts() {
    let root = tempfile::tempdir().expect("a folder");
    let words = ["lambda:".into(), "app.web.handler".into()];
    let handler = crate::process::Handler::read(&words, root.path());
    let handler = handler.expect("a handler").expect("its words are right");
    let function = Command {
        entry: Entry::Handler(handler),
        ..command()
    };
    let mut mock = Mock {
        answer: by_tree(100, 100),
        log: Vec::new(),
    };
    let order = order(&[Runner::Python, Runner::Console, Runner::Uv]);
    let found = measure_with(&order, &function, &mut mock, &mut |_| {}).expect("nothing interrupts");
    let names = |rows: &[Row]| rows.iter().map(|row| row.runner.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found.rows), ["python"]);
    assert_eq!(names(&found.baselines), ["interpreter", "import of the handler"]);
}

#[test]
fn a_runner_that_fails_says_why_and_the_others_go_on() {
    let found = measured(&order(&[Runner::Python, Runner::Console]), |line, _| {
        if line.starts_with("/v/bin/app") {
            failed("no such module")
        } else {
            took(20)
        }
    });
    assert_eq!(found.rows[1].missing.as_deref(), Some("exit status 1: no such module"));
    assert_eq!(found.rows[1].sides, Sides::default());
    assert!(found.direct().unwrap().sides.after.is_some());
}

#[test]
fn one_tree_has_no_verdict() {
    let mut order = order(&[Runner::Python]);
    order.trees = Sides::default();
    order.limits.max_modules = Some(2);
    let found = measured(&order, by_tree(50, 50));
    let row = found.direct().unwrap();
    assert_eq!(
        (row.verdict, row.sides.before.is_none(), found.failed()),
        (None, true, true)
    );
    assert_eq!(found.gates[0].message, "3 modules, 2 allowed");
    assert_eq!(row.runner, DIRECT);
}

#[test]
fn a_noisy_machine_is_warned_about() {
    let mut turn = 0_u64;
    let found = measured(&order(&[Runner::Python]), |_, _| {
        turn += 1;
        took(100 + (turn * 37) % 90)
    });
    assert!(
        found.warnings.iter().any(|warning| warning.contains("noisy")),
        "{:?}",
        found.warnings
    );
}

#[test]
fn what_is_saved_is_read_again() {
    let found = measured(&order(&[Runner::Python]), by_tree(200, 90));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m.json");
    std::fs::write(&path, serde_json::to_string(&found).unwrap()).unwrap();
    assert_eq!(saved(&path).unwrap(), found);
    std::fs::write(&path, "{}").unwrap();
    assert!(saved(&path).unwrap_err().to_string().contains("no measurement saved"));
}
