//! Which of the edits are tested, not proven.
use super::slashed;
use crate::plan::model::{Edit as Planned, Plan, Tested as Found};
use crate::report::words::counted;
use crate::verify::Edit;

/// Those edits of a plan.
pub(super) struct Tested<'a>(Vec<(&'a Planned, &'a Found)>);

impl<'a> Tested<'a> {
    pub fn of(plan: &'a Plan) -> Self {
        let edits = plan.edits().filter_map(|edit| Some((edit, edit.tested.as_ref()?)));
        Tested(edits.collect())
    }

    /// What is said after an edit.
    pub fn line(&self, edit: &Edit) -> String {
        let path = slashed(&edit.path);
        let found = self
            .0
            .iter()
            .find(|(planned, _)| planned.place.path == path && planned.place.line == edit.line);
        let Some((_, found)) = found else { return String::new() };
        let reason = found.reasons.first().map_or("", |reason| reason.text.as_str());
        let more = match found.reasons.len() {
            0 | 1 => String::new(),
            many => format!(" (and {} more)", counted(many - 1, "reason")),
        };
        format!("; tested, not proven: {}{more}", reason.replace('\n', " "))
    }

    /// How much of what they moved was run; empty where all edits are proven.
    pub fn total(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let (uses, ran) = self
            .0
            .iter()
            .fold((0, 0), |(uses, ran), (_, found)| (uses + found.uses, ran + found.ran));
        let statements = counted(self.0.len(), "statement");
        format!("\nTested, not proven: {statements}; {ran} of {uses} moved uses ran.\n")
    }
}
