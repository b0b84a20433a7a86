//! What the edits cost once they are needed.
use std::fmt::Write as _;

use super::super::plan::later::{TITLE, told};
use super::stays::cell;
use crate::plan::model::Plan;

/// The section of the report; empty where no edit defers anything that the commands load.
pub(super) fn section(plan: &Plan) -> String {
    let (rows, notes) = told(plan);
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("\n## {TITLE}\n\n| module | ms | modules | first use |\n|---|---:|---:|---|\n");
    for row in &rows {
        let first: Vec<String> = std::iter::once(row.places()).chain(row.met()).collect();
        let (module, first) = (cell(&row.module), cell(&first.join("; ")));
        let _ = writeln!(text, "| {module} | {:.1} | {} | {first} |", row.ms, row.modules);
    }
    for note in &notes {
        let _ = writeln!(text, "\n{note}");
    }
    text
}
