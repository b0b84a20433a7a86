use super::*;
use crate::plan::model::{CurvePoint, Edit, FirstUse, Later, Met, Place, Reason, Rivals, SCHEMA, TakenBack, Wish};
use crate::verdict::{Accepted, Strategy};

pub(in crate::report) fn edit(path: &str, line: u32, import: &str) -> Edit {
    Edit {
        place: Place {
            path: path.to_owned(),
            line,
        },
        module: path.trim_end_matches(".py").replace('/', "."),
        imports: vec![import.to_owned()],
        strategies: vec![Strategy::FunctionLocal],
        alone_ms: 0.0,
        later: None,
        tested: None,
    }
}

fn later(ms: f64, uses: &[(&str, u32)], met: &[(&str, f64)]) -> Later {
    let place = |&(how, line): &(&str, u32)| FirstUse {
        how: how.to_owned(),
        place: Some(Place {
            path: "app/one.py".to_owned(),
            line,
        }),
    };
    let met = met.iter().map(|&(function, ms)| Met {
        command: vec!["app".to_owned(), "draw".to_owned()],
        function: function.to_owned(),
        ms,
    });
    Later {
        ms,
        modules: 2,
        uses: uses.iter().map(place).collect(),
        met: met.collect(),
    }
}

pub(super) fn wish() -> Wish {
    Wish {
        reasons: vec![Reason {
            place: Some(Place {
                path: "app/cleanup.py".to_owned(),
                line: 11,
            }),
            change: Some("quote `-> AttrMap`".to_owned()),
            ..Reason::new("evaluated-annotation", "Python evaluates this annotation")
        }],
        edits: vec![edit("app/cleanup.py", 3, "from urwid import AttrMap")],
        saved_ms: 34.2,
        alone_ms: 12.0,
        total_ms: 34.2,
        modules: 71,
        packages: vec![("urwid".to_owned(), 34.0)],
    }
}

fn plan() -> Plan {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    Plan {
        schema: SCHEMA,
        commands: vec![Command {
            command: names(&["app", "--help"]),
            weight: 1.0,
            exit_status: 0,
            python: "3.12.1".to_owned(),
            startup_ms: 400.0,
            imports_ms: 310.5,
            saved_ms: 90.25,
            modules: 523,
            removed: names(&["big", "big.core", "small"]),
        }],
        steps: vec![
            Step {
                edits: vec![
                    Edit {
                        later: Some(later(70.5, &[("in `draw`", 20), ("in `save`", 31)], &[("draw", 69.9)])),
                        ..edit("app/one.py", 3, "from big import thing")
                    },
                    edit(
                        "app/commands/another_long_name/two.py",
                        14,
                        "from big.core.machinery import Engine as TheEngine",
                    ),
                ],
                saved_ms: 80.0,
                total_ms: 80.0,
                total_edits: 2,
                modules: 2,
                packages: vec![("big".to_owned(), 80.0)],
            },
            Step {
                edits: vec![Edit {
                    later: Some(later(10.25, &[("where a name of `app.one` is asked for", 4)], &[])),
                    ..edit("app/one.py", 4, "import small")
                }],
                saved_ms: 10.25,
                total_ms: 90.25,
                total_edits: 3,
                modules: 1,
                packages: vec![("small".to_owned(), 10.25)],
            },
        ],
        remaining: vec![Remaining {
            more: Vec::new(),
            package: "pydantic".to_owned(),
            self_ms: 41.5,
            modules: 60,
            place: Some(Place {
                path: "app/models.py".to_owned(),
                line: 5,
            }),
            import: Some("from pydantic import BaseModel".to_owned()),
            reason: Reason::new(
                "used-at-import",
                "The name is used while the module executes: a base class (app/models.py:9)",
            ),
        }],
        assumed: names(&["small._native"]),
        accepted: vec![Accepted {
            module: "big".to_owned(),
            facet: "cwd".to_owned(),
            why: "nobody asks for it".to_owned(),
            count: 1,
        }],
        wishes: vec![wish()],
        curve: [(0, 0.0), (2, 80.0), (3, 90.25), (9, 93.0)]
            .map(|(edits, saved_ms)| CurvePoint { edits, saved_ms })
            .to_vec(),
        rivals: Rivals {
            by_cumulative_ms: 0.0,
            by_alone_ms: 10.25,
        },
        check: Some(Check {
            rounds: 2,
            still_loaded: Vec::new(),
            also_gone: names(&["small.extra"]),
            new: Vec::new(),
            taken_back: vec![TakenBack {
                place: Place {
                    path: "app/one.py".to_owned(),
                    line: 8,
                },
                import: "import yaml".to_owned(),
                reason: Reason::new("used-at-start", "`main` of `app.one` ran and imported it in its body"),
            }],
        }),
    }
}

#[test]
fn the_table_fits_80_columns() {
    let text = table(&plan(), Style::PLAIN);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn nothing_to_gain_is_said() {
    let mut plan = plan();
    plan.steps.clear();
    plan.remaining.clear();
    plan.wishes.clear();
    plan.assumed.clear();
    plan.accepted.clear();
    plan.check = None;
    insta::assert_snapshot!(table(&plan, Style::PLAIN), @"
    app --help
      400.0 ms of CPU under Python 3.12.1, 310.5 ms of it in 523 modules

    No edit that dormant can make safely saves enough.

    Not checked by running: what is saved is predicted from the profile alone.
    ");
}

#[test]
fn the_page_is_whole_and_escaped() {
    let mut plan = plan();
    plan.commands[0].command[1] = "<b>&".to_owned();
    let page = html::page(&plan);
    assert!(!page.contains("<b>&"), "what users give is escaped");
    insta::assert_snapshot!(page);
}
