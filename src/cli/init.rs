//! `dormant init`: the files that bring dormant into a project.
use std::path::PathBuf;

use super::Status;
use super::failure::Failure;
use super::output::Output;
use super::settings::Context;
use crate::init::Written;
use crate::pipeline::{self, InitWish};

pub(super) fn run(context: &Context, check: bool, wish: InitWish, output: &Output) -> Result<Status, Failure> {
    let settings = context.settings(&[PathBuf::from(".")])?;
    let pipeline::Init { files, found, steps } = pipeline::plan_init(&settings, wish);
    if !check {
        pipeline::write_init(&settings.root, &files)?;
    }
    let would = if check { "would be " } else { "" };
    let mut text = String::new();
    let mut is_complete = true;
    for file in &files {
        let path = file.path.display();
        text += &match &file.written {
            Written::New(_) => format!("{path}: {would}written\n"),
            Written::Added(_) => format!("{path}: {would}added to\n"),
            Written::Unchanged => format!("{path}: has it already\n"),
            Written::Left(why) => format!("{path}: left as it is: it {why}\n"),
        };
        is_complete &= matches!(file.written, Written::Unchanged | Written::Left(_));
    }
    let status = output.data(&text);
    output.say(&told(&found, &steps));
    Ok(if check && !is_complete {
        status.max(Status::Findings)
    } else {
        status
    })
}

/// What was found, and what to do next.
fn told(found: &[(&str, String)], steps: &[String]) -> String {
    let mut text = String::from("\nFound:\n");
    for (what, which) in found {
        text += &format!("  {what}: {which}\n");
    }
    text += "\nNext:\n";
    for (number, step) in (1..).zip(steps) {
        text += &format!("  {number}. {step}\n");
    }
    text
}
