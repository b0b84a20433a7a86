//! `dormant profile`: where the start-up of a command goes.
use std::path::{Path, PathBuf};

use super::Status;
use super::args::{ProfileForm, ProfileFormat};
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::pipeline::{self, Profiling};
use crate::profile::{self, Bytecode, Profile};
use crate::project::write_named;
use crate::report::profile::{html, speedscope, table};

pub(super) fn run(
    context: &Context,
    profiling: &Profiling,
    from: Option<&Path>,
    form: &ProfileForm,
    output: &Output,
) -> Result<Status, Failure> {
    let profile = match from {
        Some(path) => profile::load(path)?,
        None => measured(context, profiling, output)?,
    };
    show(&profile, form, output)
}

/// Runs the command and says what was odd about it.
fn measured(context: &Context, profiling: &Profiling, output: &Output) -> Result<Profile, Failure> {
    let settings = context.settings(&[PathBuf::from(".")])?;
    let progress = output.progress("running the command, with and without tracing");
    let bytecode = Bytecode::new()?;
    let measured = pipeline::profile(&settings, profiling, &bytecode)?;
    drop(progress);
    for note in &measured.notes {
        output.say(&format!("note: {note}"));
    }
    Ok(measured.profile)
}

fn show(profile: &Profile, form: &ProfileForm, output: &Output) -> Result<Status, Failure> {
    if let Some(path) = &form.save {
        profile::save(profile, path)?;
    }
    if let Some(path) = &form.html {
        write_named(path, html::render(profile).as_bytes()).map_err(Failure::file(path))?;
    }
    let text = match form.format {
        ProfileFormat::Table => table::render(profile, form.top, output.style),
        ProfileFormat::Speedscope => speedscope::render(profile),
        ProfileFormat::Html => html::render(profile),
        ProfileFormat::Json => profile.to_json()?,
    };
    Ok(output.data(&text))
}
