//! What the command line asks for, as plain data; knows nothing of how it is spelt but the names of formats.
use std::path::PathBuf;

use clap::ValueEnum;

use crate::config::Overrides;

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
    },
    /// Rewrite the files.
    Fix {
        /// Files and folders.
        paths: Vec<PathBuf>,
        /// Show a diff of this form and write nothing.
        diff: Option<DiffFormat>,
        /// Whether edits with a named risk are made.
        allow_unsafe: bool,
        /// Whether inserted imports get the project's linter suppression.
        add_noqa: bool,
        /// Whether to say why the other heavy imports stay.
        show_blocked: bool,
    },
    /// Import modules and see what that changes.
    Probe(Probe),
    /// Print what executing a module does.
    Effects(super::EffectsInput),
    /// Explain one code.
    Rule {
        /// The code, such as `function-local`.
        code: String,
    },
    /// List the codes.
    Rules,
    /// Print the effective settings.
    Settings {
        /// The file or folder whose settings are meant.
        path: PathBuf,
        /// How to print them.
        format: SettingsFormat,
    },
    /// Print the JSON schema of the configuration.
    Schema,
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

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless NO_COLOR and its like say otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl ColorWhen {
    /// Whether to colour what goes to `stream`, asking the stream and the environment only for `auto`.
    pub fn wanted(self, stream: &impl anstream::stream::RawStream) -> bool {
        match self {
            ColorWhen::Auto => anstream::AutoStream::choice(stream) != anstream::ColorChoice::Never,
            ColorWhen::Always => true,
            ColorWhen::Never => false,
        }
    }
}

/// How `check` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OutputFormat {
    /// For people: the source line, why it is heavy, and what `fix` does about it
    #[default]
    Full,
    /// One line for each finding
    Concise,
    /// One object, for programs
    Json,
    /// Annotations of GitHub's workflows
    Github,
}

/// How `fix --diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// What `git apply` and `patch -p1` take
    #[default]
    Unified,
    /// Before and after next to each other, for a terminal
    SideBySide,
}

/// How `settings` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SettingsFormat {
    /// As a dormant.toml with comments
    #[default]
    Toml,
    /// One object, for programs
    Json,
}
