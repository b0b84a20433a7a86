//! Small programs whose best edits are plain to see.
use super::choose::Limits;
use super::frontier::{Choice, frontier, saved_us};
use super::imports::Imports;
use super::model::Removal;
use super::network::{Edge, Hold, ROOT};
use super::testing::workload;
use super::{Workload, learn, remaining, steps, why};

const FREE: Limits = Limits {
    most_edits: None,
    enough_us: None,
    least_us: 1.0,
    least_share: 0.0,
};

fn choose(workloads: &[Workload], imports: &Imports, limits: Limits) -> Choice {
    super::choose(&frontier(workloads, imports, &|_| true), workloads, imports, limits)
}

/// Two modules share a heavy package; a third loads a lighter one alone.
fn shop() -> (Workload, Imports) {
    workload(
        &[("app.a", 1), ("app.b", 1), ("app.c", 1), ("big", 50), ("bigger", 8)],
        &[
            "__main__ = app.a",
            "__main__ = app.b",
            "__main__ = app.c",
            "app.a > big",
            "app.b > big",
            "app.c > bigger",
        ],
    )
}

fn texts(imports: &Imports, choice: &Choice) -> Vec<String> {
    let shown = |&number: &usize| format!("{}: {}", imports.all[number].module, imports.all[number].text);
    choice.imports.iter().map(shown).collect()
}

#[test]
fn what_is_shared_is_cut_together() {
    let (workload, imports) = shop();
    let workloads = [workload];
    let saved: Vec<(u32, f64)> = frontier(&workloads, &imports, &|_| true)
        .iter()
        .map(|choice| (choice.edits, choice.saved_us / 1000.0))
        .collect();
    assert_eq!(saved, [(0, 0.0), (2, 50.0), (3, 58.0)]);
}

#[test]
fn the_last_edits_have_to_be_worth_reading() {
    let (workload, imports) = shop();
    let chosen = |least_share: f64| {
        choose(
            std::slice::from_ref(&workload),
            &imports,
            Limits { least_share, ..FREE },
        )
    };
    // 61 ms in all: the last edit saves 8 of them, and the two before it 25 each.
    assert_eq!(chosen(1.2).edits, 3);
    assert_eq!(chosen(1.4).edits, 2);
    assert_eq!(chosen(4.2).edits, 0);
}

#[test]
fn a_limit_is_filled_with_what_is_left() {
    let (workload, imports) = shop();
    let workloads = [workload];
    let one = choose(
        &workloads,
        &imports,
        Limits {
            most_edits: Some(1),
            ..FREE
        },
    );
    assert_eq!(texts(&imports, &one), ["app.c: import bigger"]);
    let all = choose(&workloads, &imports, FREE);
    assert_eq!((all.edits, all.saved_us), (3, 58_000.0));
    let enough = choose(
        &workloads,
        &imports,
        Limits {
            enough_us: Some(40_000.0),
            ..FREE
        },
    );
    assert_eq!(enough.edits, 2);
    let dear = choose(
        &workloads,
        &imports,
        Limits {
            least_us: 10_000.0,
            ..FREE
        },
    );
    assert_eq!(dear.edits, 2);
}

#[test]
fn steps_add_up() {
    let (workload, imports) = shop();
    let workloads = [workload];
    let chosen = choose(&workloads, &imports, FREE);
    let found = steps(&workloads, &imports, &chosen);
    let rows: Vec<(usize, f64, f64, usize)> = found
        .iter()
        .map(|step| (step.edits.len(), step.saved_ms, step.total_ms, step.modules))
        .collect();
    assert_eq!(rows, [(2, 50.0, 50.0, 1), (1, 8.0, 58.0, 1)]);
    let alone: Vec<f64> = found
        .iter()
        .flat_map(|step| &step.edits)
        .map(|edit| edit.alone_ms)
        .collect();
    assert_eq!(alone, [0.0, 0.0, 8.0]);
}

#[test]
fn an_edit_further_up_makes_others_needless() {
    let (workload, imports) = workload(
        &[("app", 1), ("app.cmd", 3), ("big", 20), ("bigger", 30)],
        &["__main__ = app", "app > app.cmd", "app.cmd > big", "app.cmd > bigger"],
    );
    let workloads = [workload];
    let chosen = choose(&workloads, &imports, FREE);
    assert_eq!(texts(&imports, &chosen), ["app: import app.cmd"]);
    assert_eq!(saved_us(&workloads, &chosen.imports), 53_000.0);
}

#[test]
fn commands_count_by_their_weights() {
    let (mut first, imports) = shop();
    let (mut second, _) = shop();
    // The second command does not load what the first one saves most with.
    second.network.nodes[4].self_us = 0;
    (first.weight, second.weight) = (1.0, 3.0);
    let workloads = [first, second];
    let chosen = choose(&workloads, &imports, FREE);
    assert_eq!(chosen.edits, 3);
    assert_eq!(chosen.saved_us, 50_000.0 / 4.0 + 8_000.0);
}

/// What another run sees at the top of a file that was not edited is the import that the plan may still defer.
#[test]
fn a_run_does_not_nail_down_what_it_did_not_try() {
    let (mut workload, imports) = workload(
        &[("app.cli", 1), ("requests", 50), ("json", 8)],
        &["__main__ = app.cli", "app.cli > requests", "app.cli > json"],
    );
    let all = |workload: &Workload| choose(std::slice::from_ref(workload), &imports, FREE).edits;
    assert_eq!(all(&workload), 2);
    let mut after = crate::profile::testing::small();
    after.events.truncate(4);
    for (event, line) in after.events.iter_mut().zip([1, 2, 7, 3]) {
        event.line = line;
    }
    learn(&mut workload.network, &imports, &Default::default(), &after);
    assert_eq!(all(&workload), 2);
    // What stands at no known place does stay, and with it what it loads.
    after.events[1].line = 99;
    learn(&mut workload.network, &imports, &Default::default(), &after);
    assert_eq!(all(&workload), 0);
}

/// Native code imports without a statement: the run is right, and the next prediction agrees with it.
#[test]
fn what_no_statement_accounts_for_is_held_by_who_loaded_it() {
    let (mut workload, imports) = workload(
        &[("app.cli", 1), ("requests", 50), ("json", 8)],
        &["__main__ = app.cli", "app.cli > requests", "app.cli > json"],
    );
    let both = choose(std::slice::from_ref(&workload), &imports, FREE);
    assert_eq!(both.edits, 2);
    let mut after = crate::profile::testing::small();
    after.events.clear();
    after.modules.retain(|module| module.name != "json");
    assert!(after.modules.iter().any(|module| module.name == "requests"));
    learn(&mut workload.network, &imports, &both.imports, &after);
    let chosen = choose(std::slice::from_ref(&workload), &imports, FREE);
    assert_eq!(texts(&imports, &chosen), ["app.cli: import json"]);
}

/// What goes into the main guard runs at once: it is taken back, and what stands behind it can still go.
#[test]
fn an_import_in_the_main_guard_hides_nothing_behind_it() {
    let (mut workload, imports) = workload(
        &[("app.cli", 1), ("requests", 50), ("json", 8)],
        &["__main__ > app.cli", "app.cli > requests", "app.cli > json"],
    );
    let first = choose(std::slice::from_ref(&workload), &imports, FREE);
    assert_eq!(texts(&imports, &first), ["__main__: import app.cli"]);
    let mut after = crate::profile::testing::small();
    after.events.truncate(1);
    let guarded = &mut after.events[0];
    (guarded.importer, guarded.target, guarded.line) = ("__main__".to_owned(), "app.cli".to_owned(), 5);
    let taken_back = learn(&mut workload.network, &imports, &first.imports, &after);
    assert_eq!(taken_back.len(), 1);
    let next = choose(std::slice::from_ref(&workload), &imports, FREE);
    assert_eq!(
        texts(&imports, &next),
        ["app.cli: import requests", "app.cli: import json"]
    );
}

#[test]
fn why_shows_chains_and_the_way_out() {
    let (workload, imports) = shop();
    let found = why(&workload, &imports, "big", 10).expect("it is loaded");
    assert_eq!(found.chain_count, 2);
    let chain: Vec<String> = found.chains[0]
        .iter()
        .map(|link| format!("{} -> {}", link.from, link.to))
        .collect();
    assert_eq!(chain, ["__main__ -> app.a", "app.a -> big"]);
    let Removal::Edits {
        edits,
        saved_ms,
        modules,
    } = &found.removal
    else {
        panic!("{:?}", found.removal)
    };
    assert_eq!((edits.len(), *saved_ms, *modules), (2, 50.0, 1));
    assert_eq!(why(&workload, &imports, "nobody", 10), None);
}

#[test]
fn why_names_what_ran_in_a_function_where_nothing_else_loads_it() {
    let (mut workload, imports) = workload(
        &[("app.a", 1), ("app.b", 1), ("big", 9), ("late", 1)],
        &["__main__ = app.a", "app.a = app.b", "app.b = big"],
    );
    let network = &mut workload.network;
    let mut ran = |to: &str, found_loaded: bool| {
        let to = network.find(to).expect("a module");
        let (name, module) = ("run".to_owned(), "app.z".to_owned());
        let hold = Hold::Function {
            name,
            module,
            found_loaded,
        };
        let (from, place) = (ROOT, None);
        network.connect(Edge { from, to, hold, place });
    };
    ran("app.b", true);
    ran("big", true);
    ran("late", false);
    let length = |module: &str| {
        let found = why(&workload, &imports, module, 10).expect("it is loaded");
        let Removal::Impossible { chain } = found.removal else {
            panic!("{:?}", found.removal)
        };
        (found.chains[0].len(), found.chain_count, chain.len())
    };
    assert_eq!(length("big"), (3, 1, 3));
    assert_eq!(length("late"), (1, 1, 1));
}

#[test]
fn why_names_the_edge_that_no_edit_takes() {
    let (workload, imports) = workload(
        &[("app.a", 1), ("app.b", 1), ("big", 9)],
        &["__main__ > app.a", "app.a = big", "__main__ = app.b", "app.b = big"],
    );
    let found = why(&workload, &imports, "big", 1).expect("it is loaded");
    assert_eq!((found.chains.len(), found.chain_count), (1, 2));
    let Removal::Impossible { chain } = found.removal else {
        panic!("{:?}", found.removal)
    };
    let names: Vec<&str> = chain.iter().map(|link| link.to.as_str()).collect();
    assert_eq!(names, ["app.b", "big"]);
}

#[test]
fn what_remains_has_a_reason() {
    let (workload, imports) = workload(
        &[("app", 1), ("big", 20), ("bigger", 5)],
        &["__main__ = app", "app = big", "app > bigger"],
    );
    let workloads = [workload];
    let found = remaining(&workloads, &imports, &Choice::default(), 5);
    let rows: Vec<(&str, f64, &str)> = found
        .iter()
        .map(|row| (row.package.as_str(), row.self_ms, row.reason.code.as_str()))
        .collect();
    assert_eq!(rows, [("big", 20.0, "used-at-import"), ("bigger", 5.0, "costs-more")]);
}
