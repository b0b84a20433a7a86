//! `dormant init`: the files that bring dormant into a project.
use std::path::PathBuf;

use super::Status;
use super::args::TextFormat;
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::init::{Init, Initialised, Written};
use crate::pipeline::{self, InitWish};
use crate::report::versioned;

pub(super) fn run(
    context: &Context,
    check: bool,
    wish: InitWish,
    format: TextFormat,
    output: &Output,
) -> Result<Status, Failure> {
    let settings = context.settings(&[PathBuf::from(".")])?;
    let progress = output.progress("looking at the project, and running its program once");
    let done = pipeline::plan_init(&settings, wish);
    drop(progress);
    if !check {
        pipeline::write_init(&settings.root, &done.files)?;
    }
    let status = match format {
        TextFormat::Json => output.data(&versioned::render(done.document(check))),
        TextFormat::Text => {
            let status = output.data(&files(&done.files, check));
            output.say(&told(&done));
            status
        }
    };
    let is_complete = |file: &Initialised| matches!(file.written, Written::Unchanged | Written::Left(_));
    Ok(match check && !done.files.iter().all(is_complete) {
        true => status.max(Status::Findings),
        false => status,
    })
}

/// A line for each file.
fn files(files: &[Initialised], check: bool) -> String {
    let would = if check { "would be " } else { "" };
    let line = |file: &Initialised| {
        let path = file.path.display();
        match &file.written {
            Written::New(_) => format!("{path}: {would}written\n"),
            Written::Added(_) => format!("{path}: {would}added to\n"),
            Written::Unchanged => format!("{path}: has it already\n"),
            Written::Left(why) => format!("{path}: left as it is: it {why}\n"),
            Written::Unwritten(why) => format!("{path}: not written: {why}\n"),
        }
    };
    files.iter().map(line).collect()
}

/// What was found, what there is to gain, and what to do next.
fn told(done: &Init) -> String {
    let mut text = String::from("\nFound:\n");
    let mut lines = |heading: &str, lines: Vec<String>| {
        text += heading;
        for line in lines {
            text += &format!("  {line}\n");
        }
    };
    lines("", done.found.lines());
    match &done.potential {
        Some(Ok(potential)) => lines("\nPotential:\n", potential.lines()),
        Some(Err(why)) => lines(
            "\nPotential:\n",
            vec![format!("not known, because the program could not be run: {why}")],
        ),
        None => {}
    }
    let steps = (1..).zip(&done.steps);
    lines(
        "\nNext:\n",
        steps
            .map(|(number, step)| format!("{number}. {}", step.line()))
            .collect(),
    );
    text
}
