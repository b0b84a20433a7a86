//! What the judge decides, as the results of the files.
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rustc_hash::FxHashMap;

use super::understanding::Understood;
use super::{Analysis, Planned, helpers, load, outcome, shown, stale, vain, warnings};
use crate::graph::{ModuleId, Program, Reach};
use crate::judge;
use crate::judge::{Judged, Selection};
use crate::process::doing;
use crate::verdict::{FilePlan, ImportStyle};

/// Decides about every import.
pub(super) fn decide(project: &Understood<'_>) -> Analysis {
    let started = Instant::now();
    let judged = Judged::new(project.inputs());
    decide_as(project, judged.as_ref(), &project.options.selection, started)
}

/// The same where every import has been judged by itself, for what is selected.
pub(super) fn decide_as(
    project: &Understood<'_>,
    judged: Option<&Judged<'_>>,
    selection: &Selection,
    started: Instant,
) -> Analysis {
    doing("deciding about each import");
    let inputs = project.inputs();
    let mut decided = judged.map_or_else(judge::Plan::default, |judged| judged.plan(selection));
    let judging = started.elapsed();
    // What stays may rest on what moves.
    let goes_on = !decided.files.is_empty() && decided.decisions.iter().any(|decision| decision.verdict.is_err());
    let mut results = outcome::results(inputs, &decided, &project.files);
    results.problems.extend(project.problems.iter().cloned());
    results.accepted = project.accepted.clone();
    let stale = judge::stale_commands(inputs);
    let warnings = warnings::warnings(inputs, &decided, &stale, &project.files, project.settings);
    stale::add(inputs, stale, &mut decided, &mut results, &project.files);
    if let Some(judged) = judged {
        vain::add(inputs, judged.lazy_in_vain(), &mut results, &project.files);
    }
    let helpers = helpers::add(inputs, &mut results, &project.files);
    // What is written again need not be readable.
    results
        .problems
        .retain(|problem| !helpers.keys().any(|path| shown(path) == problem.path));
    results
        .findings
        .sort_by(|left, right| (&left.path, left.start).cmp(&(&right.path, right.start)));
    results.problems.extend(warnings);
    results.problems.sort();
    results.problems.dedup();
    let plans = planned(project, judged.map(Judged::before), decided.files);
    let mut stages = project.stages.clone();
    stages.push(("plan", judging));
    stages.push(("results", started.elapsed().saturating_sub(judging)));
    let targets = project.files.values().filter(|file| file.is_target);
    let folders = targets.filter_map(|file| file.path.parent()).map(Path::to_owned);
    Analysis {
        results,
        plans,
        helpers,
        goes_on,
        folders: folders.collect(),
        stages,
    }
}

/// The plans of modules as those of files; `before` says what loads what.
pub(super) fn planned(
    project: &Understood<'_>,
    before: Option<&Reach>,
    plans: BTreeMap<ModuleId, FilePlan>,
) -> Vec<Planned> {
    let style = Arc::new(style(project));
    let suppression = project.settings.suppression();
    plans
        .into_iter()
        .filter_map(|(id, plan)| Some((id, project.files.get(&id)?, plan)))
        .map(|(id, file, plan)| (id, file, styled(plan, &style, suppression)))
        .map(|(id, file, plan)| Planned {
            path: file.path.clone(),
            helper: helper_path(&project.program, &project.files, &plan),
            plan,
            text_hash: file.text_hash,
            rank: before.map_or(0, |before| before.component(id)),
        })
        .collect()
}

/// How imports are written, with what is known of the project's own modules.
fn style(project: &Understood<'_>) -> ImportStyle {
    let own = project.files.keys().map(|&id| project.program.modules[id].top());
    project.settings.import_style.with_first_party(own)
}

fn styled(mut plan: FilePlan, style: &Arc<ImportStyle>, suppression: Option<&str>) -> FilePlan {
    plan.style = style.clone();
    plan.suppression = suppression.map(str::to_owned);
    plan
}

/// The file of the helper that a plan needs, in the folder of its package.
fn helper_path(program: &Program, files: &FxHashMap<ModuleId, load::File>, plan: &FilePlan) -> Option<PathBuf> {
    let package = files.get(&program.find(&plan.helper.as_ref()?.package)?)?;
    Some(package.path.with_file_name(format!("{}.py", judge::HELPER)))
}
