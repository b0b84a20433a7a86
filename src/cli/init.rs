//! `dormant init`: the files that bring dormant into a project.
use std::path::PathBuf;

use super::args::TextFormat;
use super::context::Context;
use super::failure::Failure;
use super::output::Output;
use super::status::Status;
use crate::init::{Init, Initialised, Written};
use crate::pipeline::{self, InitWish};
use crate::report::versioned;

/// Write the configuration, the pre-commit hook and the CI workflow.
///
/// Looks at the project in this folder: its commands, tests, linter and Python. Its first command is run with `--help`, else its package is imported, to see
/// what the start could save. Existing files are only added to, and nothing is added twice; what else would have to change is reported and left as it is.
#[derive(Debug, clap::Args)]
pub(super) struct InitArgs {
    /// Write nothing; exit status 1 where something would be written
    #[arg(long)]
    check: bool,
    /// Install dormant from this git repository, by the tag of this version or, without one, its newest commit
    #[arg(long, value_name = "URL")]
    repository: Option<String>,
    /// The commit, branch or tag of it
    #[arg(long, value_name = "REV", requires = "repository")]
    rev: Option<String>,
    /// Also write a CI job that compiles the program with Nuitka
    #[arg(long, requires = "repository")]
    nuitka: bool,
    /// Also write a Dockerfile that compiles the program, and a .dockerignore
    #[arg(long, requires = "repository")]
    docker: bool,
    /// Do not run the program to see what its start could save
    #[arg(long)]
    no_run: bool,
    /// How to print what was done and found
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    output_format: TextFormat,
}

impl InitArgs {
    fn wish(&self, output: &Output) -> InitWish {
        InitWish {
            repository: self.repository.clone(),
            rev: self.rev.clone(),
            nuitka: self.nuitka,
            docker: self.docker,
            // Who is told nothing needs no look.
            runs: !self.no_run && (self.output_format == TextFormat::Json || output.is_talkative()),
        }
    }

    /// Runs it: exit status 1 where `--check` finds something to write.
    pub(super) fn run(&self, context: &Context, output: &Output) -> Result<Status, Failure> {
        run(context, self.check, self.wish(output), self.output_format, output)
    }
}

fn run(context: &Context, check: bool, wish: InitWish, format: TextFormat, output: &Output) -> Result<Status, Failure> {
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
    let is_written = |file: &Initialised| matches!(file.written, Written::New(_) | Written::Added(_));
    Ok(match check && done.files.iter().any(is_written) {
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
