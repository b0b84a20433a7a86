//! `dormant fix`: defers imports, or shows the diff.
use std::collections::HashSet;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::{ConfigurationArgs, RunArgs, STATUSES, TextFormat};
use super::context::Context;
use super::failure::Failure;
use super::inline;
use super::output::Output;
use super::plan;
use super::projects::{Project, projects};
use super::status::Status;
use crate::pipeline::{self, Analysis, Request, Rewriting, Settled};
use crate::project::Walks;
use crate::report::summary::Rewritten;
use crate::report::{concise, diff, fix as report, summary};
use crate::verdict::{Changed, Finding, Results};

/// How `fix --diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum DiffFormat {
    /// What `git apply` and `patch -p1` take
    #[default]
    Unified,
    /// Before and after next to each other, for a terminal
    SideBySide,
    /// The same as one page
    Html,
    /// A review with suggestions, as GitHub's API takes it
    GithubSuggestions,
}

const EXAMPLES: &str = "\
Examples:
  dormant fix                           rewrite this folder, as configured
  dormant fix --diff                    only show what would change
  dormant fix --diff | git apply        the same as dormant fix
  dormant fix --diff-format side-by-side
  dormant fix src --strategies type-checking,function-local";

/// Rewrite heavy eager imports into deferred ones.
///
/// Only edits that are proven safe are made; --show-blocked says why the other heavy imports stay. A second run changes
/// nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES, after_long_help = format!("{EXAMPLES}\n\n{STATUSES}"))]
pub(super) struct FixArgs {
    /// Files and folders
    #[arg(value_name = "PATHS", default_value = ".")]
    paths: Vec<PathBuf>,
    /// Show a diff and write nothing
    #[arg(long)]
    diff: bool,
    /// Show a diff of this form and write nothing
    #[arg(long, value_name = "FORMAT", value_enum)]
    diff_format: Option<DiffFormat>,
    /// How to print what was done
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        conflicts_with = "diff_format"
    )]
    output_format: TextFormat,
    /// Also make edits that have a named risk
    #[arg(long = "unsafe")]
    allow_unsafe: bool,
    /// Add the linter's suppression to inserted imports
    #[arg(long)]
    add_noqa: bool,
    /// Say why the other heavy imports stay
    #[arg(long)]
    show_blocked: bool,
    /// Make exactly the edits of this saved plan
    #[arg(long, value_name = "FILE", help_heading = "Plan")]
    plan: Option<PathBuf>,
    #[command(flatten)]
    settings: ConfigurationArgs,
    #[command(flatten)]
    run: RunArgs,
}

impl FixArgs {
    pub(super) fn context(&self) -> Context {
        let mut context = self.settings.context(&self.run);
        context.overrides.add_noqa = self.add_noqa;
        context
    }

    /// What of the paths makes no sense.
    pub(super) fn conflict(&self) -> Option<&'static str> {
        let has_stdin = self.paths.iter().any(|path| path == Path::new("-"));
        has_stdin.then_some("`fix` rewrites files and reads no standard input")
    }

    /// The form of the diff that is shown in the place of writing.
    fn shown_as(&self) -> Option<DiffFormat> {
        (self.diff || self.diff_format.is_some()).then(|| self.diff_format.unwrap_or_default())
    }

    /// Runs it: exit status 1 where a diff has something to show.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        run(context, &self.paths, self, output)
    }
}

fn run(context: &Context, paths: &[PathBuf], form: &FixArgs, output: &Output) -> Result<Status, Failure> {
    let progress = output.progress("reading the project and what it imports");
    let mut forbidden = None;
    let (analysis, mut settled) = match &form.plan {
        None => {
            let mut all = (Analysis::default(), Settled::default());
            let found = projects(context, &Walks::default(), paths)?;
            all.1.problems.extend(found.problems);
            for Project { settings, paths } in found.sound {
                let request = Request {
                    all_reasons: form.show_blocked,
                    allow_unsafe: form.allow_unsafe,
                    use_cache: context.use_cache,
                    ..Request::of(&settings, &paths)
                };
                let analysis = pipeline::analyse(&request)?;
                let settled = pipeline::settle(&request, &analysis)?;
                let (analysis, settled) = match form.shown_as() {
                    Some(_) => (analysis, settled),
                    None => pipeline::write(&request, (analysis, settled))?,
                };
                all = (all.0.join(analysis), all.1.join(settled));
                forbidden = forbidden.or_else(|| inline::forbidden(&settings));
            }
            all
        }
        Some(plan) => {
            let settings = context.settings(paths)?;
            let found = plan::analysis(context, &settings, plan, form.allow_unsafe, output)?;
            forbidden = inline::forbidden(&settings);
            let mut settled = Settled::first(&found, &[]);
            if form.shown_as().is_none() {
                pipeline::clean(&found);
                // A plan is made as it is, or not at all.
                let unwritten = settled.write();
                settled
                    .problems
                    .extend(unwritten.problems.into_iter().chain(unwritten.for_want));
            }
            (found, settled)
        }
    };
    drop(progress);
    output.stages(&analysis.stages);
    let mut results = analysis.results.clone();
    results.problems.append(&mut settled.problems);
    let mut status = Status::Clean;
    let changed = |rewritings: &[Rewriting]| -> Vec<Changed> { rewritings.iter().map(pipeline::changed).collect() };
    let rewritings = match form.shown_as() {
        Some(format) => {
            let rewritings = settled.rewritings();
            if form.output_format == TextFormat::Text {
                status = output.data(&shown(&changed(&rewritings), format, &results, output));
            }
            if !rewritings.is_empty() {
                status = status.max(Status::Findings);
            }
            rewritings
        }
        None => settled.rewritings(),
    };
    if form.output_format == TextFormat::Json {
        let text = report::json(&results, &changed(&rewritings), form.shown_as().is_some());
        status = status.max(output.data(&text));
    } else if form.show_blocked {
        let blocked = Results {
            findings: Vec::new(),
            ..results.clone()
        };
        status = status.max(output.data(&concise::render(&blocked, output.style, true)));
    }
    status = status.max(output.problems(&results.problems));
    if let Some(note) = inline::note(forbidden.as_ref(), &results) {
        output.say(&note);
    }
    let mut made = counted(&results, &rewritings, form.shown_as().is_some());
    made.imports += settled.further();
    made.listed += settled.further_listed();
    output.sum_up(&summary::fix(&results, &made, form.show_blocked));
    Ok(status)
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

fn counted(results: &Results, rewritings: &[Rewriting], is_preview: bool) -> Rewritten {
    let paths: HashSet<PathBuf> = rewritings
        .iter()
        .map(|rewriting| pipeline::shown(&rewriting.path))
        .collect();
    let lines = rewritings
        .iter()
        .map(|rewriting| diff::counts(&rewriting.before, &rewriting.after));
    let made = |finding: &&Finding| paths.contains(&finding.path) && !finding.is_vain();
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

#[cfg(test)]
mod tests {
    use clap::{Args, FromArgMatches};

    use super::*;

    #[test]
    fn a_diff_format_asks_for_a_diff() {
        let diff = |line: &str| {
            let command = FixArgs::augment_args(clap::Command::new("fix"));
            let matches = command.try_get_matches_from(line.split(' ')).expect(line);
            FixArgs::from_arg_matches(&matches).expect(line).shown_as()
        };
        assert_eq!(diff("fix"), None);
        assert_eq!(diff("fix --diff"), Some(DiffFormat::Unified));
        assert_eq!(diff("fix --diff-format side-by-side"), Some(DiffFormat::SideBySide));
    }
}
