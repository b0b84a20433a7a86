//! The set of edits for what the user is willing to pay.
//!
//! Between two corners of the curve lie sets that no price makes the best; "at most k edits" is a knapsack there (NP-hard), so
//! what is left of k after the last corner that fits is filled with the single edits that then save the most.
use std::collections::BTreeSet;

use super::frontier::{Choice, choice};
use super::imports::{Imports, UnitId};
use super::network::Workload;
use super::steps::alone_us;

/// What may be paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The most statements to edit.
    pub most_edits: Option<u32>,
    /// What has to be saved for each run, in microseconds: no more edits than it takes.
    pub enough_us: Option<f64>,
    /// The least that an edited statement must save, in microseconds.
    pub least_us: f64,
    /// The part of the whole time that ten edits have to save together.
    pub least_share: f64,
}

impl Limits {
    /// What ten edits have to save to be worth a reader's while where nobody says what is. A share of one step of the curve would
    /// end it at a first small step before larger ones.
    pub const WORTH_READING: f64 = 0.01;
}

/// So many edits are read in one go.
const READ_TOGETHER: f64 = 10.0;

/// The best set within the limits. `corners` is the [`super::frontier`] of all edits.
pub fn choose(corners: &[Choice], workloads: &[Workload], imports: &Imports, limits: Limits) -> Choice {
    let fits = |choice: &Choice| limits.most_edits.is_none_or(|most| choice.edits <= most);
    let mut best = &Choice::default();
    let least_us = limits
        .least_us
        .max(limits.least_share * whole_us(workloads) / READ_TOGETHER);
    for corner in corners.iter().skip(1) {
        let more_edits = corner.edits.saturating_sub(best.edits).max(1);
        let pays = corner.saved_us - best.saved_us >= least_us * f64::from(more_edits);
        if !fits(corner) || !pays {
            continue;
        }
        best = corner;
        if limits.enough_us.is_some_and(|enough| best.saved_us >= enough) {
            break;
        }
    }
    let mut best = best.clone();
    let short = limits.enough_us.is_none_or(|enough| best.saved_us < enough);
    if limits.most_edits.is_some() && short {
        best = filled(workloads, imports, best, limits);
    }
    without_idle(workloads, imports, best)
}

/// What the commands take without any edit, in microseconds: their weighted mean.
fn whole_us(workloads: &[Workload]) -> f64 {
    let own = |workload: &Workload| {
        workload
            .network
            .nodes
            .iter()
            .map(|node| node.self_us as f64)
            .sum::<f64>()
    };
    let weights: f64 = workloads.iter().map(|workload| workload.weight).sum();
    let all: f64 = workloads.iter().map(|workload| workload.weight * own(workload)).sum();
    all / weights.max(f64::EPSILON)
}

/// Adds the single units that save the most, as long as they fit and pay.
fn filled(workloads: &[Workload], imports: &Imports, mut best: Choice, limits: Limits) -> Choice {
    let most = limits.most_edits.unwrap_or(u32::MAX);
    let least = limits.least_us.max(f64::EPSILON);
    while best.edits < most {
        let alone = alone_us(workloads, imports, &best.imports);
        let mut units: Vec<UnitId> = (0..alone.len()).filter(|&unit| alone[unit] >= least).collect();
        units.sort_by(|&left, &right| alone[right].total_cmp(&alone[left]).then(left.cmp(&right)));
        let with = |unit: UnitId| {
            let mut chosen = best.imports.clone();
            chosen.extend(&imports.units[unit].imports);
            chosen
        };
        let next = units.into_iter().map(with).find(|next| imports.edits(next) <= most);
        match next {
            Some(next) => best = choice(workloads, imports, next),
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
