//! The engine's own plan as edits that can be made or left out one by one.
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::apply::{is_in_the_way, made, parts};
use super::{Analysis, error, shown, text_hash};
use crate::project::Source;
use crate::rewrite::helper::{Part, parts_of, text};
use crate::syntax::Span;
use crate::verdict::{FilePlan, Finding, Problem};
use crate::verify::{Changes, Edit, NoSense};

/// What `fix` would do.
#[derive(Debug)]
pub struct PlannedChanges {
    files: Vec<PathBuf>,
    edits: Vec<Edit>,
    sources: Vec<(Source, FilePlan)>,
    /// What stands behind the edited files: generated ones, which go with the edits that need them.
    helpers: Vec<HelperFile>,
}

/// A generated file that edits need.
#[derive(Debug)]
struct HelperFile {
    /// The edited files that import it.
    users: Vec<usize>,
    /// What is there now.
    before: Option<String>,
}

impl PlannedChanges {
    /// The planned edits below `root`; files that cannot be rewritten as planned are problems, and left out.
    pub fn new(root: &Path, analysis: &Analysis) -> (PlannedChanges, Vec<Problem>) {
        let mut changes = PlannedChanges {
            files: Vec::new(),
            edits: Vec::new(),
            sources: Vec::new(),
            helpers: Vec::new(),
        };
        let mut users: BTreeMap<PathBuf, Vec<usize>> = BTreeMap::new();
        let mut problems = Vec::new();
        let mut plans: Vec<_> = analysis.plans.iter().collect();
        plans.sort_by(|left, right| left.path.cmp(&right.path));
        for planned in plans {
            let plan = planned.plan.clone();
            if let Some(helper) = planned.helper.as_deref().filter(|helper| is_in_the_way(helper)) {
                let message = format!(
                    "left as it is: dormant did not write {}, and needs this file name",
                    shown(helper).display()
                );
                problems.push(error(&planned.path, None, &message));
                continue;
            }
            let usable = Source::read(&planned.path)
                .map_err(|problem| problem.message)
                .and_then(|source| {
                    if text_hash(&source.text) != planned.text_hash {
                        return Err("changed while dormant looked at it".to_owned());
                    }
                    made(&source, &plan).map_err(|problem| problem.to_string())?;
                    Ok(source)
                });
            match (usable, planned.path.strip_prefix(root)) {
                (Ok(source), Ok(below)) => {
                    if let Some(helper) = &planned.helper {
                        users.entry(helper.clone()).or_default().push(changes.files.len());
                    }
                    changes.add(below, &shown(&planned.path), source, plan, &analysis.results.findings)
                }
                (Ok(_), Err(_)) => problems.push(error(&planned.path, None, "left as it is: outside of the project")),
                (Err(message), _) => problems.push(error(&planned.path, None, &format!("left as it is: {message}"))),
            }
        }
        for (path, users) in users {
            let before = std::fs::read_to_string(&path).ok();
            changes.files.push(path.strip_prefix(root).unwrap_or(&path).to_owned());
            changes.helpers.push(HelperFile { users, before });
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

    fn bytes(&self, file: usize, chosen: &[bool]) -> Result<Option<Vec<u8>>, NoSense> {
        let Some((source, plan)) = self.sources.get(file) else {
            return Ok(self.helper(&self.helpers[file - self.sources.len()], chosen));
        };
        made(source, &self.restricted(file, plan, chosen))
            .map(|(_, bytes)| Some(bytes))
            .map_err(NoSense::new)
    }
}

impl PlannedChanges {
    /// The file of an edit, relative to the tree, and the offset of the import that it defers.
    pub fn origin(&self, edit: usize) -> Option<(&Path, u32)> {
        let file = self.edits.get(edit)?.file;
        let first = self.edits.iter().position(|other| other.file == file)?;
        let deferral = self.sources.get(file)?.1.deferrals.get(edit - first)?;
        Some((&self.files[file], deferral.alias.start))
    }

    /// The plan of a file with the chosen edits alone.
    fn restricted(&self, file: usize, plan: &FilePlan, chosen: &[bool]) -> FilePlan {
        let mine = self
            .edits
            .iter()
            .zip(chosen)
            .filter(|(edit, _)| edit.file == file)
            .map(|(_, &is_chosen)| is_chosen);
        let deferrals = plan.deferrals.iter().zip(mine).filter(|(_, is_chosen)| *is_chosen);
        let mut restricted = FilePlan {
            deferrals: deferrals.map(|(deferral, _)| deferral.clone()).collect(),
            constants: Vec::new(),
            ..plan.clone()
        };
        // A constant waits with what it is computed from, and with nothing else.
        for constant in &plan.constants {
            let mut constant = constant.clone();
            let is_deferred = |alias: &Span| restricted.deferrals.iter().any(|deferral| deferral.alias == *alias);
            constant.imports.retain(is_deferred);
            let waits = |name: &String| restricted.constants.iter().any(|other| other.name == *name);
            constant.constants.retain(waits);
            if !constant.imports.is_empty() || !constant.constants.is_empty() {
                restricted.constants.push(constant);
            }
        }
        restricted
    }

    /// A generated file as the chosen edits need it; as it is where none does.
    fn helper(&self, helper: &HelperFile, chosen: &[bool]) -> Option<Vec<u8>> {
        let mut needed: BTreeSet<Part> = helper
            .users
            .iter()
            .flat_map(|&file| parts(&self.restricted(file, &self.sources[file].1, chosen)))
            .collect();
        let before = helper.before.as_deref();
        if needed.is_empty() {
            return before.map(|text| text.as_bytes().to_vec());
        }
        needed.extend(before.and_then(parts_of).unwrap_or_default());
        Some(text(&needed).into_bytes())
    }
}
