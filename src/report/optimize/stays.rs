//! What stays loaded, by package, and why.
use std::fmt::Write as _;

use super::Optimization;
use crate::plan::model::Remaining;
use crate::profile::model::{Kind, Profile};

/// The section of the report; empty where nothing of weight stays.
pub(super) fn section(optimization: &Optimization<'_>) -> String {
    if optimization.plan.remaining.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "\n## What stays, and why\n\n| package | ms | modules | because of | why |\n|---|---:|---:|---|---|\n",
    );
    for row in &optimization.plan.remaining {
        text += &line(row);
    }
    for startup in optimization.startups {
        let (ms, modules) = own(startup.after.unwrap_or(startup.before));
        let of = if optimization.startups.len() > 1 {
            format!(" (`{}`)", cell(startup.line))
        } else {
            String::new()
        };
        let _ = writeln!(text, "| the program's own modules{of} | {ms:.1} | {modules} | | |");
    }
    text
}

fn line(row: &Remaining) -> String {
    let place = row
        .place
        .as_ref()
        .map(|place| format!("`{}:{}`", place.path, place.line));
    let import = row.import.as_ref().map(|import| format!("`{}`", cell(import)));
    let who: Vec<String> = place.into_iter().chain(import).collect();
    format!(
        "| {} | {:.1} | {} | {} | {}: {} |\n",
        cell(&row.package),
        row.self_ms,
        row.modules,
        who.join(" "),
        row.reason.code,
        cell(&row.reason.text)
    )
}

/// Milliseconds and number of the program's own modules.
fn own(profile: &Profile) -> (f64, usize) {
    let own = profile.modules.iter().filter(|module| module.kind == Kind::FirstParty);
    own.fold((0.0, 0), |(ms, count), module| (ms + module.self_ms, count + 1))
}

/// A text that ends no cell.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
