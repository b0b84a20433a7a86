//! `optimize` wired together: plan, verify in a copy, drop what is to blame, measure, and keep nothing that takes no module
//! away. Writing is left to the caller, as the
//! last step, so that whatever goes wrong before leaves the project as it is.
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::verifying::{Verified, VerifyFailure, Wanted, checks, program_files, verify_changes};
use super::{PlannedChanges, Request, analyse};
use crate::config::Settings;
use crate::plan::{Problem, Results};
use crate::process::Job;
use crate::verify::{Changes, Place, Unable, copy_tree};

/// What one tree's start-up took.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Startup {
    /// CPU time, user and system, of each run in milliseconds, in the order of the runs.
    pub cpu_ms: Vec<f64>,
    /// Modules loaded, from `-X importtime`.
    pub modules: usize,
}

/// What optimizing came to.
#[derive(Debug)]
pub struct Optimized {
    /// What was planned and what stays.
    pub results: Results,
    /// Planned edits, verified; `None` where nothing was planned.
    pub verified: Option<Verified>,
    /// The start-up before.
    pub before: Startup,
    /// The start-up with the kept edits; the same as before where there are none.
    pub after: Startup,
    /// What went wrong with single files.
    pub problems: Vec<Problem>,
}

/// Runs in each tree, interleaved.
const RUNS: usize = 10;

/// Plans, verifies and measures; changes nothing in the project.
///
/// # Errors
/// Where the command cannot be run, or nothing can be verified.
pub fn optimize(
    settings: &Settings,
    command: &[String],
    wanted: &Wanted,
    use_cache: bool,
    say: &dyn Fn(&str),
) -> Result<Optimized, VerifyFailure> {
    let line = shell_line(command);
    let place = checks(settings, wanted).place;
    let copies = tempfile::Builder::new()
        .prefix("dormant-optimize-")
        .tempdir()
        .map_err(Unable::from)?;
    let name = settings.root.file_name().unwrap_or("project".as_ref());
    let trees = ["before", "after"].map(|side| copies.path().join(side).join(name));
    say("[1/4] planning");
    copy_tree(&settings.root, &trees[0]).map_err(Unable::from)?;
    // Fails early where the command does not work at all.
    start(&place, &line, &trees[0])?;
    let files = program_files(settings);
    let analysis = analyse(&Request {
        settings,
        paths: &files,
        overlay: None,
        allow_unsafe: false,
        use_cache,
    })?;
    let (changes, mut problems) = PlannedChanges::new(&settings.root, &analysis, None);
    problems.extend(
        analysis
            .results
            .problems
            .iter()
            .filter(|problem| problem.is_error)
            .cloned(),
    );
    let mut optimized = Optimized {
        results: analysis.results,
        verified: None,
        before: Startup::default(),
        after: Startup::default(),
        problems,
    };
    if changes.edits().is_empty() {
        say("[4/4] measuring");
        optimized.before = startups(&place, &line, &trees[..1])?.remove(0);
        optimized.after = optimized.before.clone();
        return Ok(optimized);
    }
    let mut with_command = wanted.clone();
    with_command.commands.insert(0, line.clone());
    say(&format!("[2/4] verifying {} edits", changes.edits().len()));
    let verified = verify_changes(settings, &changes, &with_command, say)?;
    say("[3/4] making a copy with the edits that hold");
    copy_tree(&settings.root, &trees[1]).map_err(Unable::from)?;
    for (path, bytes) in &verified.kept {
        if let Some(bytes) = bytes {
            std::fs::write(trees[1].join(path), bytes).map_err(Unable::from)?;
        }
    }
    say("[4/4] measuring");
    let mut both = startups(&place, &line, &trees)?;
    optimized.after = both.pop().unwrap_or_default();
    optimized.before = both.pop().unwrap_or_default();
    if optimized.after.modules < optimized.before.modules {
        optimized.verified = Some(verified);
    } else {
        say("the command loads as many modules as before: the edits are not worth making");
        optimized.after = optimized.before.clone();
    }
    Ok(optimized)
}

fn shell_line(command: &[String]) -> String {
    match command.split_first() {
        Some((program, args)) => Job::new(PathBuf::from(program)).args(args).shown(),
        None => String::new(),
    }
}

/// One run that has to work.
fn start(place: &Place, line: &str, tree: &Path) -> Result<crate::process::Done, Unable> {
    let job = place.run_line(line, tree);
    let done = job.timeout(Duration::from_secs(300)).run()?;
    if done.ending.is_success() {
        return Ok(done);
    }
    let said = done.stderr.text();
    let last = said
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("no message");
    Err(Unable::Other(format!(
        "`{line}` ends with {} before anything is changed: {last}",
        done.ending
    )))
}

/// Interleaved runs: A B B A and so on, after one to warm up, so that a change of the machine's mood hits all trees alike.
fn startups(place: &Place, line: &str, trees: &[PathBuf]) -> Result<Vec<Startup>, Unable> {
    let mut startups = vec![Startup::default(); trees.len()];
    for (tree, startup) in trees.iter().zip(&mut startups) {
        start(place, line, tree)?;
        let traced = place.run_line(line, tree).env("PYTHONPROFILEIMPORTTIME", "1").run()?;
        startup.modules = traced
            .stderr
            .text()
            .lines()
            .filter(|line| line.starts_with("import time:"))
            .count()
            .saturating_sub(1);
    }
    for run in 0..RUNS {
        let mut order: Vec<usize> = (0..trees.len()).collect();
        if run % 2 == 1 {
            order.reverse();
        }
        for at in order {
            let done = start(place, line, &trees[at])?;
            startups[at].cpu_ms.push(done.usage.cpu().as_secs_f64() * 1000.0);
        }
    }
    Ok(startups)
}
