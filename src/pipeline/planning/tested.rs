//! Edits that running settles: what speaks against them, and what became of that.
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::super::outcome::Texts;
use super::Planner;
use super::candidates::told;
use crate::judge::{Options, Selection};
use crate::plan::model::{Plan, Reason, Tested};
use crate::plan::{self, Choice};

impl Planner<'_> {
    /// An import by its number in choices; none where there is no such number.
    pub fn import(&self, number: usize) -> Option<&plan::Import> {
        self.imports.all.get(number)
    }

    /// The edits of a choice, by number, that are not proven, each with what speaks against it. `strict` has judged the same project
    /// by what is proven.
    pub fn unproven(&self, choice: &Choice, strict: &Planner<'_>) -> BTreeMap<usize, Vec<Reason>> {
        let options = Options {
            selection: Selection::Only(self.imports.places(&choice.imports)),
            ..strict.project.options.clone()
        };
        let decided = strict.judged.as_ref().map(|judged| judged.plan_as(&options));
        let numbers: FxHashMap<(&str, u32), usize> = choice
            .imports
            .iter()
            .filter_map(|&number| Some((self.import(number)?, number)))
            .map(|(import, number)| ((import.module.as_str(), import.at.1), number))
            .collect();
        let mut texts = Texts::default();
        let mut found = BTreeMap::new();
        for decision in decided.iter().flat_map(|decided| &decided.decisions) {
            let Err(reasons) = &decision.verdict else { continue };
            let program = &strict.project.program;
            let facts = program.facts(decision.module);
            let place = facts.map(|facts| {
                let start = facts.imports[decision.import as usize].alias.start;
                (program.modules[decision.module].name.as_str(), start)
            });
            if let Some(&number) = place.and_then(|place| numbers.get(&place)) {
                let told = reasons
                    .all()
                    .map(|kept| told(strict.project, decision, kept, &mut texts));
                found.insert(number, told.collect());
            }
        }
        found
    }

    /// Adds to the edits of a plan what was found of those, by number, that were tested.
    pub fn add_tested(&self, plan: &mut Plan, tested: &BTreeMap<usize, Tested>) {
        for edit in plan.steps.iter_mut().flat_map(|step| &mut step.edits) {
            for (&number, one) in tested {
                if self.import(number).is_some_and(|import| import.stands_in(edit)) {
                    edit.tested.get_or_insert_default().add(one);
                }
            }
        }
    }
}
