//! What `optimize` came to: a report that a maintainer can paste into a pull request.
use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::verify;
use super::words::{counted, slashed};
use crate::plan::Results;
use crate::verify::{Edit, Verdict};

/// One tree's start-up.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Startup<'a> {
    /// CPU time of each run in milliseconds.
    pub cpu_ms: &'a [f64],
    /// Modules loaded.
    pub modules: usize,
}

/// Everything that the report says.
#[derive(Debug, Clone, Copy)]
pub struct Optimization<'a> {
    /// The command.
    pub command: &'a str,
    /// Before.
    pub before: Startup<'a>,
    /// After.
    pub after: Startup<'a>,
    /// The verdict on the edits and the edits; `None` where none were planned.
    pub verified: Option<(&'a Verdict, &'a [Edit])>,
    /// What was planned and what stays.
    pub results: &'a Results,
    /// Files and lines that the kept edits change.
    pub files: usize,
    /// Lines added and removed.
    pub lines: super::Counts,
    /// How long the whole thing took, in seconds.
    pub seconds: u64,
}

/// Reasons for which imports stay that are spelt out one by one.
const MOST_BLOCKED: usize = 15;

/// The middle one of some numbers, or the mean of the two in the middle; 0 of none.
pub fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted.len() {
        0 => 0.0,
        count if count % 2 == 1 => sorted[count / 2],
        count => f64::midpoint(sorted[count / 2 - 1], sorted[count / 2]),
    }
}

/// The last line: what it came to.
pub fn summary(optimization: &Optimization<'_>) -> String {
    let Optimization { before, after, .. } = optimization;
    match optimization.verified {
        None => "Nothing is left to gain: no import can be deferred that is not deferred already.".to_owned(),
        Some((verdict, _)) if !verdict.is_proven => {
            "Nothing was written: no set of edits was found that leaves the program the same.".to_owned()
        }
        Some(_) => format!(
            "`{}`: {:.0} ms of CPU before, {:.0} after; {} modules before, {} after.",
            optimization.command,
            median(before.cpu_ms),
            median(after.cpu_ms),
            before.modules,
            after.modules
        ),
    }
}

/// The report, as Markdown.
pub fn markdown(optimization: &Optimization<'_>) -> String {
    let mut text = format!(
        "# Deferred imports: `{}`\n\n{}\n",
        optimization.command,
        summary(optimization)
    );
    let Optimization { before, after, .. } = optimization;
    text += "\n| start-up | before | after | saved |\n|---|---|---|---|\n";
    let (old, new) = (median(before.cpu_ms), median(after.cpu_ms));
    let _ = writeln!(
        text,
        "| CPU, median of {} runs | {old:.0} ms | {new:.0} ms | {} |",
        before.cpu_ms.len(),
        saved(old, new)
    );
    let range = |startup: &Startup<'_>| {
        let least = startup.cpu_ms.iter().copied().fold(f64::INFINITY, f64::min);
        let most = startup.cpu_ms.iter().copied().fold(0.0, f64::max);
        format!("{least:.0} to {most:.0} ms")
    };
    let _ = writeln!(text, "| CPU, least to most | {} | {} | |", range(before), range(after));
    let _ = writeln!(
        text,
        "| modules | {} | {} | {} |",
        before.modules,
        after.modules,
        saved(before.modules as f64, after.modules as f64)
    );
    if let Some((verdict, edits)) = optimization.verified {
        let kept: Vec<&Edit> = edits
            .iter()
            .zip(&verdict.kept)
            .filter(|(_, kept)| **kept)
            .map(|(edit, _)| edit)
            .collect();
        let _ = writeln!(
            text,
            "\n## Edits\n\n{} in {} (+{} -{} lines):\n",
            counted(kept.len(), "edit"),
            counted(optimization.files, "file"),
            optimization.lines.added,
            optimization.lines.removed
        );
        for edit in kept {
            let _ = writeln!(text, "- `{}:{}` {}", slashed(&edit.path), edit.line, edit.what);
        }
        let _ = write!(text, "\n## Proof\n\n{}", verify::markdown(verdict, edits));
    }
    text += &stays(optimization.results);
    let _ = writeln!(text, "\nMade by `dormant optimize` in {} s.", optimization.seconds);
    text
}

fn saved(before: f64, after: f64) -> String {
    if before > 0.0 {
        format!("{:.0} %", 100.0 * (before - after) / before)
    } else {
        String::new()
    }
}

/// What stays, by reason, and the first ones spelt out.
fn stays(results: &Results) -> String {
    if results.blocked.is_empty() {
        return String::new();
    }
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for blocked in &results.blocked {
        *by_code.entry(blocked.code).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = by_code.into_iter().collect();
    counts.sort_by_key(|&(code, count)| (std::cmp::Reverse(count), code));
    let reasons: Vec<String> = counts.iter().map(|(code, count)| format!("{count} {code}")).collect();
    let mut text = format!(
        "\n## What stays\n\n{}: {}.\n\n",
        counted(results.blocked.len(), "import"),
        reasons.join(", ")
    );
    // Where something is loaded anyway, the reason is the one that keeps what loads it.
    let telling: Vec<_> = results
        .blocked
        .iter()
        .filter(|blocked| blocked.code != "loaded-anyway")
        .collect();
    for blocked in telling.iter().take(MOST_BLOCKED) {
        let _ = writeln!(
            text,
            "- `{}:{}` `{}`: {}",
            slashed(&blocked.path),
            blocked.start.line,
            blocked.import,
            blocked.reason
        );
    }
    if let Some(more) = telling.len().checked_sub(MOST_BLOCKED).filter(|more| *more > 0) {
        let _ = writeln!(text, "- and {more} more; `dormant check --show-blocked` lists them");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_numbers() {
        assert_eq!(
            (median(&[]), median(&[3.0, 1.0, 2.0]), median(&[1.0, 4.0])),
            (0.0, 2.0, 2.5)
        );
    }

    #[test]
    fn a_report_for_a_pull_request() {
        let edits = [Edit {
            file: 0,
            path: "src/app/cli.py".into(),
            line: 3,
            what: "import docker (function-local)".into(),
        }];
        let verdict = Verdict {
            kept: vec![true],
            is_proven: true,
            ..Verdict::default()
        };
        let optimization = Optimization {
            command: "app --help",
            before: Startup {
                cpu_ms: &[200.0, 220.0, 210.0],
                modules: 400,
            },
            after: Startup {
                cpu_ms: &[100.0, 104.0, 105.0],
                modules: 190,
            },
            verified: Some((&verdict, &edits)),
            results: &Results::default(),
            files: 1,
            lines: super::super::Counts { added: 2, removed: 1 },
            seconds: 12,
        };
        insta::assert_snapshot!(markdown(&optimization));
        let nothing = Optimization {
            verified: None,
            ..optimization
        };
        insta::assert_snapshot!(summary(&nothing), @"Nothing is left to gain: no import can be deferred that is not deferred already.");
    }
}
