//! The runs of a profile: the command as it is, traced for places, traced for times, and the interpreter with nothing to do.
use std::ffi::OsString;
use std::time::Duration;

use super::assemble::{Runs, assemble};
use super::model::Profile;
use super::own::is_own;
use super::place::Places;
use super::record::Recorded;
use super::tracer::{Bytecode, Mode, Tracer};
use super::{ProfileError, error};
use crate::process::{Done, Ending, Job, PythonCommand, doing_of};

/// What is to be profiled, and how.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The command.
    pub command: &'a PythonCommand,
    /// Where Python keeps compiled modules.
    pub bytecode: &'a Bytecode,
    /// The command as it was given.
    pub words: Vec<String>,
    /// How often each kind of run is made.
    pub runs: u32,
    /// How long one run may take.
    pub timeout: Duration,
    /// The exit status that is right.
    pub exit_status: i32,
    /// The folders of first-party code, absolute.
    pub roots: Vec<std::path::PathBuf>,
    /// The project's modules with their files: what is imported under these names has to come from there.
    pub own: Vec<(String, std::path::PathBuf)>,
    /// What stands for `PYTHONPATH`, where not that of this process.
    pub python_path: Option<OsString>,
    /// The modules that are first-party, with everything below them, whatever folder they lie in.
    pub first_party: Option<Vec<String>>,
}

impl Request<'_> {
    /// The job that runs a command as the request says.
    pub(super) fn job(&self, command: &PythonCommand) -> Job {
        let job = command.job().timeout(self.timeout);
        match &self.python_path {
            Some(path) => job.env("PYTHONPATH", path),
            None => job,
        }
    }
}

/// A profile, and what was odd about the runs.
#[derive(Debug)]
pub struct Measured {
    /// The profile.
    pub profile: Profile,
    /// Oddities, one sentence each, for people.
    pub notes: Vec<String>,
}

/// Runs a command `3 + 2 * runs` times, interleaved, and puts together what was seen. The first run compiles what is not compiled
/// yet, and like the second, which says what is imported where, counts for no time.
///
/// # Errors
/// A command that cannot be started, fails, does not end, or leaves no trace.
pub fn measure(request: &Request<'_>) -> Result<Measured, ProfileError> {
    if request.command.is_isolated() {
        return Err(ProfileError::Isolated);
    }
    let tracer = Tracer::new(request.bytecode)?;
    let job = || request.job(request.command);
    let plain = || -> Result<Done, ProfileError> {
        let done = tracer.untraced(job()).run()?;
        check(done, request, error::ProfileError::failed)
    };
    let traced = |mode: Mode| -> Result<(Done, Recorded), ProfileError> {
        let (done, recorded) = tracer.run(job(), mode)?;
        let done = check(done, request, |ending, stderr| ProfileError::Disturbed {
            ending,
            stderr,
        })?;
        match recorded {
            Some(recorded) => Ok((done, recorded)),
            None => Err(ProfileError::NoTrace {
                stderr: done.stderr.text().into_owned(),
            }),
        }
    };
    let bare = || -> Result<Done, ProfileError> { Ok(tracer.untraced(bare_job(request)).run()?) };

    let folder = request.command.folder.clone();
    let folder = folder.map_or_else(std::env::current_dir, std::path::absolute)?;
    let first = plain()?;
    let (traced_first, places) = traced(Mode::Places)?;
    is_own(&places, &request.own, &folder)?;
    let mut runs = Runs {
        places: vec![places],
        ..Runs::default()
    };
    bare()?;
    let mut is_steady = true;
    let mut is_same = traced_first.stdout == first.stdout;
    for turn in 0..request.runs.max(1) {
        doing_of("rounds of runs", turn as usize, request.runs as usize);
        // There and back again, so that what drifts (heat, other processes) falls on all alike.
        let order: [usize; 3] = if turn % 2 == 0 { [0, 1, 2] } else { [2, 1, 0] };
        for kind in order {
            match kind {
                0 => runs.bare.push(bare()?.usage),
                1 => {
                    let done = plain()?;
                    is_steady &= done.stdout == first.stdout;
                    runs.plain.push(done.usage);
                }
                _ => {
                    let (done, recorded) = traced(Mode::Times)?;
                    is_same |= done.stdout == first.stdout;
                    runs.timed.push((done.usage, recorded));
                }
            }
        }
    }
    runs.places.push(traced(Mode::Places)?.1);

    let mut notes = Vec::new();
    // What prints something else each time (sets have no order) may differ by chance, but hardly in this way.
    if is_steady && !is_same {
        notes.push("the command prints something else when it is traced".to_owned());
    }
    let noise = runs.spread();
    if noise > NOISY {
        let percent = (noise * 100.0).round();
        notes.push(format!(
            "the untraced runs differ by {percent} %: the machine is busy, so read times as ratios"
        ));
    }
    let places = Places::new(&runs.places[0], &request.roots, &folder, request.first_party.as_deref());
    Ok(Measured {
        profile: assemble(&request.words, request.exit_status, &runs, places),
        notes,
    })
}

/// A spread of the untraced runs, (longest - shortest) / median, that is worth a warning.
const NOISY: f64 = 0.25;

/// The same interpreter, with the same options, with nothing to do.
fn bare_job(request: &Request<'_>) -> Job {
    let command = PythonCommand {
        start: crate::process::Start::Code("pass".into()),
        args: Vec::new(),
        ..request.command.clone()
    };
    request.job(&command)
}

/// The run, if it ended as it should.
pub(super) fn check(
    done: Done,
    request: &Request<'_>,
    failed: impl Fn(Ending, String) -> ProfileError,
) -> Result<Done, ProfileError> {
    let stderr = || done.stderr.text().into_owned();
    match done.ending {
        Ending::Exit(status) if status == request.exit_status => Ok(done),
        Ending::TimedOut => Err(ProfileError::TimedOut {
            seconds: request.timeout.as_secs(),
            stderr: stderr(),
        }),
        ending => Err(failed(ending, stderr())),
    }
}
