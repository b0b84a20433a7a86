//! Arguments in, exit status out; the only place that prints.
mod args;
mod build;
mod check;
mod commands;
mod context;
mod effects;
mod failure;
mod fix;
mod init;
mod inline;
mod manuals;
mod measure;
mod optimize;
mod output;
mod plan;
mod plan_check;
mod probe;
mod profile;
mod progress;
mod projects;
mod rules;
mod schemas;
mod server;
mod settings;
mod status;
mod subject;
mod verify;
mod watch;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

pub use commands::{Cli, parse};

use commands::Commands;
use output::Output;
use status::Status;

use crate::process::interrupted;

/// Runs the command line `args` (the program's name first) and returns the exit status: 0 nothing to report, 1 findings, 2 an
/// error, 130 an interruption.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match parse(args) {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is not a failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let output = Output::new(cli.output.color, cli.output.verbosity());
    let context = cli.command.context();
    // Deeply nested sources make the parser descend deeply: give every thread room for it.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(context.jobs.unwrap_or(0))
        .stack_size(STACK_BYTES)
        .build();
    match pool {
        // The server's own thread speaks; the pool is for what it looks at.
        Ok(pool) if matches!(cli.command, Commands::Server) => server::run(pool, &output).into(),
        Ok(pool) => pool
            .install(|| cli.command.run(&context, &output))
            .unwrap_or_else(|failure| {
                output.error(&failure.words());
                match interrupted() {
                    true => Status::Interrupted,
                    false => Status::Failed,
                }
            })
            .into(),
        Err(error) => {
            output.error(&format!("cannot start threads: {error}"));
            Status::Failed.into()
        }
    }
}

/// Reserved, not used: the system hands out pages as they are touched.
const STACK_BYTES: usize = 256 << 20;
