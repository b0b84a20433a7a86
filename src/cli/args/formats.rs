//! The formats that commands print in, by the names that the command line has for them.
use clap::ValueEnum;

pub use crate::report::OutputFormat;

/// How `verify` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum VerifyFormat {
    /// For people
    #[default]
    Full,
    /// One object, for programs
    Json,
    /// For a pull request
    Markdown,
}

/// How `fix --diff` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum DiffFormat {
    /// What `git apply` and `patch -p1` take
    #[default]
    Unified,
    /// Before and after next to each other, for a terminal
    SideBySide,
    /// The same as one page
    Html,
    /// A review with suggestions, as GitHub's API takes it
    GithubSuggestions,
}

/// What has a JSON schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum SchemaOf {
    /// `[tool.dormant]`, or dormant.toml
    #[default]
    Configuration,
    /// A file of `rules`
    Rules,
}

/// How `optimize` reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum OptimizeFormat {
    /// For a pull request
    #[default]
    Markdown,
    /// One object, for programs
    Json,
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

/// How `profile` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ProfileFormat {
    /// Tables for people
    #[default]
    Table,
    /// What --save writes
    Json,
    /// For speedscope's viewer
    Speedscope,
    /// A page with a chart
    Html,
}

/// How `plan` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum PlanFormat {
    /// For people
    #[default]
    Table,
    /// What --save writes
    Json,
    /// One page with the curve of milliseconds against edits
    Html,
}

/// How `why`, `fix`, `init` and `rules` print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum TextFormat {
    /// For people
    #[default]
    Text,
    /// One object, for programs
    Json,
}

/// How `effects` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum EffectsFormat {
    /// For people: each effect with its place and the calls to it
    #[default]
    Full,
    /// One object, for programs
    Json,
}

/// How `measure` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MeasureFormat {
    /// For the terminal
    #[default]
    Table,
    /// For pull requests
    Markdown,
    /// One object, for programs and as a baseline
    Json,
    /// One file with plots
    Html,
}

/// How `probe` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ProbeFormat {
    /// For people
    #[default]
    Full,
    /// One object, for programs
    Json,
}
