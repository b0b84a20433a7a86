//! What `optimize` came to: a report that a maintainer can paste into a pull request.
mod imports;
pub mod json;
mod later;
mod stays;
mod tested;
#[cfg(test)]
mod tests;

use std::fmt::Write as _;

pub use imports::{Imports, imports};
use tested::Tested;

use super::measure::numbers::{change, interval};
use super::summary::grades;
use super::verify;
use super::words::{counted, prefix, slashed, start_of};
use crate::measure::model::{Measurement, Worth};
use crate::plan::model::Plan;
use crate::profile::model::Profile;
use crate::verify::{Edit, NewlySaid, Verdict};

/// One command.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Startup<'a> {
    /// As a shell takes it.
    pub line: &'a str,
    /// Its profile before.
    pub before: &'a Profile,
    /// Its profile with the kept edits; `None` where there are none.
    pub after: Option<&'a Profile>,
    /// Both measured, in turns; `None` where nothing had to be measured.
    pub measured: Option<&'a Measurement>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The edits are made, or would be but for `--dry-run`.
    Optimized,
    /// There are none that save enough.
    NothingToGain,
    /// No set of them was found that leaves the program the same.
    NotTheSame,
    /// What they save cannot be told from noise.
    NotWorthIt,
}

/// Everything that the report says.
#[derive(Debug, Clone, Copy)]
pub struct Optimization<'a> {
    /// The commands.
    pub startups: &'a [Startup<'a>],
    /// What became of it.
    pub outcome: Outcome,
    /// Whether the edits are written.
    pub is_written: bool,
    /// What stays, and why.
    pub plan: &'a Plan,
    /// The verdict on the edits and the edits; `None` where there are none.
    pub verified: Option<(&'a Verdict, &'a [Edit])>,
    /// What ruff newly says of the edited files, as far as it was asked.
    pub linter: Option<&'a NewlySaid>,
    /// Edits that were planned and not made, each with what it changes.
    pub dropped: &'a [(&'a Edit, &'a str)],
    /// Files that the kept edits change.
    pub files: usize,
    /// Lines added and removed.
    pub lines: super::Counts,
    /// What each stage took, in seconds.
    pub stages: &'a [(&'a str, f64)],
}

/// The last lines of the narrative: what it came to.
pub fn summary(optimization: &Optimization<'_>) -> String {
    let outcome = match optimization.outcome {
        Outcome::Optimized => {
            let lines: Vec<String> = optimization.startups.iter().map(gain).collect();
            return lines.join("\n");
        }
        Outcome::NothingToGain => "Nothing is left to gain: no edit that can be made safely saves enough.",
        Outcome::NotTheSame => "Nothing was written: no set of edits was found that leaves the program the same.",
        Outcome::NotWorthIt => "Nothing was written: what the edits save cannot be told from noise.",
    };
    outcome.to_owned()
}

/// What one command gains, in a sentence or two: times only where they can be told apart.
fn gain(startup: &Startup<'_>) -> String {
    let mut text = format!("`{}`: {}", startup.line.replace('`', "'"), prefix(startup.line));
    text.truncate(text.trim_end().len());
    let apart = startup
        .measured
        .filter(|measured| matches!(measured.worth(), Worth::Faster | Worth::Slower));
    if let Some((before, after)) = apart.and_then(medians) {
        let _ = write!(text, " {before:.0} ms of CPU before, {after:.0} after;");
    }
    let found = imports(startup);
    if let Some(gone) = found.gone().filter(|_| apart.is_some()) {
        let _ = write!(text, " {:.0} % of the import time is gone;", gone * 100.0);
    }
    let modules = startup.measured.map(|measured| measured.modules);
    match modules.and_then(|modules| Some((modules.before?, modules.after?))) {
        Some((before, after)) => {
            let _ = write!(text, " {} before, {after} after.", counted(before, "module"));
        }
        None => {
            let _ = write!(text, " {}.", counted(found.modules.before, "module"));
        }
    }
    text
}

fn medians(measured: &Measurement) -> Option<(f64, f64)> {
    let sides = &measured.direct()?.sides;
    Some((
        sides.before.as_ref()?.cpu_ms.median,
        sides.after.as_ref()?.cpu_ms.median,
    ))
}

/// The report, as Markdown.
pub fn markdown(optimization: &Optimization<'_>) -> String {
    let commands: Vec<String> = optimization
        .startups
        .iter()
        .map(|startup| format!("`{}`", startup.line.replace('`', "'")))
        .collect();
    let mut text = format!(
        "# {} of {}\n\n{}\n",
        optimization
            .startups
            .first()
            .map_or("Start-up", |startup| start_of(startup.line)),
        commands.join(", "),
        summary(optimization).replace('\n', "\n\n")
    );
    for startup in optimization.startups {
        text += &table(startup, optimization.startups.len() > 1);
    }
    if let Some((verdict, edits)) = optimization.verified {
        text += &made(optimization, verdict, edits);
        let _ = write!(text, "\n## Proof\n\n{}", verify::markdown(verdict, edits));
        if let Some(said) = optimization.linter {
            let _ = writeln!(text, "\n{}.", linter(said));
        }
        let plan = optimization.plan;
        let grades = grades(&plan.assumed, &plan.accepted);
        if !grades.is_empty() {
            let _ = writeln!(text, "\n{}", grades.trim());
        }
        text += &later::section(plan);
    }
    if !optimization.dropped.is_empty() {
        text += "\n## Planned, and not made\n\n";
        for (edit, differs) in optimization.dropped {
            let _ = writeln!(text, "- {}: {}", edit_line(edit), differs.replace('\n', " "));
        }
    }
    text += &stays::section(optimization);
    let seconds: f64 = optimization.stages.iter().map(|(_, seconds)| seconds).sum();
    let stages: Vec<String> = optimization
        .stages
        .iter()
        .map(|(name, seconds)| format!("{name} {seconds:.0}"))
        .collect();
    let _ = writeln!(
        text,
        "\nMade by `dormant optimize` in {seconds:.0} s ({}).",
        stages.join(", ")
    );
    text
}

/// What ruff newly says, on a line.
fn linter(said: &NewlySaid) -> String {
    let who = "ruff, as this project sets it up";
    if said.is_empty() {
        return format!("{who}, says nothing new");
    }
    let rules: Vec<String> = said.iter().map(|(code, count)| format!("{code} ×{count}")).collect();
    let hint = match said.contains_key(INLINE) {
        true => format!(" (`add-noqa = true` marks the imports for {INLINE}, or allow it for these files)"),
        false => String::new(),
    };
    format!("{who}, newly says: {}{hint}", rules.join(", "))
}

/// ruff's rule against imports in functions.
const INLINE: &str = "PLC0415";

/// The numbers of one command.
fn table(startup: &Startup<'_>, has_name: bool) -> String {
    let mut text = String::from("\n");
    if has_name {
        let _ = writeln!(text, "`{}`\n", startup.line.replace('`', "'"));
    }
    let _ = writeln!(
        text,
        "| {} | before | after | change |\n|---|---:|---:|---:|",
        start_of(startup.line).to_lowercase()
    );
    let mut why = "";
    match startup
        .measured
        .and_then(|measured| Some((measured, measured.direct()?)))
    {
        Some((measured, row)) => {
            let side = |side: &Option<crate::measure::model::Stats>| {
                side.as_ref()
                    .map_or(String::new(), |stats| format!("{} ms", interval(stats.cpu_ms)))
            };
            let _ = writeln!(
                text,
                "| CPU, median of {} interleaved runs [95 % interval] | {} | {} | {} |",
                measured.runs,
                side(&row.sides.before),
                side(&row.sides.after),
                change(row)
            );
            let count = |count: Option<usize>| count.map_or(String::new(), |count| count.to_string());
            let modules = measured.modules;
            let both = modules.before.zip(modules.after);
            let _ = writeln!(
                text,
                "| modules loaded | {} | {} | {} |",
                count(modules.before),
                count(modules.after),
                both.map_or(String::new(), |(before, after)| percent(before as f64, after as f64))
            );
            why = match measured.worth() {
                _ if row.sides.before.is_none() => "",
                Worth::Faster => "It pays: the intervals of the CPU time lie apart.",
                Worth::FewerModules => {
                    "It pays in modules; that it takes no longer is all that can be told from these CPU times."
                }
                Worth::Nothing => "The CPU times cannot be told apart.",
                Worth::Slower => "It is slower.",
            };
            for warning in &measured.warnings {
                let _ = writeln!(text, "\nWarning: {}.", warning.replace('\n', " "));
            }
        }
        None => {
            let total = &startup.before.total;
            let _ = writeln!(
                text,
                "| CPU, median of {} | {:.0} ms | | |",
                counted(startup.before.runs as usize, "run"),
                total.startup_cpu_ms
            );
        }
    }
    let found = imports(startup);
    let after = found.after_ms.map_or(String::new(), |after| format!("{after:.0} ms"));
    let change = found
        .after_ms
        .map_or(String::new(), |after| percent(found.before_ms, after));
    // Before the warnings: a table ends at a blank line.
    let row = format!(
        "| import time (CPU of the modules themselves) | {:.0} ms | {after} | {change} |\n",
        found.before_ms
    );
    let end = text.find("\n\nWarning").map_or(text.len(), |at| at + 1);
    text.insert_str(end, &row);
    if !why.is_empty() {
        let _ = writeln!(text, "\n{why}");
    }
    text
}

/// `-39 %`
fn percent(before: f64, after: f64) -> String {
    if before > 0.0 {
        format!("{:+.0} %", (after / before - 1.0) * 100.0)
    } else {
        String::new()
    }
}

/// The edits that are kept.
fn made(optimization: &Optimization<'_>, verdict: &Verdict, edits: &[Edit]) -> String {
    let kept: Vec<&Edit> = edits
        .iter()
        .zip(&verdict.kept)
        .filter(|(_, kept)| **kept)
        .map(|(edit, _)| edit)
        .collect();
    let mut text = format!(
        "\n## Edits\n\n{} in {} (+{} -{} lines):\n\n",
        counted(kept.len(), "import"),
        counted(optimization.files, "file"),
        optimization.lines.added,
        optimization.lines.removed
    );
    let tested = Tested::of(optimization.plan);
    for edit in kept {
        let _ = writeln!(text, "- {}{}", edit_line(edit), tested.line(edit));
    }
    text += &tested.total();
    text
}

fn edit_line(edit: &Edit) -> String {
    format!("`{}:{}` {}", slashed(&edit.path), edit.line, edit.what)
}
