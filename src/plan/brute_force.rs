//! The chosen sets against all sets, for small random programs: statements of several names, names that several statements bind,
//! packages around modules, imports that have to stay, and one or several commands with weights.
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::frontier::{Choice, frontier, saved_us};
use super::imports::Imports;
use super::network::{Edge, Hold, Network, Workload};
use super::testing::import;
use super::{Limits, choose, steps};

const MODULES: usize = 6;

/// What keeps one module loaded by another.
#[derive(Debug, Clone)]
enum Why {
    /// An import in that statement of the module, and the name that it shares with others, if any.
    Import {
        statement: u32,
        binding: Option<u32>,
    },
    Package,
}

/// Edges over the same modules, and for each command its weight, its modules' times and the edges that it has.
#[derive(Debug, Clone)]
struct Program {
    edges: Vec<(usize, usize, Why)>,
    commands: Vec<(u32, Vec<u64>, Vec<bool>)>,
}

fn program(commands: std::ops::Range<usize>, with_names: bool, alike: bool) -> impl Strategy<Value = Program> {
    let binding = prop::option::weighted(0.4, 0u32..2).prop_map(move |binding| binding.filter(|_| with_names));
    let import = (0u32..3, binding).prop_map(|(statement, binding)| Why::Import { statement, binding });
    let why = prop_oneof![5 => import, 1 => Just(Why::Package)];
    let edges = prop::collection::vec((0..MODULES, 1..MODULES, why), 1..9);
    edges.prop_flat_map(move |edges| {
        let has = prop::collection::vec(prop::bool::weighted(0.8).prop_map(move |has| has || alike), edges.len());
        let command = (1u32..4, prop::collection::vec(0u64..9, MODULES), has);
        let commands = prop::collection::vec(command, commands.clone());
        commands.prop_map(move |commands| Program {
            edges: edges.clone(),
            commands,
        })
    })
}

fn name(module: usize) -> String {
    if module == 0 {
        "__main__".to_owned()
    } else {
        format!("m{module}")
    }
}

impl Program {
    fn build(&self) -> (Vec<Workload>, Imports) {
        let found = self.edges.iter().enumerate().filter_map(|(key, (from, to, why))| {
            let Why::Import { statement, binding } = *why else {
                return None;
            };
            let mut found = import(key, &name(*from), statement, &format!("import {}", name(*to)));
            found.at = (statement, 100 + key as u32);
            found.binding = binding;
            Some(found)
        });
        let imports = Imports::new(found.collect());
        let workload = |(weight, times, has): &(u32, Vec<u64>, Vec<bool>)| {
            let mut network = Network::new("__main__");
            for (module, ms) in times.iter().enumerate().skip(1) {
                network.add(&name(module), ms * 1000, true);
            }
            for (key, (from, to, _)) in self.edges.iter().enumerate().filter(|(key, _)| has[*key]) {
                network.connect(Edge {
                    from: *from,
                    to: *to,
                    hold: imports.of_key(key).map_or(Hold::Parent, Hold::Import),
                    place: None,
                });
            }
            // A command has no times of what it does not load.
            let loaded = network.loaded(&|_| false);
            for (node, loaded) in network.nodes.iter_mut().zip(loaded) {
                node.self_us *= u64::from(loaded);
            }
            Workload {
                network,
                weight: f64::from(*weight),
            }
        };
        (self.commands.iter().map(workload).collect(), imports)
    }
}

fn worth(edits: u32, saved_us: f64, price: f64) -> f64 {
    saved_us - price * f64::from(edits)
}

fn best(choices: &[Choice], price: f64) -> f64 {
    let worths = choices.iter().map(|choice| worth(choice.edits, choice.saved_us, price));
    worths.fold(f64::NEG_INFINITY, f64::max)
}

/// What each set of units saves, for the price of all their statements.
fn all_sets(workloads: &[Workload], imports: &Imports) -> Vec<(u32, f64)> {
    let sets = 0u32..1 << imports.units.len();
    let value = |set: u32| {
        let units = (0..imports.units.len()).filter(|unit| set & (1 << unit) != 0);
        let units: Vec<_> = units.map(|unit| &imports.units[unit]).collect();
        let chosen: BTreeSet<usize> = units.iter().flat_map(|unit| &unit.imports).copied().collect();
        let price = units.iter().map(|unit| unit.edits).sum();
        (price, saved_us(workloads, &chosen))
    };
    sets.map(value).collect()
}

fn best_of_all(sets: &[(u32, f64)], price: f64) -> f64 {
    let worths = sets.iter().map(|&(edits, saved)| worth(edits, saved, price));
    worths.fold(f64::NEG_INFINITY, f64::max)
}

/// Prices of an edit in microseconds, more and less than modules weigh.
fn prices() -> impl Iterator<Item = f64> {
    (0..24).map(|step| f64::from(step) * 700.0 + 1.0)
}

const NEARLY: f64 = 1e-6;

/// Every choice is what it says, and none is beaten by a mix of its neighbours.
fn consistent(workloads: &[Workload], imports: &Imports, choices: &[Choice]) -> Result<(), TestCaseError> {
    for choice in choices {
        prop_assert!((saved_us(workloads, &choice.imports) - choice.saved_us).abs() < NEARLY);
        prop_assert_eq!(imports.edits(&choice.imports), choice.edits);
    }
    let slopes: Vec<f64> = choices
        .windows(2)
        .map(|pair| (pair[1].saved_us - pair[0].saved_us) / f64::from(pair[1].edits - pair[0].edits))
        .collect();
    prop_assert!(slopes.windows(2).all(|pair| pair[0] > pair[1]), "{:?}", slopes);
    Ok(())
}

proptest! {
    #[test]
    fn one_command_is_solved_exactly(program in program(1..2, false, true)) {
        let (workloads, imports) = program.build();
        let choices = frontier(&workloads, &imports, &|_| true);
        consistent(&workloads, &imports, &choices)?;
        let sets = all_sets(&workloads, &imports);
        for price in prices() {
            let all = best_of_all(&sets, price);
            prop_assert!((best(&choices, price) - all).abs() < NEARLY);
            let limits = Limits { most_edits: None, enough_us: None, least_us: price, least_share: 0.0 };
            let chosen = choose(&choices, &workloads, &imports, limits);
            prop_assert!((worth(chosen.edits, chosen.saved_us, price) - all).abs() < NEARLY);
        }
    }

    #[test]
    fn imports_that_share_names_go_together(program in program(1..3, true, true)) {
        let (workloads, imports) = program.build();
        let choices = frontier(&workloads, &imports, &|_| true);
        consistent(&workloads, &imports, &choices)?;
        let sets = all_sets(&workloads, &imports);
        for price in prices() {
            // A statement of a unit that saves nothing is left out, so it may be even cheaper.
            prop_assert!(best(&choices, price) > best_of_all(&sets, price) - 0.1);
        }
        for choice in &choices {
            let bound = |number: &usize| {
                let import = &imports.all[*number];
                Some((import.module.clone(), import.binding?))
            };
            let names: BTreeSet<_> = choice.imports.iter().filter_map(bound).collect();
            let whole = (0..imports.all.len())
                .filter(|number| bound(number).is_some_and(|name| names.contains(&name)))
                .all(|number| choice.imports.contains(&number));
            prop_assert!(whole);
        }
    }

    #[test]
    fn commands_that_load_the_same_are_solved_exactly(program in program(2..4, false, true)) {
        let (workloads, imports) = program.build();
        let choices = frontier(&workloads, &imports, &|_| true);
        consistent(&workloads, &imports, &choices)?;
        let sets = all_sets(&workloads, &imports);
        for price in prices() {
            // Weights are rounded to one part in 2^29 of their sum.
            prop_assert!((best(&choices, price) - best_of_all(&sets, price)).abs() < 0.1);
        }
    }

    #[test]
    fn several_commands_are_no_worse_than_each_alone(program in program(2..4, true, false)) {
        let (workloads, imports) = program.build();
        let choices = frontier(&workloads, &imports, &|_| true);
        consistent(&workloads, &imports, &choices)?;
        let sets = all_sets(&workloads, &imports);
        let alone: Vec<Choice> = workloads
            .iter()
            .flat_map(|workload| frontier(std::slice::from_ref(workload), &imports, &|_| true))
            .map(|choice| Choice { saved_us: saved_us(&workloads, &choice.imports), ..choice })
            .collect();
        for price in prices() {
            prop_assert!(best(&choices, price) > best(&alone, price) - NEARLY);
        }
        // With an edit for nothing everything is deferred, and nobody can save more.
        prop_assert!((best(&choices, 0.0) - best_of_all(&sets, 0.0)).abs() < NEARLY);
    }

    #[test]
    fn a_limit_holds_and_steps_add_up(program in program(1..4, true, false), most in 0u32..5) {
        let (workloads, imports) = program.build();
        let choices = frontier(&workloads, &imports, &|_| true);
        let limits = Limits { most_edits: Some(most), enough_us: None, least_us: 1.0, least_share: 0.0 };
        let chosen = choose(&choices, &workloads, &imports, limits);
        prop_assert!(chosen.edits <= most);
        let steps = steps(&workloads, &imports, &chosen);
        let (edits, total) = steps.last().map_or((0, 0.0), |last| (last.total_edits, last.total_ms));
        prop_assert_eq!(edits, chosen.edits);
        prop_assert!((total * 1000.0 - saved_us(&workloads, &chosen.imports)).abs() < NEARLY);
        let sum: f64 = steps.iter().map(|step| step.saved_ms).sum();
        prop_assert!((sum - total).abs() < NEARLY);
    }
}

/// Both commands load `app`, which imports `big`, each by a module of its own. Without the edit in `app` each would rather not load
/// that; for both together the one edit is better than two.
#[test]
fn an_edit_that_pays_only_for_both_is_found() {
    let why = |statement| Why::Import {
        statement,
        binding: None,
    };
    let program = Program {
        edges: vec![
            (0, 1, why(1)),
            (0, 2, why(2)),
            (1, 3, Why::Package),
            (2, 3, Why::Package),
            (3, 4, why(1)),
        ],
        commands: vec![
            (1, vec![0, 5, 0, 5, 30, 0], vec![true, false, true, true, true]),
            (1, vec![0, 0, 5, 5, 30, 0], vec![false, true, true, true, true]),
        ],
    };
    let (workloads, imports) = program.build();
    let rows = |workloads: &[Workload]| -> Vec<(Vec<String>, f64)> {
        let choices = frontier(workloads, &imports, &|_| true);
        let text = |&number: &usize| format!("{}: {}", imports.all[number].module, imports.all[number].text);
        let row = |choice: &Choice| (choice.imports.iter().map(text).collect(), choice.saved_us / 1000.0);
        choices.iter().skip(1).map(row).collect()
    };
    let first = "__main__: import m1".to_owned();
    let second = "__main__: import m2".to_owned();
    assert_eq!(rows(&workloads[..1]), [(vec![first.clone()], 40.0)]);
    assert_eq!(
        rows(&workloads),
        [(vec!["m3: import m4".to_owned()], 30.0), (vec![first, second], 40.0)]
    );
}
