//! What the command line asks for, as plain data; knows nothing of how it is spelt but the names of formats.
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use super::formats::{
    ColorWhen, DiffFormat, EffectsFormat, OptimizeFormat, OutputFormat, PlanFormat, SchemaOf, SettingsFormat,
    TextFormat, VerifyFormat,
};

use super::ProfileFormat;

use crate::cli::schemas::Printed;
use crate::config::Overrides;
use crate::pipeline::Profiling;
use crate::pipeline::Wanted;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Invocation {
    /// What to do.
    pub command: Command,
    /// The configuration file of `--config`.
    pub config: Option<PathBuf>,
    /// The settings given as flags.
    pub overrides: Overrides,
    /// When to use colour.
    pub color: ColorWhen,
    /// How much to say on stderr.
    pub verbosity: Verbosity,
    /// Whether the cache may be read and written.
    pub use_cache: bool,
    /// How many threads to use; as many as there are processors when `None`, never zero.
    pub jobs: Option<usize>,
}

/// One of dormant's commands.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Report deferrable imports.
    Check {
        /// What to look at.
        input: Input,
        /// How to print the findings.
        format: OutputFormat,
        /// Whether to say why the other heavy imports stay.
        show_blocked: bool,
        /// Whether to print counts by code instead of the findings.
        statistics: bool,
        /// Whether to do it again whenever a file changes.
        watch: bool,
    },
    /// Rewrite the files.
    Fix {
        /// Files and folders.
        paths: Vec<PathBuf>,
        /// Show a diff of this form and write nothing.
        diff: Option<DiffFormat>,
        /// Whether edits with a named risk are made.
        allow_unsafe: bool,
        /// Whether to say why the other heavy imports stay.
        show_blocked: bool,
        /// A saved plan: exactly its edits are made.
        plan: Option<PathBuf>,
        /// How to print what was done.
        format: TextFormat,
    },
    /// See whether a saved plan still holds.
    CheckPlan {
        /// The plan.
        plan: PathBuf,
        /// The command to run, where it is not the plan's.
        command: Vec<OsString>,
        /// Whether what is loaded again is accepted.
        update_baseline: bool,
    },
    /// Choose edits for commands.
    Plan(PlanOptions),
    /// Explain why a command loads a module.
    Why {
        /// The module.
        module: String,
        /// The command.
        subject: Subject,
        /// The most chains to show.
        chains: usize,
        /// How to print it.
        format: TextFormat,
    },
    /// Run a command and say where its start-up goes.
    Profile {
        /// What is run, and how.
        profiling: Profiling,
        /// The saved profile that is looked at instead.
        from: Option<PathBuf>,
        /// What becomes of it.
        form: ProfileForm,
    },
    /// Measure the start-up of a command.
    Measure(Box<super::MeasureArgs>),
    /// Compile a program with Nuitka.
    Build(Box<super::BuildArgs>),
    /// Speak with an editor.
    Server,
    /// Bring dormant into a project.
    Init {
        /// Only say what would be written.
        check: bool,
        /// Where dormant is installed from.
        repository: Option<String>,
        /// What of it is installed.
        rev: Option<String>,
        /// Whether CI compiles the program, too.
        nuitka: bool,
        /// Whether a container image of it is wanted.
        docker: bool,
        /// Whether the program is left alone.
        no_run: bool,
        /// How to print it.
        format: TextFormat,
    },
    /// Plan, verify, measure, write and report.
    Optimize(OptimizeWish),
    /// Compare the program before and after.
    Verify(VerifyWish),
    /// Import modules and see what that changes.
    Probe(Probe),
    /// Print the script that completes command lines in a shell.
    Completions(clap_complete::Shell),
    /// Print the manual page of a command, or of all of dormant.
    Man(Option<String>),
    /// Print what executing a module does.
    Effects(super::EffectsInput),
    /// Explain one code.
    Rule {
        /// The code, such as `function-local`.
        code: String,
    },
    /// List the codes.
    Rules(TextFormat),
    /// Print the effective settings.
    Settings {
        /// The file or folder whose settings are meant.
        path: PathBuf,
        /// How to print them.
        format: SettingsFormat,
    },
    /// Print a JSON schema.
    Schema(SchemaOf),
    /// Print the JSON schema of what a command prints.
    OutputSchema(Printed),
}

/// What becomes of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileForm {
    /// How it is printed.
    pub format: ProfileFormat,
    /// Where it is saved.
    pub save: Option<PathBuf>,
    /// Where the page is written.
    pub html: Option<PathBuf>,
    /// How many rows each table has.
    pub top: usize,
}

/// What `optimize` is asked to do.
#[derive(Debug, Clone, PartialEq)]
pub struct OptimizeWish {
    /// The command, in words; empty where it is the entry points of the configuration.
    pub words: Vec<OsString>,
    /// How often each command is run in each tree.
    pub runs: u32,
    /// The most statements to edit.
    pub max_edits: Option<u32>,
    /// The least that an edited statement must save, in milliseconds.
    pub min_ms: Option<f64>,
    /// Whether annotations that Python evaluates may be put in quotes.
    pub allow_unsafe: bool,
    /// How it is written.
    pub format: OptimizeFormat,
    /// Where the report goes; standard output where `None`.
    pub output: Option<PathBuf>,
    /// What the start-up may cost in the end, in milliseconds of CPU time.
    pub budget_ms: Option<f64>,
    /// Whether the project stays as it is.
    pub dry_run: bool,
    /// What is run besides the command.
    pub wanted: Wanted,
}

/// What `verify` is asked to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifyWish {
    /// The original: a folder, or a commit that git knows.
    pub before: Option<String>,
    /// The rewritten tree.
    pub after: Option<PathBuf>,
    /// What is run besides importing the modules.
    pub wanted: Wanted,
    /// Whether what `fix --unsafe` makes is compared.
    pub allow_unsafe: bool,
    /// Whether the rewritten tree is written without the edits to blame.
    pub drop: bool,
    /// How the verdict is printed.
    pub format: VerifyFormat,
}

/// What `probe` imports, and what becomes of what it sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// The modules, each imported in an interpreter of its own.
    pub modules: Vec<String>,
    /// The file of evidence to add to.
    pub save: Option<PathBuf>,
    /// Whether to print an object for programs.
    pub json: bool,
    /// How many seconds one import may take.
    pub timeout: u64,
}

/// What `check` looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Files and folders.
    Paths(Vec<PathBuf>),
    /// One file's text on standard input, taken for the content of the named file.
    Stdin(PathBuf),
}

/// How much to say on stderr.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Verbosity {
    /// Errors only, and no summary.
    Quiet,
    /// Errors, warnings and the summary.
    #[default]
    Normal,
    /// What is done and how long it takes, too.
    Verbose,
}

/// What is to be looked at: commands to run, or profiles of runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Subject {
    /// A saved profile.
    pub profile: Option<PathBuf>,
    /// The command to run, word by word; empty where none was given.
    pub command: Vec<OsString>,
    /// How often it is run for its times.
    pub runs: u32,
    /// How long one run may take.
    pub timeout: Duration,
    /// The exit status that is right.
    pub exit_status: i32,
}

/// What `plan` is asked for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlanOptions {
    /// What is to start faster.
    pub subject: Subject,
    /// Where to keep the plan.
    pub save: Option<PathBuf>,
    /// How long start-up may take, in milliseconds.
    pub budget_ms: Option<f64>,
    /// The most statements to edit.
    pub max_edits: Option<u32>,
    /// The least that an edited statement must save, in milliseconds; where it is not said, what is worth a reader's while.
    pub min_ms: Option<f64>,
    /// Whether edits with a named risk count.
    pub allow_unsafe: bool,
    /// Whether the prediction is left unchecked.
    pub no_check: bool,
    /// A Python that defers imports by itself, to be asked which of them the command needs.
    pub lazy_python: Option<PathBuf>,
    /// Reasons that are supposed to hold no more: only what would follow is printed.
    pub what_if: Option<String>,
    /// How to print it.
    pub format: PlanFormat,
}

/// What `effects` looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectsInput {
    /// The dotted name of the module.
    pub module: String,
    /// Files and folders of the project.
    pub paths: Vec<PathBuf>,
    /// Whether all the modules that it loads are meant.
    pub closure: bool,
    /// How to print.
    pub format: EffectsFormat,
}
