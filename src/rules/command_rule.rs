//! The shape of an entry that says what makes commands of command-line programs.
use serde::{Deserialize, Serialize};

/// Something that makes a command of a command-line program, or that leaves one as it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CommandRule {
    /// The dotted name. A method of what a decorator makes is named after the decorator: `click.group.command`.
    pub name: String,
    /// Further names of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it does.
    pub role: CommandRole,
    /// How, in one sentence.
    pub why: String,
    /// A few lines of Python that use it.
    #[serde(default)]
    pub example: String,
}

/// What something does with a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum CommandRole {
    /// A decorator that makes a command (or group) of a function.
    Command,
    /// A class of commands which shows the name, help and flags that it is given.
    Class,
    /// A decorator after which the function has the name and docstring that it had.
    Keeps,
    /// A class of apps that can be added to one another, and make their commands when they are run.
    App,
}
