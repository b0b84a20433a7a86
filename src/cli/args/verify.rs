//! The flags of `dormant verify`.
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use super::configuration::MostConfigurationArgs;
use super::run::RunArgs;
use super::{Invocation, VerifyFormat, VerifyWish};
use crate::pipeline::Wanted;

pub const STATUSES: &str = "\
Exit status:
  0  the same program
  1  something differs
  2  an error: nothing could be compared";

/// What is run besides importing the modules.
#[derive(Debug, Args)]
#[command(next_help_heading = "What is run")]
pub struct WantedArgs {
    /// The command that runs the tests, such as "pytest -q"
    ///
    /// A shell runs it in a copy of the project, with the copy first on PYTHONPATH. The same tests have to pass: outcomes are
    /// compared by node id where it runs pytest, or `unittest -v`. Of other runners the exit status counts, where they say how
    /// many tests they ran.
    #[arg(long, value_name = "COMMAND")]
    pub tests: Option<String>,
    /// A command whose output and exit status count; after `!` one that is to fail
    ///
    /// May be repeated. A command that fails proves nothing, unless it is to fail: `--command "! app nosuch"`. Lines that vary between two runs of the original do not count.
    #[arg(long, value_name = "COMMAND")]
    pub command: Vec<String>,
    /// The command of the type checker, such as "mypy src"
    #[arg(long, value_name = "COMMAND")]
    pub type_checker: Option<String>,
    /// How long any one command may run
    #[arg(long, value_name = "SECONDS", default_value_t = 1800, value_parser = clap::value_parser!(u64).range(1..))]
    pub timeout: u64,
}

/// What `verify` and `optimize` share.
#[derive(Debug, Args)]
pub struct CheckingArgs {
    #[command(flatten)]
    pub wanted: WantedArgs,
    #[command(flatten)]
    pub settings: MostConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

impl CheckingArgs {
    /// As the pipeline takes it; the rest goes into the invocation.
    pub fn into_wanted(self, invocation: &mut Invocation) -> Wanted {
        self.settings.into_invocation(invocation);
        self.run.into_invocation(invocation);
        Wanted {
            tests: self.wanted.tests,
            commands: self.wanted.command,
            type_checker: self.wanted.type_checker,
            timeout: Duration::from_secs(self.wanted.timeout),
        }
    }
}

#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The original: a folder, or a commit in git
    #[arg(long, value_name = "TREE|COMMIT")]
    pub before: Option<String>,
    /// The rewritten tree
    #[arg(long, value_name = "TREE")]
    pub after: Option<PathBuf>,
    /// Write the rewritten tree without the edits to blame
    #[arg(long)]
    pub drop: bool,
    /// Compare with what `fix --unsafe` makes
    #[arg(long = "unsafe", conflicts_with_all = ["before", "after"])]
    pub allow_unsafe: bool,
    /// How to print the verdict
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: VerifyFormat,
    #[command(flatten)]
    pub checking: CheckingArgs,
}

impl VerifyArgs {
    /// As the command takes it; the shared flags go into the invocation.
    pub fn into_wish(self, invocation: &mut Invocation) -> VerifyWish {
        VerifyWish {
            before: self.before,
            after: self.after,
            wanted: self.checking.into_wanted(invocation),
            allow_unsafe: self.allow_unsafe,
            drop: self.drop,
            format: self.output_format,
        }
    }
}
