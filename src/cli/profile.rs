//! `dormant profile`: where the start-up of a command goes.
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{ProfileForm, ProfileFormat};
use super::output::Output;
use super::settings::Context;
use crate::pipeline::{self, Profiling};
use crate::profile::{self, Bytecode, Profile};
use crate::project::write_atomically;
use crate::report::profile::{html, speedscope, table};

pub(super) fn run(
    context: &Context,
    profiling: &Profiling,
    from: Option<&Path>,
    form: &ProfileForm,
    output: &Output,
) -> Status {
    let found = match from {
        Some(path) => profile::load(path).map_err(|error| error.to_string()),
        None => measured(context, profiling, output),
    };
    match found {
        Ok(profile) => show(&profile, form, output),
        Err(message) => {
            output.error(&message);
            Status::Failed
        }
    }
}

/// Runs the command and says what was odd about it.
fn measured(context: &Context, profiling: &Profiling, output: &Output) -> Result<Profile, String> {
    let settings = context
        .settings(&[PathBuf::from(".")])
        .map_err(|error| error.to_string())?;
    let progress = output.progress("running the command, with and without tracing");
    let bytecode = Bytecode::new().map_err(|error| error.to_string())?;
    let measured = pipeline::profile(&settings, profiling, &bytecode).map_err(|error| error.to_string())?;
    drop(progress);
    for note in &measured.notes {
        output.say(&format!("note: {note}"));
    }
    Ok(measured.profile)
}

fn show(profile: &Profile, form: &ProfileForm, output: &Output) -> Status {
    let mut status = Status::Clean;
    if let Some(path) = &form.save
        && let Err(error) = profile::save(profile, path)
    {
        output.error(&error.to_string());
        status = Status::Failed;
    }
    if let Some(path) = &form.html
        && let Err(error) = write_atomically(path, html::render(profile).as_bytes())
    {
        output.error(&format!("{}: {error}", path.display()));
        status = Status::Failed;
    }
    let text = match form.format {
        ProfileFormat::Table => table::render(profile, form.top, output.style),
        ProfileFormat::Speedscope => speedscope::render(profile),
        ProfileFormat::Html => html::render(profile),
        ProfileFormat::Json => match profile.to_json() {
            Ok(text) => text,
            Err(error) => {
                output.error(&error.to_string());
                return Status::Failed;
            }
        },
    };
    status.max(output.data(&text))
}
