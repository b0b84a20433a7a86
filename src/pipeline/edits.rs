//! The engine's own plan as edits that can be made or left out one by one.
use std::path::{Path, PathBuf};

use super::load::error;
use super::{Analysis, shown, text_hash};
use crate::plan::{FilePlan, Finding, Problem};
use crate::project::Source;
use crate::rewrite::rewrite;
use crate::verify::{Changes, Edit};

/// What `fix` would do.
#[derive(Debug)]
pub struct PlannedChanges {
    files: Vec<PathBuf>,
    edits: Vec<Edit>,
    sources: Vec<(Source, FilePlan)>,
}

impl PlannedChanges {
    /// The planned edits below `root`; files that cannot be rewritten as planned are problems, and left out.
    pub fn new(root: &Path, analysis: &Analysis, suppression: Option<&str>) -> (PlannedChanges, Vec<Problem>) {
        let mut changes = PlannedChanges {
            files: Vec::new(),
            edits: Vec::new(),
            sources: Vec::new(),
        };
        let mut problems = Vec::new();
        let mut plans: Vec<_> = analysis.plans.iter().collect();
        plans.sort_by(|left, right| left.path.cmp(&right.path));
        for planned in plans {
            let mut plan = planned.plan.clone();
            plan.suppression = suppression.map(str::to_owned);
            let usable = Source::read(&planned.path)
                .map_err(|problem| problem.message)
                .and_then(|source| {
                    if text_hash(&source.text) != planned.text_hash {
                        return Err("changed while dormant looked at it".to_owned());
                    }
                    rewrite(&source.text, &plan).map_err(|problem| problem.to_string())?;
                    Ok(source)
                });
            match (usable, planned.path.strip_prefix(root)) {
                (Ok(source), Ok(below)) => {
                    changes.add(below, &shown(&planned.path), source, plan, &analysis.results.findings)
                }
                (Ok(_), Err(_)) => problems.push(error(&planned.path, None, "left as it is: outside of the project")),
                (Err(message), _) => problems.push(error(&planned.path, None, &format!("left as it is: {message}"))),
            }
        }
        (changes, problems)
    }

    fn add(&mut self, below: &Path, shown: &Path, source: Source, plan: FilePlan, findings: &[Finding]) {
        let file = self.files.len();
        for deferral in &plan.deferrals {
            let finding = findings
                .iter()
                .find(|finding| finding.path == shown && finding.alias == deferral.alias);
            let codes = |finding: &Finding| {
                finding
                    .strategies
                    .iter()
                    .map(|one| one.code())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            self.edits.push(Edit {
                file,
                path: below.to_owned(),
                line: finding.map_or(1, |finding| finding.start.line),
                what: finding.map_or_else(String::new, |finding| {
                    format!("{} ({})", finding.import, codes(finding))
                }),
            });
        }
        self.files.push(below.to_owned());
        self.sources.push((source, plan));
    }
}

impl Changes for PlannedChanges {
    fn files(&self) -> &[PathBuf] {
        &self.files
    }

    fn edits(&self) -> &[Edit] {
        &self.edits
    }

    fn bytes(&self, file: usize, chosen: &[bool]) -> Result<Option<Vec<u8>>, String> {
        let (source, plan) = &self.sources[file];
        let mine = self
            .edits
            .iter()
            .zip(chosen)
            .filter(|(edit, _)| edit.file == file)
            .map(|(_, &is_chosen)| is_chosen);
        let deferrals = plan.deferrals.iter().zip(mine).filter(|(_, is_chosen)| *is_chosen);
        let restricted = FilePlan {
            deferrals: deferrals.map(|(deferral, _)| deferral.clone()).collect(),
            ..plan.clone()
        };
        let text = rewrite(&source.text, &restricted).map_err(|problem| problem.to_string())?;
        source.encode(&text).map(Some).map_err(|problem| problem.message)
    }
}
