//! `dormant fix`: defers imports, or shows the diff.
use std::collections::HashSet;
use std::path::PathBuf;

use super::Status;
use super::args::{DiffFormat, TextFormat};
use super::failure::Failure;
use super::output::Output;
use super::plan;
use super::projects::{Project, projects};
use super::settings::Context;
use crate::config::Settings;
use crate::pipeline::{self, Analysis, Request, Rewriting, Settled};
use crate::project::Walks;
use crate::report::summary::Rewritten;
use crate::report::{concise, diff, fix as report, summary};
use crate::verdict::{Changed, Finding, Results, Why};

/// What is done with the rewritten files.
pub(super) struct Form {
    pub diff: Option<DiffFormat>,
    pub allow_unsafe: bool,
    pub show_blocked: bool,
    /// A saved plan: exactly its edits are made.
    pub plan: Option<PathBuf>,
    pub format: TextFormat,
}

pub(super) fn run(context: &Context, paths: &[PathBuf], form: &Form, output: &Output) -> Result<Status, Failure> {
    let progress = output.progress("reading the project and what it imports");
    let mut forbidden = None;
    let (analysis, mut settled) = match &form.plan {
        None => {
            let mut all = (Analysis::default(), Settled::default());
            let found = projects(context, &Walks::default(), paths)?;
            all.1.problems.extend(found.problems);
            for Project { settings, paths } in found.sound {
                let request = Request {
                    walks: None,
                    all_reasons: form.show_blocked,
                    settings: &settings,
                    paths: &paths,
                    overlays: &[],
                    allow_unsafe: form.allow_unsafe,
                    use_cache: context.use_cache,
                };
                let analysis = pipeline::analyse(&request)?;
                let settled = pipeline::settle(&request, &analysis)?;
                all = (all.0.join(analysis), all.1.join(settled));
                forbidden = forbidden.or_else(|| unmarked(&settings));
            }
            all
        }
        Some(plan) => {
            let settings = context.settings(paths)?;
            let found = plan::analysis(context, &settings, plan, form.allow_unsafe, output)?;
            forbidden = unmarked(&settings);
            let settled = Settled::first(&found, &[]);
            (found, settled)
        }
    };
    drop(progress);
    output.stages(&analysis.stages);
    let mut results = analysis.results.clone();
    results.problems.append(&mut settled.problems);
    let mut status = Status::Clean;
    let changed = |rewritings: &[Rewriting]| -> Vec<Changed> { rewritings.iter().map(pipeline::changed).collect() };
    let rewritings = match form.diff {
        Some(format) => {
            let rewritings = settled.rewritings();
            if form.format == TextFormat::Text {
                status = output.data(&shown(&changed(&rewritings), format, &results, output));
            }
            if !rewritings.is_empty() {
                status = status.max(Status::Findings);
            }
            rewritings
        }
        None => {
            pipeline::clean(&analysis);
            results.problems.extend(settled.write());
            settled.rewritings()
        }
    };
    if form.format == TextFormat::Json {
        let text = report::json(&results, &changed(&rewritings), form.diff.is_some());
        status = status.max(output.data(&text));
    } else if form.show_blocked {
        let blocked = Results {
            findings: Vec::new(),
            ..results.clone()
        };
        status = status.max(output.data(&concise::render(&blocked, output.style, true)));
    }
    status = status.max(output.problems(&results.problems));
    if let Some(setting) = forbidden.filter(|_| inserts(&results)) {
        output.say(&format!(
            "note: {setting} forbids imports in functions; --add-noqa, or the setting add-noqa, marks the new ones"
        ));
    }
    let mut made = counted(&results, &rewritings, form.diff.is_some());
    made.imports += settled.further();
    made.listed += settled.further_listed();
    output.sum_up(&summary::fix(&results, &made, form.show_blocked));
    Ok(status)
}

/// The setting of a linter that forbids imports in functions, where the new ones are not marked for it.
fn unmarked(settings: &Settings) -> Option<String> {
    settings.inline_imports_forbidden.clone().filter(|_| !settings.add_noqa)
}

fn shown(changed: &[Changed], format: DiffFormat, results: &Results, output: &Output) -> String {
    let each = |one: &dyn Fn(&Changed) -> String| changed.iter().map(one).collect();
    match format {
        DiffFormat::Unified => each(&|file| diff::patch(file, output.style)),
        DiffFormat::SideBySide => each(&|file| diff::side_by_side(&file.path, &file.before, &file.after, output.style)),
        DiffFormat::Html => diff::html::page(changed, results),
        DiffFormat::GithubSuggestions => diff::github_suggestions::review(changed, results),
    }
}

fn inserts(results: &Results) -> bool {
    results
        .findings
        .iter()
        .any(|finding| finding.strategies.contains(&crate::verdict::Strategy::FunctionLocal))
}

fn counted(results: &Results, rewritings: &[Rewriting], is_preview: bool) -> Rewritten {
    let paths: HashSet<PathBuf> = rewritings
        .iter()
        .map(|rewriting| pipeline::shown(&rewriting.path))
        .collect();
    let lines = rewritings
        .iter()
        .map(|rewriting| diff::counts(&rewriting.before, &rewriting.after));
    let made = |finding: &&Finding| paths.contains(&finding.path) && !matches!(finding.why, Why::Vain { .. });
    let findings = || results.findings.iter().filter(made);
    Rewritten {
        imports: findings().count(),
        listed: findings().filter(|finding| finding.is_listed()).count(),
        files: rewritings.len(),
        lines: lines.fold(diff::Counts::default(), |sum, counts| diff::Counts {
            added: sum.added + counts.added,
            removed: sum.removed + counts.removed,
        }),
        is_preview,
    }
}
