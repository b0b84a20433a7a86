//! Arguments in, exit status out; the only place that prints.
pub mod args;
mod build;
mod check;
mod effects;
mod failure;
mod fix;
mod init;
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
pub mod schemas;
mod server;
mod settings;
mod subject;
mod verify;
mod watch;
mod why;

use std::ffi::OsString;
use std::process::ExitCode;

use args::{Command, Invocation};
use output::Output;

use crate::pipeline;
use crate::process::interrupted;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing to report.
    Clean,
    /// Findings, or changes that were only shown.
    Findings,
    /// Something went wrong; the rest was still done.
    Failed = 2,
    /// The user ended it, as shells call that.
    Interrupted = 130,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// Runs the command line `args` (the program's name first) and returns the exit status: 0 nothing to report, 1 findings, 2 an
/// error, 130 an interruption.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let invocation = match args::parse(args) {
        Ok(invocation) => invocation,
        Err(error) => {
            // A closed pipe is not a failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let mut output = Output::new(invocation.color, invocation.verbosity);
    // Deeply nested sources make the parser descend deeply: give every thread room for it.
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(invocation.jobs.unwrap_or(0))
        .stack_size(STACK_BYTES)
        .build();
    match pool {
        // The server's own thread speaks; the pool is for what it looks at.
        Ok(pool) if invocation.command == Command::Server => server::run(pool, &output).into(),
        Ok(pool) => pool
            .install(|| dispatch(invocation, &mut output))
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

fn dispatch(invocation: Invocation, output: &mut Output) -> Result<Status, failure::Failure> {
    let context = settings::Context {
        config: invocation.config,
        overrides: invocation.overrides,
        use_cache: invocation.use_cache,
    };
    match invocation.command {
        Command::Check {
            input,
            format,
            show_blocked,
            statistics,
            watch,
        } => {
            let form = check::Form {
                format,
                show_blocked,
                statistics,
            };
            match input {
                args::Input::Paths(paths) if watch => check::watch(&context, &paths, &form, output),
                input => check::run(&context, input, &form, output),
            }
        }
        Command::Fix {
            paths,
            diff,
            allow_unsafe,
            show_blocked,
            plan,
            format,
        } => fix::run(
            &context,
            &paths,
            &fix::Form {
                diff,
                allow_unsafe,
                show_blocked,
                plan,
                format,
            },
            output,
        ),
        Command::CheckPlan {
            plan,
            command,
            update_baseline,
        } => plan_check::run(
            &context,
            &plan_check::Form {
                plan: &plan,
                command: &command,
                update_baseline,
            },
            output,
        ),
        Command::Plan(options) => {
            let wish = plan::one_only(&options);
            let run = || plan::run(&context, &options, output);
            projects::each_with_entry_points(&context, plan::has_subject(&options), wish, output, &run)
        }
        Command::Why {
            module,
            subject,
            chains,
            format,
        } => why::run(&context, &module, &subject, (chains, format), output),
        Command::Profile { profiling, from, form } => {
            profile::run(&context, &profiling, from.as_deref(), &form, output)
        }
        Command::Measure(form) => {
            let wish = measure::is_one_object(&form).then_some("this format");
            let run = || measure::run(&context, &form, output);
            projects::each_with_entry_points(&context, !form.words.is_empty(), wish, output, &run)
        }
        Command::Build(form) => build::run(&context, &form, output),
        // It has been run already, outside of the pool.
        Command::Server => Ok(Status::Clean),
        Command::Init {
            check,
            repository,
            rev,
            nuitka,
            docker,
            no_run,
            format,
        } => {
            let wish = pipeline::InitWish {
                repository,
                rev,
                nuitka,
                docker,
                // Who is told nothing needs no look.
                runs: !no_run && (format == args::TextFormat::Json || output.is_talkative()),
            };
            init::run(&context, check, wish, format, output)
        }
        Command::Optimize(wish) => {
            let run = || optimize::run(&context, &wish, output);
            let only = optimize::is_one_object(&wish).then_some("this format");
            projects::each_with_entry_points(&context, !wish.words.is_empty(), only, output, &run)
        }
        Command::Verify(wish) => verify::run(&context, &wish, output),
        Command::Probe(probe) => probe::run(&context, &probe, output),
        Command::Effects(input) => effects::run(&context, &input, output),
        Command::Rule { code } => rules::explain(&code, output),
        Command::Rules(format) => Ok(rules::list(format, output)),
        Command::Settings { path, format } => settings::show(&context, &path, format, output),
        Command::Schema(of) => Ok(output.data(match of {
            args::SchemaOf::Configuration => crate::config::SCHEMA,
            args::SchemaOf::Rules => crate::rules::SCHEMA,
        })),
        Command::OutputSchema(of) => Ok(output.data(of.schema())),
        Command::Completions(shell) => Ok(manuals::completions(shell, output)),
        Command::Man(command) => manuals::manual(command.as_deref(), output),
    }
}
