//! A measurement as Markdown, to be pasted into a pull request.
use std::fmt::Write;

use super::super::words::start_of;
use super::numbers::{change, compares, interval, mib, modules, ms, of_all, sides};
use crate::measure::model::{Measurement, Row};

/// The tables of the terminal as Markdown tables.
pub fn render(measured: &Measurement) -> String {
    let mut text = format!(
        "### {} of `{}`\n\nPython {}, {}. Milliseconds of CPU: median of {} interleaved runs [95 % interval].\n\n",
        start_of(&measured.command),
        measured.command.replace('`', "'"),
        measured.python,
        measured.machine,
        measured.runs
    );
    let both = compares(measured);
    rows(&mut text, "Runner", &measured.rows, both);
    text.push('\n');
    rows(&mut text, "Baseline", &measured.baselines, both);
    if let Some(modules) = modules(measured) {
        let _ = write!(text, "\nModules loaded: {modules}\n");
    }
    if !measured.top_imports.is_empty() {
        text.push_str("\n| Slowest imports | own ms | with what they import |\n|---|---:|---:|\n");
        for import in &measured.top_imports {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} |",
                cell(&import.module),
                ms(import.self_ms),
                ms(import.cumulative_ms)
            );
        }
    }
    let mut notes: Vec<String> = of_all(measured).collect();
    for row in &measured.rows {
        notes.extend(row.missing.as_ref().map(|why| format!("{}: {why}", row.runner)));
    }
    notes.extend(measured.warnings.iter().map(|warning| format!("Warning: {warning}")));
    for gate in &measured.gates {
        let word = if gate.is_kept { "kept" } else { "**failed**" };
        notes.push(format!("`{}` {word}: {}", gate.flag, gate.message));
    }
    if !notes.is_empty() {
        text.push('\n');
    }
    for note in notes {
        let _ = writeln!(text, "- {}", note.replace(['\n', '\r'], " "));
    }
    text
}

fn rows(text: &mut String, first: &str, rows: &[Row], both: bool) {
    if both {
        let _ = writeln!(
            text,
            "| {first} | before | after | change | wall ms | MiB |\n|---|---:|---:|---:|---:|---:|"
        );
    } else {
        let _ = writeln!(text, "| {first} | CPU ms | wall ms | MiB |\n|---|---:|---:|---:|");
    }
    for row in rows {
        let side = |stats: &Option<_>| {
            stats
                .as_ref()
                .map_or("-".to_owned(), |stats: &crate::measure::model::Stats| {
                    interval(stats.cpu_ms)
                })
        };
        let wall = sides(row, |stats| ms(stats.wall_ms.median));
        let memory = sides(row, |stats| stats.peak_bytes.map_or("?".into(), mib));
        let name = cell(&row.runner);
        let _ = if both {
            let (before, after) = (side(&row.sides.before), side(&row.sides.after));
            writeln!(
                text,
                "| {name} | {before} | {after} | {} | {wall} | {memory} |",
                change(row)
            )
        } else {
            writeln!(text, "| {name} | {} | {wall} | {memory} |", side(&row.sides.after))
        };
    }
}

/// A text that ends no cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r', '`'], " ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::{measurement, one_tree};

    #[test]
    fn before_and_after() {
        insta::assert_snapshot!(super::render(&measurement()));
    }

    #[test]
    fn one_tree_alone() {
        insta::assert_snapshot!(super::render(&one_tree()));
    }
}
