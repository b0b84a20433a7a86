//! Why it cannot be told what a help page shows of a command. Knows no source.

/// A cause, as the sentence that follows the place of the command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unclear {
    /// There is no command at the place that a stand-in names.
    #[error("there is no command at `{0}`")]
    NoCommand(String),
    /// The place of an app holds something else.
    #[error("what its app does cannot be determined")]
    NoApp,
    /// The place of a function holds something else.
    #[error("what its function does cannot be determined")]
    NoFunction,
    /// An app that nothing adds to another one.
    #[error("it is added nowhere")]
    NeverAdded,
    /// A function that nothing makes a command of.
    #[error("no command is made of it")]
    NeverMade,
    /// `*args` or `**kwargs`.
    #[error("not all of its arguments are written out")]
    OpenArguments,
    /// An argument is more than a literal.
    #[error("the `{0}` is computed")]
    Computed(String),
    /// So is the name.
    #[error("the name is computed")]
    ComputedName,
    /// So is the class of the command.
    #[error("its class is computed")]
    ComputedClass,
    /// An app without a name.
    #[error("it has no name")]
    NoName,
    /// An argument of an app that says how it is shown.
    #[error("its `{0}` decides how it is shown")]
    Decides(String),
    /// The callback of an app has such an argument.
    #[error("its callback has a `{0}`")]
    Callback(String),
    /// What adds the app has the argument, too, and it may say nothing.
    #[error("where it is added, its `{0}` may be taken back")]
    TakenBack(String),
    /// A function of which two commands are made that show different things.
    #[error("it is a command twice, once with a `help` and once without")]
    Twice,
    /// A decorator above the one that makes the command.
    #[error("another decorator gets the command")]
    Decorated,
    /// A decorator below it that may return another function.
    #[error("what its decorator `{0}` makes of the function is not known")]
    Decorator(String),
    /// A class that is not one of the framework's.
    #[error("what the class `{0}` shows is not known")]
    Class(String),
    /// A group that does not make plain commands.
    #[error("the group `{0}` makes commands in its own way")]
    Group(String),
    /// A module that sets what is shown.
    #[error("`{module}` assigns to its `{attribute}`")]
    Assigned {
        /// The module.
        module: String,
        /// What it sets.
        attribute: String,
    },
    /// The help text ends its first paragraph here or there.
    #[error("versions of click differ on where the first paragraph of its help ends")]
    FirstParagraph,
    /// The help text has a form feed where it counts.
    #[error("the first paragraph of its help has a form feed")]
    FormFeed,
    /// The help text has lines of blanks.
    #[error("its help has lines of blanks")]
    BlankLines,
    /// The help text has tabs within lines.
    #[error("its help has tabs within lines")]
    Tabs,
}
