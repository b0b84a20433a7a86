//! The flags as clap reads them, with their help texts.
//!
//! Everything here is private to `args`: the rest of the program sees an [`Invocation`].

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use super::build::BuildArgs;
use super::configuration::ConfigurationArgs;
use super::measure::MeasureArgs;
use super::planning::{PLAN_EXAMPLES, PlanArgs, PlanCheckArgs, PlanFileArgs, WHY_EXAMPLES, WhyArgs};
use super::profile::{self, ProfileArgs};
use super::run::RunArgs;
use super::{ColorWhen, DiffFormat, OutputFormat, SchemaOf, SettingsFormat, TextFormat};
use crate::cli::schemas::Printed;

const STATUSES: &str = "\
Exit status:
  0  nothing to report
  1  findings, or changes under --diff
  2  an error: bad arguments, bad configuration, a file that cannot be read,
     parsed or written";

/// Of commands that only tell: there are no findings.
const NO_FINDINGS: &str = "\
Exit status:
  0  done
  2  an error: bad arguments, bad configuration, a command that fails, a file
     that cannot be read or parsed";

const CHECK_EXAMPLES: &str = "\
Examples:
  dormant check                         this folder, as configured
  dormant check src --heavy modal,docker
  dormant check --show-blocked          and why the others stay
  dormant check --statistics            only counts
  dormant check --output-format github  annotations in a pull request
  dormant check --plan plan.json        what a plan removed stays away (runs it)
  dormant check - --stdin-filename app/cli.py < app/cli.py";

const FIX_EXAMPLES: &str = "\
Examples:
  dormant fix                           rewrite this folder, as configured
  dormant fix --diff                    only show what would change
  dormant fix --diff | git apply        the same as dormant fix
  dormant fix --diff-format side-by-side
  dormant fix src --strategies type-checking,function-local";

const COMPLETIONS: &str = "\
Examples:
  dormant completions bash > ~/.local/share/bash-completion/completions/dormant
  dormant completions zsh > ~/.zfunc/_dormant
  dormant completions fish > ~/.config/fish/completions/dormant.fish";

const MANUALS: &str = "\
Examples:
  dormant man > ~/.local/share/man/man1/dormant.1
  dormant man fix > ~/.local/share/man/man1/dormant-fix.1";

/// Keeps a Python program's heavy imports asleep until something needs them.
#[derive(Debug, Parser)]
#[command(
    name = "dormant",
    version,
    term_width = 80,
    arg_required_else_help = true,
    after_help = STATUSES
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Commands,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Debug, Subcommand)]
pub enum Commands {
    /// Report heavy eager imports that can be deferred.
    #[command(after_help = STATUSES, after_long_help = format!("{CHECK_EXAMPLES}\n\n{STATUSES}"))]
    Check(CheckArgs),
    /// Rewrite heavy eager imports into deferred ones.
    ///
    /// Only edits that are proven safe are made; --show-blocked says why the other heavy imports stay. A second run changes
    /// nothing.
    #[command(after_help = STATUSES, after_long_help = format!("{FIX_EXAMPLES}\n\n{STATUSES}"))]
    Fix(FixArgs),
    /// Say which edits buy the most start-up time.
    ///
    /// Runs the command, finds the sets of edits by which modules disappear from its start-up, and chooses the best.
    #[command(after_help = NO_FINDINGS, after_long_help = format!("{PLAN_EXAMPLES}\n\n{NO_FINDINGS}"))]
    Plan(PlanArgs),
    /// Say why a command loads a module, and how to stop it.
    #[command(after_help = NO_FINDINGS, after_long_help = format!("{WHY_EXAMPLES}\n\n{NO_FINDINGS}"))]
    Why(WhyArgs),
    /// Run a command and say where its start-up goes.
    ///
    /// Runs it several times, with and without tracing, in its own Python. Nothing is written to the project.
    #[command(after_help = NO_FINDINGS, after_long_help = format!("{}\n\n{NO_FINDINGS}", profile::EXAMPLES))]
    Profile(ProfileArgs),
    /// Measure a command's start-up under several runners, before and after.
    #[command(after_help = super::measure::STATUSES, after_long_help = super::measure::EXAMPLES)]
    Measure(MeasureArgs),
    /// Compile a program with Nuitka through every cache, run it, and report.
    #[command(after_help = super::measure::STATUSES, after_long_help = super::build::EXAMPLES)]
    Build(BuildArgs),
    /// Speak with an editor: the language server, on standard input and output.
    ///
    /// Editors start it. It tells of deferrable imports while a file is written, defers them, and says what imports cost.
    Server,
    /// Write the configuration, the pre-commit hook and the CI workflow.
    ///
    /// Looks at the project in this folder: its commands, tests, linter and Python. Its first command is run with `--help`, else its package is imported, to see
    /// what the start could save. Existing files are only added to, and nothing is added twice; what else would have to change is reported and left as it is.
    Init {
        /// Write nothing; exit status 1 where something would be written
        #[arg(long)]
        check: bool,
        /// Install dormant from this git repository, by its tag
        #[arg(long, value_name = "URL")]
        repository: Option<String>,
        /// The commit, branch or tag of it; the tag of this version where not given
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
    },
    /// Make a command start faster: profile, plan, verify, measure, write, report.
    ///
    /// The edits are those of `dormant plan`, tried in a copy. The project is written last, and only with edits after which
    /// the program was seen to be the same and to start faster, or with fewer modules.
    #[command(after_help = super::optimize::STATUSES)]
    Optimize(super::optimize::OptimizeArgs),
    /// Compare the program before and after, and name the edit to blame.
    ///
    /// Imports every module by itself, runs the commands, the tests and the type checker that are given, in a copy of the
    /// project. Without --before and --after, what is compared is the project and what `dormant fix` would make of it.
    #[command(after_help = super::verify::STATUSES)]
    Verify(super::verify::VerifyArgs),
    /// Import modules in a fresh interpreter and see what that changes.
    ///
    /// This runs their code. Each is imported twice: once to see what changed, once to see which module did it.
    #[command(after_help = super::probe::STATUSES)]
    Probe(super::probe::ProbeArgs),
    /// Print what executing a module does to the rest of the program.
    #[command(after_help = NO_FINDINGS)]
    Effects(super::effects::EffectsArgs),
    /// Explain a code: a strategy, a reason to stay, or a fault.
    Rule {
        /// The code, such as function-local
        code: String,
    },
    /// List the codes.
    Rules {
        /// How to print them
        #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
        output_format: TextFormat,
    },
    /// Print the settings in effect, and where each one comes from.
    Settings(SettingsArgs),
    /// Print the JSON schema of the configuration, of files of rules, or of a command's JSON.
    Schema {
        /// What the schema is of
        #[arg(value_enum, default_value_t)]
        of: SchemaOf,
        /// The command whose JSON it is of
        #[arg(long, value_name = "COMMAND", value_enum, conflicts_with = "of")]
        output: Option<Printed>,
    },
    /// Print the script that completes command lines in a shell.
    #[command(after_help = COMPLETIONS)]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Print the manual page, of dormant or of one of its commands.
    #[command(after_help = MANUALS)]
    Man {
        /// The command
        command: Option<String>,
    },
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// When to use colour: auto, always, never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        default_value_t,
        hide_possible_values = true
    )]
    pub color: ColorWhen,
    /// Say nothing on stderr but errors
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say what is done and how long it takes
    #[arg(short, long, global = true)]
    pub verbose: bool,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files and folders; `-` for standard input
    #[arg(value_name = "PATHS", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Take standard input (`-`) for the content of this file
    #[arg(long, value_name = "FILE")]
    pub stdin_filename: Option<PathBuf>,
    /// How to print the findings
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: OutputFormat,
    /// Say why the other heavy imports stay
    #[arg(long)]
    pub show_blocked: bool,
    /// Print counts by code instead of the findings
    #[arg(long)]
    pub statistics: bool,
    /// Do it again whenever a file changes
    #[arg(long, short, conflicts_with_all = ["stdin_filename", "plan"])]
    pub watch: bool,
    #[command(flatten)]
    pub plan: PlanCheckArgs,
    #[command(flatten)]
    pub settings: ConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct FixArgs {
    /// Files and folders
    #[arg(value_name = "PATHS", default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Show a diff and write nothing
    #[arg(long)]
    pub diff: bool,
    /// Show a diff of this form and write nothing
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub diff_format: Option<DiffFormat>,
    /// How to print what was done
    #[arg(
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        conflicts_with = "diff_format"
    )]
    pub output_format: TextFormat,
    /// Also make edits that have a named risk
    #[arg(long = "unsafe")]
    pub allow_unsafe: bool,
    /// Add the linter's suppression to inserted imports
    #[arg(long)]
    pub add_noqa: bool,
    /// Say why the other heavy imports stay
    #[arg(long)]
    pub show_blocked: bool,
    #[command(flatten)]
    pub plan: PlanFileArgs,
    #[command(flatten)]
    pub settings: ConfigurationArgs,
    #[command(flatten)]
    pub run: RunArgs,
}

#[derive(Debug, Args)]
pub struct SettingsArgs {
    /// The file or folder whose settings are meant
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How to print them
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub output_format: SettingsFormat,
    #[command(flatten)]
    pub settings: ConfigurationArgs,
}
