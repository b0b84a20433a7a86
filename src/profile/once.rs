//! One traced run, to see what a command loads; where asked for, with other texts in the place of some of the project's files.
use std::path::{Path, PathBuf};

use super::ProfileError;
use super::assemble::{Runs, assemble};
use super::model::Profile;
use super::own::is_own;
use super::place::Places;
use super::run::{Request, check};
use super::tracer::{Mode, Tracer};
use crate::process::{PythonCommand, Start};

/// Texts that stand for files: absolute paths, and what Python is to read there.
pub type Texts = [(PathBuf, String)];

/// Runs a command once. The profile has modules and imports, but no times.
///
/// # Errors
/// A command that cannot be started, fails, does not end, or leaves no trace.
pub fn once(request: &Request<'_>, texts: &Texts) -> Result<Profile, ProfileError> {
    if request.command.is_isolated() {
        return Err(ProfileError::Isolated);
    }
    let tracer = Tracer::with_texts(request.bytecode, texts)?;
    let edited = with_its_text(request.command, texts, &tracer);
    let job = request.job(edited.as_ref().unwrap_or(request.command));
    let (done, recorded) = tracer.run(job, Mode::Places)?;
    let done = check(done, request, ProfileError::failed)?;
    let Some(recorded) = recorded else {
        return Err(ProfileError::NoTrace {
            stderr: done.stderr.text().into_owned(),
        });
    };
    let folder = request.command.folder.clone();
    let folder = folder.map_or_else(std::env::current_dir, std::path::absolute)?;
    is_own(&recorded, &request.own, &folder)?;
    let places = Places::new(&recorded, &request.roots, &folder, request.first_party.as_deref());
    let runs = Runs {
        places: vec![recorded],
        ..Runs::default()
    };
    Ok(assemble(&request.words, request.exit_status, &runs, places))
}

/// The command for a program that is started by its path (`python app.py`) and has another text: Python itself reads such a file,
/// so its text is run in its name. None for any other command.
fn with_its_text(command: &PythonCommand, texts: &Texts, tracer: &Tracer) -> Option<PythonCommand> {
    let Start::Script(given) = &command.start else {
        return None;
    };
    let folder = command.folder.clone().unwrap_or_default();
    let file = std::path::absolute(folder.join(given)).ok()?;
    let real = file.canonicalize().ok()?;
    let is_it = |(path, _): &(PathBuf, String)| path.canonicalize().is_ok_and(|path| path == real);
    let text = tracer.text(texts.iter().position(is_it)?);
    // Paths as Python's literals, whose escapes are those of JSON.
    let literal = |path: &Path| serde_json::to_string(path.to_str()?).ok();
    let (text, shown, given, folder) = (
        literal(&text)?,
        literal(&file)?,
        literal(given)?,
        literal(real.parent()?)?,
    );
    // One expression: it leaves no name behind.
    let code = format!(
        "exec(compile(open({text},'rb').read(),{shown},'exec'),(lambda s,g:(s.argv.__setitem__(0,{given}),\
         s.path[:1]==['']and s.path.__setitem__(0,{folder}),g.__setitem__('__file__',{shown}),g)[3])(__import__('sys'),globals()))"
    );
    Some(PythonCommand {
        start: Start::Code(code.into()),
        ..command.clone()
    })
}
