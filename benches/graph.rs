//! How long a plan takes on a large program: 10,000 modules with 100,000 imports, of which half, or nearly all, can be deferred.
//!
//!     cargo bench --bench graph
//!
//! The program is made up, but shaped like real ones: modules in layers, a few that nearly all import, small self times with a
//! long tail. The numbers are the least of five runs. A plan is all that `dormant plan` computes once it has read the project:
//! the best sets for every price, the choice among them, its steps, and what simpler choices would save.
use std::time::{Duration, Instant};

use dormant::graph::selection::{Arc, Selection};
use dormant::plan::model::{Place, Reason};
use dormant::plan::{self, Edge, Hold, Import, Imports, Limits, Network, Workload};
use dormant::verdict::Strategy;

const MODULES: usize = 10_000;
const IMPORTS: usize = 100_000;

/// Numbers that look random and are the same in every run (Knuth's MMIX generator).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % bound
    }
}

/// One module importing another, and whether that can be deferred.
type Line = (usize, usize, bool);

/// Weights in microseconds, and the imports, of which all but one in `one_in` can be deferred.
fn program(one_in: usize) -> (Vec<u64>, Vec<Line>) {
    let mut numbers = Numbers(1);
    let weights: Vec<u64> = (0..MODULES)
        .map(|_| 50 + numbers.below(1500) as u64 + if numbers.below(50) == 0 { 20_000 } else { 0 })
        .collect();
    let mut lines = Vec::new();
    // Everything is imported by something before it, so that all is loaded.
    for module in 1..MODULES {
        let from = numbers.below(module.clamp(1, 2_000));
        lines.push((from, module, numbers.below(one_in) != 0));
    }
    for _ in MODULES..IMPORTS {
        let from = numbers.below(MODULES - 1);
        // A third goes to one of the hundred modules that everybody imports.
        let to = if numbers.below(3) == 0 {
            MODULES - 1 - numbers.below(100)
        } else {
            from + 1 + numbers.below(MODULES - 1 - from)
        };
        if from != to {
            lines.push((from, to, numbers.below(one_in) != 0));
        }
    }
    (weights, lines)
}

/// The program as a selection problem: every import that can be deferred is a node of its own behind its module.
fn selection(weights: &[u64], lines: &[Line]) -> Selection {
    let mut weights = weights.to_vec();
    let mut arcs = Vec::new();
    for &(from, to, can_wait) in lines {
        let statement = weights.len();
        let price = can_wait.then_some(1);
        let middle = if can_wait { statement } else { to };
        arcs.push(Arc {
            from,
            to: middle,
            price,
        });
        if can_wait {
            weights.push(0);
            arcs.push(Arc {
                from: statement,
                to,
                price: None,
            });
        }
    }
    Selection::new(weights, 0, arcs)
}

/// The same as what a profile and the text of a project become.
fn workload(weights: &[u64], lines: &[Line]) -> (Workload, Imports) {
    let name = |module: usize| format!("app.m{module}");
    let imports = lines.iter().enumerate().map(|(key, &(from, to, can_wait))| Import {
        key,
        module: name(from),
        place: Place {
            path: format!("app/m{from}.py"),
            line: key as u32,
        },
        text: format!("import {}", name(to)),
        target: name(to),
        name: None,
        at: (key as u32, key as u32),
        binding: None,
        group: None,
        verdict: if can_wait {
            Ok(vec![Strategy::FunctionLocal])
        } else {
            Err(vec![Reason {
                code: "used-at-import".to_owned(),
                text: String::new(),
                place: None,
                change: None,
            }])
        },
    });
    let imports = Imports::new(imports.collect());
    let mut network = Network::new(&name(0));
    for (module, &weight) in weights.iter().enumerate() {
        network.add(&name(module), weight, true);
    }
    for (key, &(from, to, _)) in lines.iter().enumerate() {
        network.connect(Edge {
            from,
            to,
            hold: imports.of_key(key).map_or(Hold::Elsewhere, Hold::Import),
            place: None,
        });
    }
    (Workload { network, weight: 1.0 }, imports)
}

fn least(runs: usize, mut job: impl FnMut()) -> Duration {
    let time = |_| {
        let start = Instant::now();
        job();
        start.elapsed()
    };
    (0..runs).map(time).min().unwrap_or_default()
}

fn main() {
    println!("{MODULES} modules, {IMPORTS} imports");
    for (one_in, share) in [(2, "half"), (10, "nine in ten")] {
        let (weights, lines) = program(one_in);
        println!("  of which {share} can be deferred");
        let show = |what: &str, took: Duration| println!("    {what:<44} {:>8.1} ms", took.as_secs_f64() * 1e3);
        let problem = selection(&weights, &lines);
        show("one price: the best edits", least(5, || drop(problem.best(1, 1_000))));
        let mut corners = 0;
        let took = least(5, || corners = problem.curve().len());
        show(&format!("every price: a curve of {corners} corners"), took);
        let (workload, imports) = workload(&weights, &lines);
        let workloads = [workload];
        let limits = Limits {
            most_edits: None,
            enough_us: None,
            least_us: 200.0,
            least_share: Limits::WORTH_READING,
        };
        let mut edits = 0;
        let took = least(5, || {
            let frontier = plan::frontier(&workloads, &imports, &|_| true);
            let chosen = plan::choose(&frontier, &workloads, &imports, limits);
            edits = chosen.edits;
            drop(plan::points(&frontier));
            drop(plan::steps(&workloads, &imports, &chosen));
            let _ = plan::rivals(&[], &workloads, &imports, &chosen);
        });
        show(&format!("a plan of {edits} edits"), took);
    }
}
