//! A quick look at what the start of the program could save: a run of its first command, and the plan that follows from it.
use std::ffi::OsString;
use std::time::Duration;

use crate::config::{Settings, scripts};
use crate::init::Potential;
use crate::pipeline::planning::{self, Planner, everything_heavy};
use crate::pipeline::{Failure, Profiling, ProfilingError, profile};
use crate::plan::Limits;
use crate::profile::{Bytecode, Profile, ProfileError};
use crate::report::profile::heaviest;

/// One run may take so long: what takes longer is no quick look.
const TIMEOUT: Duration = Duration::from_secs(60);

/// So often for each number: a single run of a small program may be all noise.
const RUNS: u32 = 3;

/// Packages that are named.
const NAMED: usize = 5;

/// An edit has to save so much at least, in microseconds: what `plan` asks for, too.
const LEAST_US: f64 = 200.0;

/// Why it is not known what the start of the program could save.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unknown {
    /// The program cannot be run.
    #[error(transparent)]
    Run(#[from] ProfilingError),
    /// There is nowhere to keep bytecode.
    #[error(transparent)]
    Bytecode(#[from] ProfileError),
    /// The project cannot be looked at.
    #[error(transparent)]
    Analysis(#[from] Failure),
    /// There is nothing to run.
    #[error("it declares no command and has no package to import")]
    Nothing,
}

/// What the start of the program could save.
///
/// # Errors
/// Where the program cannot be run or looked at.
pub(super) fn potential(settings: &Settings, packages: &[String]) -> Result<Potential, Unknown> {
    let bytecode = Bytecode::new()?;
    let (profile, command) = first_that_runs(settings, packages, &bytecode)?;
    let settings = everything_heavy(settings);
    let paths = [settings.root.clone()];
    let project = planning::read(&settings, &paths, false, true)?;
    let mut planner = Planner::new(&project);
    let workloads = [planner.workload(&profile, 1.0)];
    let limits = Limits {
        most_edits: None,
        enough_us: None,
        least_us: LEAST_US,
        least_share: Limits::WORTH_READING,
    };
    let chosen = planner.choose(&workloads, limits);
    let profiles = [(profile, 1.0)];
    let plan = planner.plan(&profiles, &workloads, &chosen);
    let [(profile, _)] = &profiles;
    let of_command = plan.commands.first();
    Ok(Potential {
        command,
        python: profile.python.version.clone(),
        startup_ms: profile.total.startup_cpu_ms,
        imports_ms: profile.total.imports_cpu_ms,
        modules: profile.modules.len(),
        heaviest: heaviest(profile, NAMED),
        edits: chosen.choice.edits,
        saved_ms: of_command.map_or(0.0, |command| command.saved_ms),
        removed: of_command.map_or(0, |command| command.removed.len()),
    })
}

/// The help of the first command as it is installed, what that command calls, or the import of a package: the first of these that
/// runs, and how it is told.
fn first_that_runs(
    settings: &Settings,
    packages: &[String],
    bytecode: &Bytecode,
) -> Result<(Profile, Vec<String>), Unknown> {
    let mut why = None;
    for (words, told) in starts(settings, packages) {
        let profiling = Profiling {
            words: words.iter().map(OsString::from).collect(),
            runs: RUNS,
            timeout: TIMEOUT,
            exit_status: 0,
            first_party: None,
            elsewhere: None,
        };
        match profile(settings, &profiling, bytecode) {
            Ok(measured) => return Ok((measured.profile, told)),
            // The first is what its user would have typed.
            Err(error) => {
                why.get_or_insert(error);
            }
        }
    }
    Err(why.map_or(Unknown::Nothing, Unknown::Run))
}

/// Ways to start the program: the words, and the words that are told.
fn starts(settings: &Settings, packages: &[String]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut found = Vec::new();
    let words = |words: &[&str]| -> Vec<String> { words.iter().map(|word| (*word).to_owned()).collect() };
    if let Some(name) = settings.commands.first() {
        let help = words(&[name, "--help"]);
        found.push((help.clone(), help.clone()));
        let calls = scripts(&settings.root);
        let call = calls.iter().find(|(known, _)| known == name);
        if let Some((module, attribute)) = call.and_then(|(_, target)| target.split_once(':')) {
            let first = attribute.split('.').next().unwrap_or_default();
            // As the script of an installed command does it.
            let code = format!(
                "import sys; sys.argv = [{name:?}, '--help']; from {module} import {first}; sys.exit({attribute}())"
            );
            found.push((words(&["python", "-c", &code]), help));
        }
    }
    for package in packages {
        let import = words(&["python", "-c", &format!("import {package}")]);
        found.push((import.clone(), import));
    }
    found
}
