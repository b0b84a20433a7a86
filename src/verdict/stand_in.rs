//! What takes the place of a deferred command.
use crate::syntax::Span;

/// What makes a stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandInClass {
    /// Its name in the helper, the part of which is found by it.
    pub name: &'static str,
    /// Whether the name of the command is told behind its place.
    pub is_told_name: bool,
}

/// `name = DeferredCommand("module:object", "text", ...)`
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandInCall {
    /// What makes it.
    pub class: StandInClass,
    /// The name that it gets.
    pub name: String,
    /// Where the command is: `module:attribute`.
    pub target: String,
    /// What it says of the command.
    pub text: CommandText,
    /// The expressions that become its name.
    pub references: Vec<Span>,
    /// The calls that are told of the class of its command.
    pub told: Vec<Span>,
}

/// What the help page of a group shows of a command.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommandText {
    /// Its own name; the group may know it by another. None where click makes it from the name of the function, each version in
    /// its own way.
    pub name: Option<String>,
    /// Its help: of a command of click the words of the first paragraph, for more makes it load; of typer all of it.
    pub help: Option<String>,
    /// Its short help, where it has one of its own.
    pub short_help: Option<String>,
    /// Whether it is left out.
    pub hidden: bool,
    /// Whether it is called deprecated.
    pub deprecated: Deprecated,
    /// Whether it says that it is not a group, which a chain asks of each of its commands.
    pub is_leaf: bool,
}

/// Whether a command is called deprecated.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deprecated {
    /// No.
    #[default]
    No,
    /// Yes.
    Yes,
    /// Yes, and it says why.
    Because(String),
}
