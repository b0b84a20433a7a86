//! The flags that say what the configuration file says, too.
use std::path::PathBuf;

use clap::Args;

use super::running::RunArgs;
use crate::cli::context::Context;
use crate::config::{Annotations, Overrides, PythonVersion};
use crate::verdict::Strategy;

/// Flags that win over the configuration file.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigurationArgs {
    #[command(flatten)]
    pub most: MostConfigurationArgs,
    /// Where the tests are
    #[arg(long, value_name = "FOLDER", help_heading = "Configuration")]
    pub tests: Option<Vec<PathBuf>>,
}

/// All of them but `--tests`, which means a command to those that run tests.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub struct MostConfigurationArgs {
    /// Use this pyproject.toml or dormant.toml
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Heavy modules, instead of those configured
    ///
    /// Module names with commas between them; the flag may be repeated. `*` is everything that a bare interpreter has not
    /// loaded. Replaces `heavy` and `extend-heavy` of the configuration.
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    pub heavy: Option<Vec<String>>,
    /// More heavy modules
    ///
    /// Module names with commas between them, added to the configured or built-in ones.
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    pub extend_heavy: Option<Vec<String>>,
    /// A saved profile that says what is heavy
    ///
    /// From `dormant profile --save`: what costs more than profile-threshold-ms (5 by default) there is heavy, instead of
    /// what is configured.
    #[arg(long, value_name = "FILE", conflicts_with = "heavy")]
    pub profile: Option<PathBuf>,
    /// Modules whose imports stay as they are
    ///
    /// Module names with commas between them.
    #[arg(long, value_name = "MODULES", value_delimiter = ',')]
    pub eager: Option<Vec<String>>,
    /// Where first-party packages are rooted
    #[arg(long, value_name = "FOLDER")]
    pub src: Option<Vec<PathBuf>>,
    /// The interpreter whose installed packages count
    #[arg(long, value_name = "FILE")]
    pub python: Option<PathBuf>,
    /// More folders of installed packages
    #[arg(long, value_name = "FOLDER")]
    pub search_path: Option<Vec<PathBuf>>,
    /// The oldest Python to run on: py39 to py315
    ///
    /// The lower bound of requires-python where it is not given. py315 allows `lazy import`.
    #[arg(long, value_name = "VERSION")]
    pub target_version: Option<PythonVersion>,
    /// The ways of deferring that may be used
    #[arg(long, value_name = "NAMES", value_delimiter = ',', value_parser = strategy, long_help = strategies_help())]
    pub strategies: Option<Vec<Strategy>>,
    /// What to do with evaluated annotations
    ///
    /// keep or quote: quote puts those in quotes that no code of the program reads, if this lets an import be deferred.
    #[arg(long, value_name = "WHAT", value_parser = annotations)]
    pub annotations: Option<Annotations>,
    /// Only edits that rest on nothing assumed
    ///
    /// What native and generated code does cannot be read: without a rule or a saved probe it is assumed to be harmless.
    #[arg(long)]
    pub strict: bool,
    /// What to leave alone, as in a .gitignore
    #[arg(long, value_name = "GLOB")]
    pub exclude: Option<Vec<String>>,
}

impl ConfigurationArgs {
    /// What they say, with how the command runs.
    pub fn context(&self, run: &RunArgs) -> Context {
        let mut context = self.most.context(run);
        context.overrides.tests = self.tests.clone();
        context
    }
}

impl MostConfigurationArgs {
    /// What they say, with how the command runs.
    pub fn context(&self, run: &RunArgs) -> Context {
        Context {
            config: self.config.clone(),
            overrides: Overrides {
                heavy: self.heavy.as_deref().map(trimmed),
                extend_heavy: self.extend_heavy.as_deref().map(trimmed),
                profile: self.profile.clone(),
                eager: self.eager.as_deref().map(trimmed),
                src: self.src.clone(),
                python: self.python.clone(),
                search_path: self.search_path.clone(),
                target_version: self.target_version,
                strategies: self.strategies.clone(),
                annotations: self.annotations,
                strict: self.strict,
                add_noqa: false,
                exclude: self.exclude.clone(),
                tests: None,
            },
            use_cache: !run.no_cache,
            jobs: run.jobs.map(usize::from),
        }
    }
}

/// `a, b,` as people write it: without blanks and empty names.
fn trimmed(names: &[String]) -> Vec<String> {
    names
        .iter()
        .map(|name| name.trim().to_string())
        .filter(|name| !name.is_empty())
        .collect()
}

fn strategies_help() -> String {
    let known = Strategy::ALL.map(Strategy::code).join(", ");
    format!("The ways of deferring that may be used\n\nWith commas between them: {known}.")
}

/// What happens to annotations, by its code.
pub(super) fn annotations(text: &str) -> Result<Annotations, String> {
    let known = || Annotations::ALL.map(Annotations::code).join(" or ");
    let found = Annotations::ALL.into_iter().find(|one| one.code() == text.trim());
    found.ok_or_else(|| format!("expected {}", known()))
}

/// A strategy by its code.
fn strategy(text: &str) -> Result<Strategy, String> {
    let known = || Strategy::ALL.map(Strategy::code).join(", ");
    let name = text.trim();
    Strategy::ALL
        .into_iter()
        .find(|strategy| strategy.code() == name)
        .ok_or_else(|| format!("expected one of {}", known()))
}
