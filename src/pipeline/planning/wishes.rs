//! What it would take to save more: the reasons that a person could do away with, and what would follow. The engine itself is
//! asked whether the imports could then be deferred, for a reason may stand behind those that are known.
use std::collections::BTreeSet;

use super::super::outcome::Texts;
use super::Planner;
use super::candidates::told;
use crate::judge::{Options, Selection};
use crate::plan::model::{Answer, Place, Reason, StillHeld, Wish};
use crate::plan::{self, Choice, Supposed, Workload};

/// The engine is asked at most so often: each time shows a reason behind another.
const MOST_ROUNDS: usize = 20;

/// A question of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhatIf {
    /// If all reasons with this code fell.
    Code(String),
    /// If what stands at this line of a file held nothing any more: all reasons for the imports there, or what is a reason for
    /// others.
    Place(Place),
}

impl WhatIf {
    /// Reads a code, or `FILE:LINE`.
    pub fn parse(text: &str) -> Option<WhatIf> {
        let place = text.rsplit_once(':').and_then(|(path, line)| {
            let line = line.parse().ok()?;
            let path = path.trim_start_matches("./").replace('\\', "/");
            Some(WhatIf::Place(Place { path, line }))
        });
        let is_code = |text: &str| crate::verdict::Code::ALL.iter().any(|code| code.code() == text);
        place.or_else(|| is_code(text).then(|| WhatIf::Code(text.to_owned())))
    }

    /// Whether a reason for an import at some place is meant.
    fn means(&self, import: &Place, reason: &Reason) -> bool {
        match self {
            WhatIf::Code(code) => reason.code == *code,
            WhatIf::Place(place) => import == place || reason.place.as_ref() == Some(place),
        }
    }
}

impl std::fmt::Display for WhatIf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            WhatIf::Code(code) => f.write_str(code),
            WhatIf::Place(place) => write!(f, "{}:{}", place.path, place.line),
        }
    }
}

impl Planner<'_> {
    /// The changes by hand that would pay besides a choice, each worth `least_us` microseconds, the cheapest first.
    pub fn wishes(&mut self, workloads: &[Workload], chosen: &Choice, least_us: f64) -> Vec<Wish> {
        for _ in 0..MOST_ROUNDS {
            let found = plan::wishes(workloads, &self.imports, chosen, least_us);
            let freed = found.iter().flat_map(|(_, freed)| freed).copied().collect();
            if !self.has_more_reasons(chosen, &freed) {
                return found.into_iter().map(|(wish, _)| wish).collect();
            }
        }
        Vec::new()
    }

    /// What would follow if some reasons fell, besides a choice.
    pub fn suppose(&mut self, workloads: &[Workload], chosen: &Choice, what: &WhatIf) -> Answer {
        let mut supposed = Supposed::default();
        for _ in 0..MOST_ROUNDS {
            let all = &self.imports.all;
            let means = |number: usize, reason: &Reason| what.means(&all[number].place, reason);
            supposed = plan::suppose(workloads, &self.imports, chosen, &means);
            if !self.has_more_reasons(chosen, &supposed.freed) {
                break;
            }
        }
        self.answer(what, supposed)
    }

    fn answer(&self, what: &WhatIf, supposed: Supposed) -> Answer {
        let mut meant: Vec<&Reason> = Vec::new();
        let mut held = Vec::new();
        for &number in &supposed.concerned {
            let import = &self.imports.all[number];
            let reasons = import.verdict.as_ref().err().into_iter().flatten();
            let (own, others): (Vec<&Reason>, Vec<&Reason>) =
                reasons.partition(|reason| what.means(&import.place, reason));
            for reason in own {
                if !meant.iter().any(|known| known.has_cause_of(reason)) {
                    meant.push(reason);
                }
            }
            if !supposed.freed.contains(&number) {
                held.push(StillHeld {
                    place: import.place.clone(),
                    import: import.text.clone(),
                    reasons: others.into_iter().cloned().collect(),
                });
            }
        }
        Answer {
            question: what.to_string(),
            reasons: meant.len(),
            concerned: supposed.concerned.len(),
            held,
            wish: supposed.wish,
        }
    }
    /// Whether the engine has further reasons for imports all of whose reasons are supposed to have fallen; they are noted.
    fn has_more_reasons(&mut self, chosen: &Choice, freed: &BTreeSet<usize>) -> bool {
        if freed.is_empty() {
            return false;
        }
        let keys = freed.iter().map(|&number| self.imports.all[number].key);
        let waived = keys.map(|key| (key, self.kept.get(&key).cloned().unwrap_or_default()));
        let options = Options {
            selection: Selection::Only(self.imports.places(chosen.imports.union(freed))),
            waived: waived.collect(),
            ..self.project.options.clone()
        };
        let decided = self.judged.as_ref().map(|judged| judged.plan_as(&options));
        let decided = decided.unwrap_or_default();
        let mut texts = Texts::default();
        let mut found = Vec::new();
        for decision in &decided.decisions {
            let Some(key) = self.project.graph.key(decision.module, decision.import) else {
                continue;
            };
            let number = self.imports.of_key(key).filter(|number| freed.contains(number));
            if let (Some(number), Err(reasons)) = (number, &decision.verdict) {
                for kept in reasons.all() {
                    found.push((number, told(self.project, decision, kept, &mut texts)));
                    self.kept.entry(key).or_default().push(kept.clone());
                }
            }
        }
        let is_some = !found.is_empty();
        self.imports.add_reasons(found);
        is_some
    }
}
