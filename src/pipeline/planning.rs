//! From profiles to a plan: the project is read once, judged as if every module were heavy, and the best edits are chosen; then
//! the engine is asked whether they are safe together, and what is not is left out of the next choice.
mod candidates;
mod check;
mod error;
mod later;
mod tested;
mod truth;
mod wishes;
mod words;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub use check::loaded_again;
pub use error::PlanFailure;
pub use truth::{Overlay, Runs};
pub use wishes::WhatIf;

pub use crate::plan::model::Answer;

use rustc_hash::{FxHashMap, FxHashSet};

use super::deciding::decide_as;
use super::understanding::understand;
use super::{Analysis, Failure, Planned, Request, Understood};
use crate::config::Settings;
use crate::graph::EdgeKey;
use crate::judge::{Assurance, Judged, Kept, Options, Selection};
use crate::plan::model::{Command, Explanation, Plan, Reason, SCHEMA};
use crate::plan::{self, Choice, Imports, Limits, Workload};
use crate::profile::Profile;
use crate::verdict::Problem;

/// Packages that are named as what remains.
const REMAINING: usize = 8;

/// Choices are made again at most this often because the engine refuses a part of them; each time takes an edit away for good.
const MOST_REFUSALS: usize = 50;

/// A project whose imports were judged, each as if it were heavy. That is done once: what is chosen, refused, waived or saved
/// is asked of the same judgement.
pub struct Planner<'a> {
    project: &'a Understood<'a>,
    judged: Option<Judged<'a>>,
    imports: Imports,
    /// The reasons of the imports that stay, as the engine gave them.
    kept: FxHashMap<EdgeKey, Vec<Kept>>,
}

/// A chosen set of edits.
pub struct Chosen {
    /// The edits, by number, and what they save.
    pub choice: Choice,
    /// The best sets for every price, from none to the most that can be saved.
    pub frontier: Vec<Choice>,
    /// The same as changes of files.
    pub plans: Vec<Planned>,
    /// Modules that they have loaded later, and that are only assumed to do nothing to others.
    pub assumed: Vec<String>,
    /// What the edited program last did, one run for each workload; none where it was not run.
    pub ran: Vec<Profile>,
}

/// The settings with everything called heavy: the price of an edit decides, not a list.
pub fn everything_heavy(settings: &Settings) -> Settings {
    Settings {
        heavy: Some(vec!["*".to_owned()]),
        extend_heavy: Vec::new(),
        ..settings.clone()
    }
}

/// Reads a project that is planned for. `settings` are [`everything_heavy`] ones.
///
/// # Errors
/// Where the given interpreter is none.
pub fn read<'a>(
    settings: &'a Settings,
    paths: &'a [PathBuf],
    allow_unsafe: bool,
    use_cache: bool,
) -> Result<Understood<'a>, Failure> {
    read_for(Assurance::Proven, settings, paths, allow_unsafe, use_cache)
}

/// The same for edits that have to rest on this.
///
/// # Errors
/// Where the given interpreter is none.
pub fn read_for<'a>(
    assurance: Assurance,
    settings: &'a Settings,
    paths: &'a [PathBuf],
    allow_unsafe: bool,
    use_cache: bool,
) -> Result<Understood<'a>, Failure> {
    understand(&Request {
        all_reasons: true,
        allow_unsafe,
        assurance,
        use_cache,
        ..Request::of(settings, paths)
    })
}

impl<'a> Planner<'a> {
    /// Judges the imports of a project that was [`read`].
    pub fn new(project: &'a Understood<'a>) -> Self {
        let judged = Judged::new(project.inputs());
        let decided = judged.as_ref().map(|judged| judged.plan(&Selection::Everything));
        let (imports, kept) = candidates::imports(project, &decided.unwrap_or_default());
        Planner {
            project,
            judged,
            imports,
            kept,
        }
    }

    /// What went wrong with files: warnings only, for a file that cannot be read is one that is not edited.
    pub fn problems(&self) -> Vec<Problem> {
        let problems = self.project.problems.iter().cloned();
        problems
            .map(|problem| Problem {
                is_error: false,
                ..problem
            })
            .collect()
    }

    /// What a profiled command loads, and what keeps it loaded.
    pub fn workload(&self, profile: &Profile, weight: f64) -> Workload {
        let main = self.main_module(profile);
        let project = self.project;
        Workload {
            network: plan::build(profile, &project.program, &project.graph, &self.imports, main),
            weight,
        }
    }

    /// The project's module that ran as the program.
    fn main_module(&self, profile: &Profile) -> Option<&str> {
        let mut programs = profile.events.iter().filter(|event| event.importer == "__main__");
        let file = programs.find_map(|event| event.file.as_deref())?;
        let root = &self.project.settings.root;
        let found = self.project.files.values().find(|other| {
            let below = other.path.strip_prefix(root).unwrap_or(&other.path);
            below.ends_with(file)
        });
        found.map(|file| file.module.as_str())
    }

    /// Chooses edits that the engine accepts together.
    pub fn choose(&mut self, workloads: &[Workload], limits: Limits) -> Chosen {
        let mut frontier = Vec::new();
        let mut accepted = None;
        for _ in 0..MOST_REFUSALS {
            frontier = plan::frontier(workloads, &self.imports, &|_| true);
            let choice = plan::choose(&frontier, workloads, &self.imports, limits);
            let refused = self.refused(&choice.imports);
            if refused.is_empty() {
                accepted = Some(choice);
                break;
            }
            self.imports.keep(&refused);
        }
        let edits = accepted.as_ref().map(|choice| self.edits(choice)).unwrap_or_default();
        Chosen {
            choice: accepted.unwrap_or_default(),
            frontier,
            plans: edits.plans,
            assumed: edits.results.assumed,
            ran: Vec::new(),
        }
    }

    /// Of some imports those that the engine, told to defer just these, keeps.
    fn refused(&self, chosen: &BTreeSet<usize>) -> candidates::Refused {
        let options = Options {
            selection: Selection::Only(self.imports.places(chosen)),
            all_reasons: false,
            ..self.project.options.clone()
        };
        let decided = self.judged.as_ref().map(|judged| judged.plan_as(&options));
        candidates::refused(self.project, &decided.unwrap_or_default(), &self.imports, chosen)
    }

    /// The changes for a choice, with results that speak of nothing else.
    pub fn edits(&self, choice: &Choice) -> Analysis {
        self.deciding(&choice.imports)
    }

    fn deciding(&self, chosen: &BTreeSet<usize>) -> Analysis {
        let selection = Selection::Only(self.imports.places(chosen));
        decide_as(self.project, self.judged.as_ref(), &selection, Instant::now())
    }

    /// The import at an offset of a file, which is relative to the project.
    pub fn import_at(&self, file: &Path, offset: u32) -> Option<usize> {
        let path = file.to_string_lossy().replace('\\', "/");
        let is_there = |import: &plan::Import| import.place.path == path && import.at.1 == offset;
        self.imports.all.iter().position(is_there)
    }

    /// Leaves some imports alone in every later choice, each for its reason.
    pub fn keep(&mut self, kept: &[(usize, Reason)]) {
        let key = |number: usize| self.imports.all.get(number).map(|import| import.key);
        let kept = kept.iter();
        let kept: Vec<_> = kept
            .filter_map(|(number, reason)| Some((key(*number)?, reason.clone())))
            .collect();
        self.imports.keep(&kept);
    }

    /// What is left of a choice without the imports that have to stay by now.
    pub fn rest(&self, workloads: &[Workload], choice: &Choice) -> Choice {
        let imports = choice.imports.iter().copied();
        let left = imports.filter(|&number| self.imports.unit(number).is_some()).collect();
        plan::choice(workloads, &self.imports, left)
    }

    /// The edits of a saved plan, with results that speak of nothing else.
    ///
    /// # Errors
    /// What the plan names and the project does not have any more, or the engine refuses.
    pub fn analysis(&self, plan: &Plan) -> Result<Analysis, Vec<String>> {
        let chosen = plan.find(&self.imports)?;
        let refused = self.refused(&chosen);
        if refused.is_empty() {
            let mut analysis = self.deciding(&chosen);
            analysis.results.blocked.clear();
            return Ok(analysis);
        }
        let told = refused.into_iter().filter_map(|(key, reason)| {
            let import = &self.imports.all[self.imports.of_key(key)?];
            let place = &import.place;
            Some(format!(
                "{}:{}: `{}` has to stay: {}",
                place.path, place.line, import.text, reason.text
            ))
        });
        Err(told.collect())
    }

    /// The plan for a choice, for reports and files.
    pub fn plan(&self, profiles: &[(Profile, f64)], workloads: &[Workload], found: &Chosen) -> Plan {
        let chosen = &found.choice;
        let commands = profiles.iter().zip(workloads).map(|((profile, weight), workload)| {
            let network = &workload.network;
            let loaded = network.loaded(&|number| chosen.imports.contains(&number));
            let executed: FxHashSet<&str> = profile.modules.iter().map(|module| module.name.as_str()).collect();
            let gone = || {
                let nodes = network.nodes.iter().zip(&loaded);
                nodes.filter(|(node, loaded)| !**loaded && executed.contains(node.name.as_str()))
            };
            let mut removed: Vec<String> = gone().map(|(node, _)| node.name.clone()).collect();
            removed.sort();
            Command {
                command: profile.command.clone(),
                weight: *weight,
                exit_status: profile.exit_status,
                python: profile.python.version.clone(),
                startup_ms: profile.total.startup_cpu_ms,
                imports_ms: profile.total.imports_cpu_ms,
                saved_ms: gone().map(|(node, _)| node.self_us).sum::<u64>() as f64 / 1000.0,
                modules: profile.modules.len(),
                removed,
            }
        });
        Plan {
            schema: SCHEMA,
            commands: commands.collect(),
            steps: plan::steps(workloads, &self.imports, chosen),
            remaining: plan::remaining(workloads, &self.imports, chosen, REMAINING),
            curve: plan::points(&found.frontier),
            rivals: plan::rivals(profiles, workloads, &self.imports, chosen),
            check: None,
            assumed: found.assumed.clone(),
            accepted: self.project.accepted.clone(),
            wishes: Vec::new(),
        }
    }

    /// Why a command loads a module; none if it does not.
    pub fn why(&self, workload: &Workload, module: &str, most_chains: usize) -> Option<Explanation> {
        plan::why(workload, &self.imports, module, most_chains)
    }
}
