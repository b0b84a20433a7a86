//! What `optimize` came to, as one object for programs.
use serde::Serialize;

use super::super::verify::{self, document};
use super::super::versioned;
use super::super::words::slashed;
use super::{Optimization, Outcome, imports};
use crate::measure::model::{Measurement, Sides};
use crate::plan::model::Edit as PlannedEdit;
use crate::verify::NewlySaid;

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct Document<'a> {
    outcome: Outcome,
    /// Whether the edits have been written.
    is_written: bool,
    commands: Vec<CommandObject<'a>>,
    /// The edits and what they change, as `verify` has it; without a value where no edit was tried.
    verdict: Option<verify::Document<'a>>,
    /// Those edits that are tested, not proven, with what speaks against them and what was run of them.
    tested: Vec<&'a PlannedEdit>,
    /// What ruff newly says of the edited files: rules, each with how often; without a value where it was not asked.
    linter: Option<&'a NewlySaid>,
    /// Edits that were planned and not made.
    dropped: Vec<DroppedObject<'a>>,
    /// Files that the kept edits change.
    files: usize,
    /// Lines that come with them.
    added: usize,
    /// Lines that go.
    removed: usize,
    stages: Vec<StageObject<'a>>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct CommandObject<'a> {
    /// As a shell takes it.
    command: &'a str,
    /// What the modules that are loaded take themselves, in milliseconds of CPU; the second only where something was edited.
    import_ms: Sides<Option<f64>>,
    /// Both programs in turns, as `measure` has it; without a value where nothing had to be measured.
    measured: Option<&'a Measurement>,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct DroppedObject<'a> {
    path: String,
    line: u32,
    what: &'a str,
    /// What it changes.
    differs: &'a str,
}

#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
struct StageObject<'a> {
    name: &'a str,
    /// By the clock.
    seconds: f64,
}

/// The schema of the object.
#[cfg(test)]
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(versioned::Versioned<Document<'static>>)
}

/// The object, indented, with a final newline.
pub fn render(optimization: &Optimization<'_>) -> String {
    let commands = optimization.startups.iter().map(|startup| {
        let found = imports(startup);
        CommandObject {
            command: startup.line,
            import_ms: Sides {
                before: Some(found.before_ms),
                after: found.after_ms,
            },
            measured: startup.measured,
        }
    });
    let dropped = optimization.dropped.iter().map(|(edit, differs)| DroppedObject {
        path: slashed(&edit.path),
        line: edit.line,
        what: &edit.what,
        differs,
    });
    let stages = optimization.stages.iter().map(|(name, seconds)| StageObject {
        name,
        seconds: *seconds,
    });
    let tested = optimization.plan.edits().filter(|edit| edit.tested.is_some());
    versioned::render(Document {
        outcome: optimization.outcome,
        is_written: optimization.is_written,
        commands: commands.collect(),
        verdict: optimization.verified.map(|(verdict, edits)| document(verdict, edits)),
        tested: tested.collect(),
        linter: optimization.linter,
        dropped: dropped.collect(),
        files: optimization.files,
        added: optimization.lines.added,
        removed: optimization.lines.removed,
        stages: stages.collect(),
    })
}
