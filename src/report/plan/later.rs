//! What edits cost later, in words: what the first use of each loads, where that may come, and which commands come to it.
use super::super::Style;
use super::super::words::{counted, listed, shown};
use super::wishes::indented;
use super::{bold, edits, ms};
use crate::plan::model::{Edit, FirstUse, Later, Met, Plan};

/// Rows that are told; all of them are in the JSON.
const TOLD: usize = 8;
/// Places of a first use that are named.
const NAMED: usize = 4;

/// What stands above it.
pub(in crate::report) const TITLE: &str = "What it costs later: the first use pays, once";

/// Edits that defer the same module, and what the first use of any of them costs.
pub(in crate::report) struct Row<'a> {
    /// The module.
    pub module: String,
    /// Milliseconds.
    pub ms: f64,
    /// Modules.
    pub modules: usize,
    edits: Vec<(&'a Edit, &'a Later)>,
}

impl Row<'_> {
    /// `in `names` (app/images.py:12) or in `size` (app/images.py:20)`, without repetition.
    pub fn places(&self) -> String {
        let uses = self.edits.iter().flat_map(|(_, later)| &later.uses);
        let mut told: Vec<String> = uses.map(place).collect();
        told.dedup();
        match told.is_empty() {
            true => "where the name is used".to_owned(),
            false => listed(&told, NAMED),
        }
    }

    /// A sentence for each command that comes to it.
    pub fn met(&self) -> Vec<String> {
        let met = self.edits.iter().flat_map(|(_, later)| &later.met);
        let mut told: Vec<String> = met.map(comes).collect();
        told.sort();
        told.dedup();
        told
    }
}

fn place(first: &FirstUse) -> String {
    match &first.place {
        Some(place) => format!("{} ({}:{})", shown(&first.how), shown(&place.path), place.line),
        None => shown(&first.how),
    }
}

fn comes(met: &Met) -> String {
    let line = shown(&met.command.join(" "));
    format!("`{line}` comes to it in `{}`: {}", shown(&met.function), ms(met.ms))
}

/// The rows that cost the most, and what is said of the others and of the commands.
pub(in crate::report) fn told(plan: &Plan) -> (Vec<Row<'_>>, Vec<String>) {
    let edits = plan.steps.iter().flat_map(|step| &step.edits);
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (edit, later) in edits.filter_map(|edit| Some((edit, edit.later.as_ref()?))) {
        let module = shown(edits::module(edit));
        match rows
            .iter_mut()
            .find(|row| row.module == module && row.modules == later.modules)
        {
            Some(row) => row.edits.push((edit, later)),
            None => rows.push(Row {
                module,
                ms: later.ms,
                modules: later.modules,
                edits: vec![(edit, later)],
            }),
        }
    }
    rows.sort_by(|left, right| {
        right
            .ms
            .total_cmp(&left.ms)
            .then_with(|| left.module.cmp(&right.module))
    });
    let met = rows.iter().any(|row| !row.met().is_empty());
    let mut notes = Vec::new();
    let rest = rows.split_off(rows.len().min(TOLD));
    if let Some(most) = rest.first() {
        notes.push(format!("{} more of at most {} each.", rest.len(), ms(most.ms)));
    }
    if !rows.is_empty() && !met && plan.check.is_some() {
        notes.push(match plan.commands.len() {
            1 => "The command itself comes to none of these.".to_owned(),
            _ => "The commands themselves come to none of these.".to_owned(),
        });
    }
    (rows, notes)
}

/// The section of the table.
pub(super) fn lines(plan: &Plan, style: Style) -> String {
    let (rows, notes) = told(plan);
    if rows.is_empty() {
        return String::new();
    }
    let mut text = format!("\n{}\n", bold(style, TITLE));
    for row in &rows {
        let what = format!(
            "{:>8.1} ms  {} ({})",
            row.ms,
            row.module,
            counted(row.modules, "module")
        );
        text += &format!("{}\n{}", bold(style, &what), indented(&row.places(), style));
        for met in row.met() {
            text += &indented(&met, style);
        }
    }
    for note in &notes {
        text += &indented(note, style);
    }
    text
}
