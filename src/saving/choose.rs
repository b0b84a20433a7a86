//! The set of edits for what the user is willing to pay.
//!
//! Between two corners of the curve lie sets that no price makes the best; "at most k edits" is a knapsack there (NP-hard), so
//! what is left of k after the last corner that fits is filled with the single edits that then save the most.
use std::collections::BTreeSet;

use super::frontier::{Choice, Workload, choice, frontier};
use super::imports::{Imports, UnitId};

/// What may be paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The most statements to edit.
    pub most_edits: Option<u32>,
    /// What has to be saved for each run, in microseconds: no more edits than it takes.
    pub enough_us: Option<f64>,
    /// What an edited statement has to save at least, in microseconds.
    pub least_us: f64,
}

/// The best set within the limits.
pub fn choose(workloads: &[Workload], imports: &Imports, limits: Limits) -> Choice {
    let corners = frontier(workloads, imports, &|_| true);
    let fits = |choice: &Choice| limits.most_edits.is_none_or(|most| choice.edits <= most);
    let mut best = Choice::default();
    for corner in corners.into_iter().skip(1) {
        let more_edits = corner.edits.saturating_sub(best.edits).max(1);
        let pays = corner.saved_us - best.saved_us >= limits.least_us * f64::from(more_edits);
        if !fits(&corner) || !pays {
            continue;
        }
        best = corner;
        if limits.enough_us.is_some_and(|enough| best.saved_us >= enough) {
            break;
        }
    }
    let short = limits.enough_us.is_none_or(|enough| best.saved_us < enough);
    if limits.most_edits.is_some() && short {
        best = filled(workloads, imports, best, limits);
    }
    without_idle(workloads, imports, best)
}

/// Adds the single units that save the most, as long as they fit and pay.
fn filled(workloads: &[Workload], imports: &Imports, mut best: Choice, limits: Limits) -> Choice {
    let most = limits.most_edits.unwrap_or(u32::MAX);
    while best.edits < most {
        let more = |unit: UnitId| {
            let mut chosen = best.imports.clone();
            chosen.extend(&imports.units[unit].imports);
            choice(workloads, imports, chosen)
        };
        let candidates = (0..imports.units.len())
            .filter(|&unit| {
                !imports.units[unit]
                    .imports
                    .iter()
                    .all(|number| best.imports.contains(number))
            })
            .map(more);
        let next = candidates
            .filter(|next| next.edits <= most)
            .filter(|next| next.saved_us - best.saved_us >= limits.least_us.max(f64::EPSILON))
            .max_by(|left, right| left.saved_us.total_cmp(&right.saved_us));
        match next {
            Some(next) => best = next,
            None => break,
        }
    }
    best
}

/// Leaves out units without which as much is saved: with several commands, one command's edits can make another's needless.
fn without_idle(workloads: &[Workload], imports: &Imports, best: Choice) -> Choice {
    if workloads.len() < 2 {
        return best;
    }
    let units: BTreeSet<UnitId> = best.imports.iter().filter_map(|&number| imports.unit(number)).collect();
    units.into_iter().fold(best, |best, unit| {
        let mut fewer = best.imports.clone();
        for number in &imports.units[unit].imports {
            fewer.remove(number);
        }
        let fewer = choice(workloads, imports, fewer);
        if fewer.saved_us >= best.saved_us { fewer } else { best }
    })
}
