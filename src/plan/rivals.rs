//! What as many edits would save if they were chosen by the numbers that other tools show: to see what choosing among sets is worth.
use std::collections::BTreeSet;

use super::frontier::{Choice, saved_us};
use super::imports::{Imports, UnitId};
use super::model::Rivals;
use super::network::Workload;
use super::steps::alone_us;
use crate::profile::Profile;

/// Choices of as many statements by the largest cumulative time, and by the largest saving of each alone.
pub fn rivals(profiles: &[(Profile, f64)], workloads: &[Workload], imports: &Imports, chosen: &Choice) -> Rivals {
    let best = |score: Vec<f64>| saved_us(workloads, &top(imports, &score, chosen.edits)) / 1000.0;
    Rivals {
        by_cumulative_ms: best(cumulative_us(profiles, imports)),
        by_alone_ms: best(alone_us(workloads, imports, &BTreeSet::new())),
    }
}

/// The imports of the units with the highest scores, as many statements as may be edited.
fn top(imports: &Imports, score: &[f64], most: u32) -> BTreeSet<usize> {
    let mut order: Vec<UnitId> = (0..imports.units.len()).filter(|&unit| score[unit] > 0.0).collect();
    order.sort_by(|&left, &right| score[right].total_cmp(&score[left]).then(left.cmp(&right)));
    let mut left = most;
    let mut chosen = BTreeSet::new();
    for unit in order.into_iter().map(|unit| &imports.units[unit]) {
        // No two units have a statement in common.
        if let Some(rest) = left.checked_sub(unit.edits) {
            left = rest;
            chosen.extend(&unit.imports);
        }
    }
    chosen
}

/// The cumulative times that the profiles charge to each unit: to any code that imports a module first, as `-X importtime` does.
fn cumulative_us(profiles: &[(Profile, f64)], imports: &Imports) -> Vec<f64> {
    let mut score = vec![0.0; imports.units.len()];
    for (profile, weight) in profiles {
        for event in profile.events.iter().filter(|event| event.is_module_level()) {
            let modules = event.executed.iter().filter_map(|name| profile.module(name));
            let cumulative: f64 = modules.map(|module| module.cumulative_ms).sum();
            let here = imports.at_line(&event.importer, event.line).iter();
            let same = here.copied().find(|&number| imports.all[number].target == event.target);
            if let Some(unit) = same.and_then(|number| imports.unit(number)) {
                score[unit] += weight * cumulative * 1000.0;
            }
        }
    }
    score
}
