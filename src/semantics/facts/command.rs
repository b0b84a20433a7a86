//! Commands of command-line programs, and what stands in for them.
use serde::{Deserialize, Serialize};

use super::{BindingId, DefinitionId, Path};
use crate::syntax::Span;

/// A value of an argument, as far as it is written out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Literal {
    /// Not given, or `None`.
    #[default]
    Absent,
    /// A string.
    Text(String),
    /// `True` or `False`.
    Flag(bool),
    /// Something else.
    Computed,
}

/// What the help page of a group shows of a command, as the arguments of a call say it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandTexts {
    /// `name`, or the first argument.
    pub name: Literal,
    /// `help`.
    pub help: Literal,
    /// `short_help`.
    pub short_help: Literal,
    /// `hidden`.
    pub hidden: Literal,
    /// `deprecated`.
    pub deprecated: Literal,
    /// `group`, which a stand-in says where a chain asks for it.
    pub group: Literal,
}

/// A function at module level under a decorator called `command` or `group`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Command {
    /// The function.
    pub definition: DefinitionId,
    /// Which of its decorators it is.
    pub decorator: u32,
    /// The texts among its arguments.
    pub texts: CommandTexts,
    /// `cls`, where it is given; none inside where it is not a dotted name.
    pub class: Option<Option<Path>>,
    /// Whether it is a group with `chain`, which looks at the class of every command that is added to it.
    pub is_chain: bool,
    /// Whether arguments come from elsewhere (`**options`).
    pub is_open: bool,
    /// The docstring, as it stands between the quotes.
    pub docstring: Option<String>,
}

/// `name = DeferredCommand("module:object", "name", help="...")`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandIn {
    /// What makes it, in the helper.
    pub maker: String,
    /// The name that it is assigned to.
    pub name: String,
    /// The call.
    pub span: Span,
    /// Where the command is.
    pub target: String,
    /// What it says of it.
    pub texts: CommandTexts,
}

/// A name that is assigned a display, each of whose items is handed to a group wherever the name is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommandList {
    /// The name.
    pub binding: BindingId,
    /// The offsets of the names in the display.
    pub items: Vec<u32>,
}

/// All about commands in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Commands {
    /// The commands.
    pub defined: Vec<Command>,
    /// The stand-ins.
    pub stand_ins: Vec<StandIn>,
    /// Displays of names.
    pub lists: Vec<CommandList>,
    /// Where a name is handed to a group and nothing else: sorted offsets.
    pub handed: Vec<u32>,
    /// Decorators that leave names and docstrings as they are.
    pub keepers: Vec<Keeper>,
}

/// A function at module level whose decorated functions keep their name and docstring, provided that those under all of
/// `through` do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeper {
    /// The function.
    pub definition: DefinitionId,
    /// Whether calling it makes the decorator.
    pub is_factory: bool,
    /// The decorators that it puts on, and whether they are called first.
    pub through: Vec<(Path, bool)>,
}
