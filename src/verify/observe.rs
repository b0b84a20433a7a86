//! Everything that is looked at in one tree.
use std::collections::BTreeMap;

use serde::Serialize;

use super::ability::{can_start, is_checker_sound, is_command_sound, is_suite_sound};
use super::checks::Checks;
use super::commands::{self, Output};
use super::difference::{Difference, Note, Subject};
use super::facts::{Seen, Uses};
use super::loaded::Watch;
use super::memo::Memo;
use super::run::Unable;
use super::suite::{self, Outcomes, Tally};
use super::types::{self, Said};
use super::workspace::Workspace;
use super::{compare, inspect, tests_run};

/// How much was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Modules that were imported by themselves.
    pub modules: usize,
    /// Modules that these imports loaded before, all together.
    pub loaded_before: usize,
    /// Modules that these imports loaded after, all together.
    pub loaded_after: usize,
    /// Tests that were run.
    pub tests: usize,
    /// How they came out before; `None` where their runner says nothing of single ones.
    pub tests_before: Option<Tally>,
    /// How they came out after.
    pub tests_after: Option<Tally>,
    /// Commands that were run.
    pub commands: usize,
    /// Those of them that failed, as they are to.
    pub failing_commands: usize,
    /// Whether a type checker was run.
    pub has_type_checker: bool,
}

/// Public names that are new and part of deferring, with how many modules have them.
pub type AddedNames = BTreeMap<String, usize>;

/// What was seen in one tree.
#[derive(Debug, Default)]
pub(super) struct Observed {
    pub modules: BTreeMap<String, Seen>,
    pub suite: Option<Outcomes>,
    pub commands: BTreeMap<String, Output>,
    pub types: Option<Said>,
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

    /// The programs that it runs, one by one.
    fn programs(self) -> Vec<Part> {
        let none = Part::default;
        let commands = self.commands.into_iter().map(|line| Part {
            commands: vec![line],
            ..none()
        });
        let types = self.types.then(|| Part { types: true, ..none() });
        let tests = self.runs_tests.then(|| Part {
            runs_tests: true,
            tests: self.tests,
            ..none()
        });
        commands.chain(types).chain(tests).collect()
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

/// Looks at a part of the tree as it is now. What is remembered of modules counts where `is_fresh` is false.
pub(super) fn observe(
    checks: &Checks,
    workspace: &mut Workspace<'_>,
    part: &Part,
    asked: &BTreeMap<String, Seen>,
    memo: &mut Memo,
    is_fresh: bool,
    say: &dyn Fn(&str),
) -> Result<Observed, Unable> {
    let mut seen = programs(checks, workspace, part, None, say)?;
    seen.modules = modules(checks, workspace, part, asked, memo, is_fresh, say)?;
    Ok(seen)
}

fn modules(
    checks: &Checks,
    workspace: &Workspace<'_>,
    part: &Part,
    asked: &BTreeMap<String, Seen>,
    memo: &mut Memo,
    is_fresh: bool,
    say: &dyn Fn(&str),
) -> Result<BTreeMap<String, Seen>, Unable> {
    let tree = workspace.tree();
    let mut files = workspace.files(&tree);
    let mut found = BTreeMap::new();
    if !is_fresh {
        for name in &part.modules {
            found.extend(memo.get(name, &mut files).map(|seen| (name.clone(), seen.clone())));
        }
    }
    let names: Vec<&str> = part.modules.iter().map(String::as_str).collect();
    let names: Vec<&str> = names.into_iter().filter(|name| !found.contains_key(*name)).collect();
    if !names.is_empty() {
        let plural = if names.len() == 1 { "" } else { "s" };
        say(&format!("importing {} module{plural} one by one", names.len()));
    }
    let importable = checks.importable();
    let seen = inspect::inspect(
        &checks.place,
        &tree,
        workspace.beside(),
        &importable,
        &names,
        asked,
        say,
    )?;
    for one in seen.values() {
        memo.put(one, &mut files);
    }
    found.extend(seen);
    Ok(found)
}

/// Runs the programs of a part; something may look at the tests.
fn programs(
    checks: &Checks,
    workspace: &mut Workspace<'_>,
    part: &Part,
    watch: Option<&Watch>,
    say: &dyn Fn(&str),
) -> Result<Observed, Unable> {
    let mut seen = Observed::default();
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
        let only = part.tests.as_deref();
        seen.suite = Some(tests_run::run(&checks.place, workspace, line, only, watch)?);
    }
    Ok(seen)
}

/// Runs the programs of the original, and fails where they prove nothing.
pub(super) fn original_programs(
    checks: &Checks,
    workspace: &mut Workspace<'_>,
    say: &dyn Fn(&str),
) -> Result<Original, Unable> {
    can_start(checks, &workspace.tree())?;
    let mut seen = Observed::default();
    let mut again = BTreeMap::new();
    // Each is judged before the next begins: the tests may take long.
    for part in Part::everything(checks).programs() {
        let watch = Watch::new(workspace.beside())?;
        let of_part = programs(checks, workspace, &part, Some(&watch), say)?;
        for (line, output) in of_part.commands {
            is_command_sound(&line, &output)?;
            // The second time it is looked at: what it says the first time is compared.
            let twin = commands::run_watched(&checks.place, workspace, &line, Some(&watch))?;
            watch.has_seen(&line, "--command")?;
            again.insert(line.clone(), twin);
            seen.commands.insert(line, output);
        }
        if let Some((line, said)) = checks.type_checker.as_ref().zip(of_part.types) {
            is_checker_sound(line, &said)?;
            seen.types = Some(said);
        }
        if let Some((line, outcomes)) = checks.tests.as_ref().zip(of_part.suite) {
            is_suite_sound(line, &outcomes)?;
            watch.has_seen(line, "--tests")?;
            seen.suite = Some(outcomes);
        }
    }
    Ok(Original {
        seen,
        again,
        ..Original::default()
    })
}

/// Looks at the modules of the original.
pub(super) fn original_modules(
    checks: &Checks,
    workspace: &Workspace<'_>,
    original: &mut Original,
    memo: &mut Memo,
    say: &dyn Fn(&str),
) -> Result<(), Unable> {
    let part = Part::everything(checks);
    original.seen.modules = modules(checks, workspace, &part, &BTreeMap::new(), memo, true, say)?;
    for (name, module) in &original.seen.modules {
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
    original.uses = inspect::uses(&checks.place, &workspace.tree(), workspace.beside(), &checks.modules)?;
    Ok(())
}

/// What differs, of the part that was looked at.
pub(super) fn differences(
    original: &Original,
    checks: &Checks,
    after: &Observed,
    part: &Part,
) -> (Vec<Difference>, Vec<Note>, AddedNames) {
    let (mut differences, mut notes) = (Vec::new(), Vec::new());
    let mut added = AddedNames::new();
    for name in &part.modules {
        if let Some(before) = original.seen.modules.get(name) {
            let found = compare::module(before, after.modules.get(name), &original.uses, &checks.accepted);
            differences.extend(found.differences);
            notes.extend(found.notes);
            for name in found.added {
                *added.entry(name).or_default() += 1;
            }
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
        types::compare(line, &before.messages, &after.messages, &mut differences);
    }
    if let (Some(before), Some(after)) = (&original.seen.suite, &after.suite) {
        suite::compare(before, after, part.tests.as_deref(), &mut differences, &mut notes);
    }
    differences.sort();
    notes.sort();
    (differences, notes, added)
}
