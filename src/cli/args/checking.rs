//! What `verify` and `optimize` run besides importing the modules.
use std::time::Duration;

use clap::Args;

use super::configuration::MostConfigurationArgs;
use super::running::RunArgs;
use crate::cli::context::Context;
use crate::pipeline::Wanted;

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
    /// What the shared flags say.
    pub fn context(&self) -> Context {
        self.settings.context(&self.run)
    }

    /// As the pipeline takes it.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            tests: self.wanted.tests.clone(),
            commands: self.wanted.command.clone(),
            type_checker: self.wanted.type_checker.clone(),
            timeout: Duration::from_secs(self.wanted.timeout),
        }
    }
}
