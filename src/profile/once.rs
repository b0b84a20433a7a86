//! One traced run, to see what a command loads; where asked for, with other texts in the place of some of the project's files.
use std::path::PathBuf;

use super::ProfileError;
use super::assemble::{Runs, assemble};
use super::model::Profile;
use super::place::Places;
use super::run::{Request, check};
use super::tracer::{Mode, Tracer};

/// Texts that stand for files: absolute paths, and what Python is to read there.
pub type Texts = [(PathBuf, String)];

/// Runs a command once. The profile has modules and imports, but no times.
///
/// The program's own file is read by Python itself where it is started by its path (`python app.py`): a text for it is
/// not seen. Modules that are started by name (`python -m app`) are.
///
/// # Errors
/// A command that cannot be started, fails, does not end, or leaves no trace.
pub fn once(request: &Request<'_>, texts: &Texts) -> Result<Profile, ProfileError> {
    if request.command.is_isolated() {
        return Err(ProfileError::Isolated);
    }
    let tracer = Tracer::with_texts(texts)?;
    let job = request.job(request.command);
    let (done, recorded) = tracer.run(job, Mode::Places)?;
    let done = check(done, request, ProfileError::failed)?;
    let Some(recorded) = recorded else {
        return Err(ProfileError::NoTrace {
            stderr: done.stderr.text().into_owned(),
        });
    };
    let folder = request.command.folder.clone();
    let folder = folder.map_or_else(std::env::current_dir, std::path::absolute)?;
    let places = Places::new(&recorded, &request.roots, &folder, request.first_party.as_deref());
    let runs = Runs {
        places: vec![recorded],
        ..Runs::default()
    };
    Ok(assemble(&request.words, request.exit_status, &runs, places))
}
