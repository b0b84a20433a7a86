//! Everything that is looked at in one tree.
use std::collections::BTreeMap;

use serde::Serialize;

use super::commands::{self, Output};
use super::compare;
use super::difference::{Difference, Note, Subject};
use super::facts::{Seen, Uses};
use super::inspect;
use super::modules::Module;
use super::run::{Place, Unable};
use super::suite::{self, Outcomes};
use super::tests_run;
use super::types::{self, Messages};
use super::workspace::Workspace;

/// What is looked at, and how.
#[derive(Debug, Clone)]
pub struct Checks {
    /// How programs are run.
    pub place: Place,
    /// All files of the program.
    pub modules: Vec<Module>,
    /// The command that runs its tests.
    pub tests: Option<String>,
    /// Commands whose output and exit status count.
    pub commands: Vec<String>,
    /// The command of its type checker.
    pub type_checker: Option<String>,
}

impl Checks {
    pub(super) fn importable(&self) -> Vec<&str> {
        let importable = self.modules.iter().filter(|module| module.is_importable);
        importable.map(|module| module.name.as_str()).collect()
    }
}

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Modules that were imported by themselves.
    pub modules: usize,
    /// Modules that these imports loaded before, all together.
    pub loaded_before: usize,
    /// Modules that these imports loaded after, all together.
    pub loaded_after: usize,
    /// Tests that were run.
    pub tests: usize,
    /// Commands that were run.
    pub commands: usize,
    /// Whether a type checker was run.
    pub has_type_checker: bool,
}

/// What was seen in one tree.
#[derive(Debug, Default)]
pub(super) struct Observed {
    pub modules: BTreeMap<String, Seen>,
    pub suite: Option<Outcomes>,
    pub commands: BTreeMap<String, Output>,
    pub types: Option<Messages>,
}

/// What was seen in the original: also what it uses of itself, and what its commands say a second time.
#[derive(Debug, Default)]
pub(super) struct Original {
    pub seen: Observed,
    pub uses: Uses,
    pub again: BTreeMap<String, Output>,
}

/// A part of the checks.
#[derive(Debug, Default, Clone)]
pub(super) struct Part {
    pub modules: Vec<String>,
    /// All tests where `None`.
    pub tests: Option<Vec<String>>,
    pub runs_tests: bool,
    pub commands: Vec<String>,
    pub types: bool,
}

impl Part {
    pub fn everything(checks: &Checks) -> Part {
        Part {
            modules: checks.importable().into_iter().map(str::to_owned).collect(),
            tests: None,
            runs_tests: checks.tests.is_some(),
            commands: checks.commands.clone(),
            types: checks.type_checker.is_some(),
        }
    }

    /// What has to be looked at to see some differences again.
    pub fn of<'d>(differences: impl IntoIterator<Item = &'d Difference>) -> Part {
        let mut part = Part::default();
        let mut tests = Vec::new();
        for difference in differences {
            match &difference.subject {
                Subject::Module(name) if !part.modules.contains(name) => part.modules.push(name.clone()),
                Subject::Test(id) if !tests.contains(id) => tests.push(id.clone()),
                Subject::Suite => part.runs_tests = true,
                Subject::Command(line) if !part.commands.contains(line) => part.commands.push(line.clone()),
                Subject::TypeChecker(_) => part.types = true,
                _ => {}
            }
        }
        if !part.runs_tests && !tests.is_empty() {
            part.runs_tests = true;
            part.tests = Some(tests);
        }
        part
    }
}

pub(super) fn observe(
    checks: &Checks,
    workspace: &mut Workspace<'_>,
    part: &Part,
    asked: &BTreeMap<String, Seen>,
    say: &dyn Fn(&str),
) -> Result<Observed, Unable> {
    let mut seen = Observed::default();
    let names: Vec<&str> = part.modules.iter().map(String::as_str).collect();
    if !names.is_empty() {
        let plural = if names.len() == 1 { "" } else { "s" };
        say(&format!("importing {} module{plural} one by one", names.len()));
    }
    let tree = workspace.tree();
    seen.modules = inspect::inspect(
        &checks.place,
        &tree,
        workspace.beside(),
        &checks.importable(),
        &names,
        asked,
    )?;
    for line in &part.commands {
        say(&format!("running {line}"));
        seen.commands
            .insert(line.clone(), commands::run(&checks.place, workspace, line)?);
    }
    if let Some(line) = checks.type_checker.as_ref().filter(|_| part.types) {
        say(&format!("running {line}"));
        seen.types = Some(types::run(&checks.place, workspace, line)?);
    }
    if let Some(line) = checks.tests.as_ref().filter(|_| part.runs_tests) {
        say(&format!("running {line}"));
        seen.suite = Some(tests_run::run(&checks.place, workspace, line, part.tests.as_deref())?);
    }
    Ok(seen)
}

/// Looks at the original.
pub(super) fn original(checks: &Checks, workspace: &mut Workspace<'_>, say: &dyn Fn(&str)) -> Result<Original, Unable> {
    let seen = observe(checks, workspace, &Part::everything(checks), &BTreeMap::new(), say)?;
    for (name, module) in &seen.modules {
        let facts = module.by_subject();
        // What is imported from elsewhere cannot be judged: nothing of the tree would be tried.
        if let Some(origin) = facts
            .get(&("origin", ""))
            .filter(|origin| origin.starts_with("..") || origin.starts_with('/'))
        {
            let message = format!(
                "`{name}` is imported from {origin}, not from the project: say where its sources are with --src"
            );
            return Err(Unable::Other(message));
        }
    }
    let mut again = BTreeMap::new();
    for line in &checks.commands {
        again.insert(line.clone(), commands::run(&checks.place, workspace, line)?);
    }
    let tree = workspace.tree();
    let uses = inspect::uses(&checks.place, &tree, workspace.beside(), &checks.modules)?;
    Ok(Original { seen, uses, again })
}

/// What differs, of the part that was looked at.
pub(super) fn differences(
    original: &Original,
    checks: &Checks,
    after: &Observed,
    part: &Part,
) -> (Vec<Difference>, Vec<Note>) {
    let (mut differences, mut notes) = (Vec::new(), Vec::new());
    for name in &part.modules {
        if let Some(before) = original.seen.modules.get(name) {
            let found = compare::module(before, after.modules.get(name), &original.uses);
            differences.extend(found.differences);
            notes.extend(found.notes);
        }
    }
    for line in &part.commands {
        if let (Some(before), Some(again), Some(after)) = (
            original.seen.commands.get(line),
            original.again.get(line),
            after.commands.get(line),
        ) {
            commands::compare(line, before, again, after, &mut differences, &mut notes);
        }
    }
    if let (Some(line), Some(before), Some(after)) = (&checks.type_checker, &original.seen.types, &after.types) {
        types::compare(line, before, after, &mut differences);
    }
    if let (Some(before), Some(after)) = (&original.seen.suite, &after.suite) {
        suite::compare(before, after, part.tests.as_deref(), &mut differences, &mut notes);
    }
    differences.sort();
    notes.sort();
    (differences, notes)
}
