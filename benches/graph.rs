//! How long a plan takes on a large program: 10,000 modules with 100,000 imports, half of which can be deferred.
//!
//!     cargo bench --bench graph
//!
//! The program is made up, but shaped like real ones: modules in layers, a few that nearly all import, small self times with a
//! long tail. The numbers are the least of five runs.
use std::time::{Duration, Instant};

use dormant::graph::dominators::dominators;
use dormant::graph::selection::{Arc, Selection};

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

/// Weights in microseconds and the arcs; every import that can be deferred is a node of its own behind its module.
fn program() -> (Vec<u64>, Vec<Arc>) {
    let mut numbers = Numbers(1);
    let mut weights: Vec<u64> = (0..MODULES)
        .map(|_| 50 + numbers.below(1500) as u64 + if numbers.below(50) == 0 { 20_000 } else { 0 })
        .collect();
    let mut arcs = Vec::new();
    let mut import = |from: usize, to: usize, can_wait: bool| {
        if can_wait {
            let statement = weights.len();
            weights.push(0);
            arcs.push(Arc {
                from,
                to: statement,
                price: Some(1),
            });
            arcs.push(Arc {
                from: statement,
                to,
                price: None,
            });
        } else {
            arcs.push(Arc { from, to, price: None });
        }
    };
    // Everything is imported by something before it, so that all is loaded.
    for module in 1..MODULES {
        let from = numbers.below(module.clamp(1, 2_000));
        import(from, module, numbers.below(2) == 0);
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
            import(from, to, numbers.below(2) == 0);
        }
    }
    (weights, arcs)
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
    let (weights, arcs) = program();
    let selection = Selection::new(weights.clone(), 0, arcs.clone());
    let mut corners = 0;
    let curve = least(5, || corners = selection.curve().len());
    let one = least(5, || drop(selection.best(1, 1_000)));
    let singles = least(5, || {
        drop(dominators(&weights, 0, arcs.iter().map(|arc| (arc.from, arc.to))))
    });
    println!("{MODULES} modules, {IMPORTS} imports");
    println!(
        "  one price: the best edits          {:>8.1} ms",
        one.as_secs_f64() * 1e3
    );
    println!(
        "  every price: a curve of {corners:>4} corners {:>8.1} ms",
        curve.as_secs_f64() * 1e3
    );
    println!(
        "  every edit alone, by dominators    {:>8.1} ms",
        singles.as_secs_f64() * 1e3
    );
}
