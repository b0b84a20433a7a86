//! What the edits of a plan cost later: where the first use of each may come, what that loads, and which commands come to it.
use std::collections::BTreeSet;

use super::super::Planned;
use super::super::outcome::function_name;
use super::candidates::place;
use super::{Chosen, Planner};
use crate::graph::ModuleId;
use crate::judge::HELPER;
use crate::plan::model::{Edit, FirstUse, Later, Met, Plan};
use crate::plan::{self, Workload};
use crate::profile::Profile;
use crate::verdict::{Deferral, FilePlan, Way};

impl Planner<'_> {
    /// Adds to each edit of a plan what its first use costs. `afters` are runs of the edited program, one for each workload; none
    /// where it was not run.
    pub fn add_later(&self, plan: &mut Plan, workloads: &[Workload], found: &Chosen, afters: &[&Profile]) {
        let chosen = &found.choice.imports;
        for edit in plan.steps.iter_mut().flat_map(|step| &mut step.edits) {
            let is_of = |number: &&usize| self.imports.all[**number].stands_in(edit);
            let of: BTreeSet<usize> = chosen.iter().filter(is_of).copied().collect();
            let (ms, modules) = plan::cost(workloads, chosen, &of);
            if modules > 0 {
                edit.later = Some(Later {
                    ms,
                    modules,
                    uses: self.first_uses(edit, &of, &found.plans),
                    met: self.met(workloads, &of, afters),
                });
            }
        }
    }

    fn met(&self, workloads: &[Workload], of: &BTreeSet<usize>, afters: &[&Profile]) -> Vec<Met> {
        let runs = workloads.iter().zip(afters);
        let of_run = |(workload, after): (&Workload, &&Profile)| {
            let command = after.command.clone();
            let met = plan::met(&workload.network, &self.imports, of, after, HELPER).into_iter();
            met.map(move |(function, ms)| Met {
                command: command.clone(),
                function,
                ms,
            })
        };
        runs.flat_map(of_run).collect()
    }

    fn first_uses(&self, edit: &Edit, of: &BTreeSet<usize>, plans: &[Planned]) -> Vec<FirstUse> {
        let project = self.project;
        let Some(module) = project.program.find(&edit.module) else {
            return Vec::new();
        };
        let Some(planned) = plans.iter().find(|planned| planned.plan.module == edit.module) else {
            return Vec::new();
        };
        let is_of = |deferral: &&Deferral| {
            of.iter()
                .any(|&number| self.imports.all[number].at.1 == deferral.alias.start)
        };
        let deferrals = planned.plan.deferrals.iter().filter(is_of);
        let mut uses: Vec<FirstUse> = deferrals
            .flat_map(|deferral| self.of_deferral(module, &planned.plan, deferral))
            .collect();
        uses.sort_by(|left, right| (&left.place, &left.how).cmp(&(&right.place, &right.how)));
        uses.dedup();
        uses
    }

    fn of_deferral(&self, module: ModuleId, plan: &FilePlan, deferral: &Deferral) -> Vec<FirstUse> {
        let project = self.project;
        let at = |how: String, offset: u32| FirstUse {
            how,
            place: project.files.get(&module).map(|file| place(project, file, offset)),
        };
        let function = |offset: u32| match function_name(project.inputs(), module, offset) {
            Some(name) => at(format!("in `{name}`"), offset),
            None => at("where the file runs as a script".to_owned(), offset),
        };
        let asked = || {
            at(
                format!("where a name of `{}` is asked for", plan.module),
                deferral.alias.start,
            )
        };
        let mut uses = Vec::new();
        match &deferral.way {
            Way::LazyKeyword | Way::LazyModules => {
                uses.push(at("where the name is first used".to_owned(), deferral.alias.start));
            }
            Way::StandIn(command) => {
                let how = format!("where `{}` is run, or its help is shown", command.name);
                uses.push(at(how, deferral.alias.start));
            }
            Way::Attempt(attempt) => {
                uses.extend(attempt.functions.iter().map(|(offset, _)| function(*offset)));
                uses.push(asked());
            }
            Way::Moved(moved) => {
                uses.extend(moved.insertions.iter().map(|one| function(one.at)));
                let entries = moved.entries.iter();
                uses.extend(
                    entries.map(|entry| at("where this value of the table is read".to_owned(), entry.value.start)),
                );
                let forwards = moved.forwards.iter();
                uses.extend(forwards.map(|one| at(format!("in `{}`", one.name), deferral.alias.start)));
                uses.extend(moved.getattr.then(asked));
            }
        }
        let constants = plan
            .constants
            .iter()
            .filter(|one| one.imports.contains(&deferral.alias));
        for constant in constants {
            uses.push(at(
                format!("where `{}` is read", constant.name),
                constant.statement.start,
            ));
            uses.extend(constant.functions.iter().map(|&offset| function(offset)));
        }
        uses
    }
}
