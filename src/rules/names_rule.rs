//! Lists of names that mean the same to one question, and who asks. It knows nothing of how they are looked up.
use schemars::JsonSchema;
use serde::Deserialize;

/// Names of which one thing is true.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NamesRule {
    /// What is true of them.
    pub group: Group,
    /// The names, as the group has them: dotted, or the last word alone.
    pub names: Vec<String>,
    /// Why it is true, in one sentence.
    pub why: String,
    /// A few lines of Python that use them.
    pub example: Option<String>,
}

/// What is true of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Modules that bring names of the standard library to older versions of Python: what they offer is known by its name.
    Backport,
    /// Attributes, dotted, that Python has only on other platforms than those that dormant runs on, or in other interpreters.
    OtherPlatform,
    /// Functions, by the last word, that make of an absolute path, which they are handed first, another one.
    KeepsAbsolute,
    /// Methods and attributes of paths, by the last word, that give another path, as absolute as the first.
    PathPart,
    /// Builtins whose results are not modules.
    MakesValue,
    /// Methods, by the last word, whose results are not modules, whatever they are methods of.
    MakesValueMethod,
    /// Functions, dotted, that copy an object, as a module cannot be.
    Copies,
    /// Functions, by the last word, that find a module besides those which import one.
    FindsModule,
    /// Functions, by the last word, that tell the file or the code of a module.
    FindsFile,
    /// Functions, by the last word, that list the files of a folder.
    ListsFolder,
    /// Functions, by the last word, that list the modules of a folder.
    ListsModules,
    /// Functions, by the last word, that hand out what they were handed, something of it, or something that a string names.
    HandsOn,
    /// Decorators, dotted, that make a property: the function is called, and any reader gets what it hands out.
    Property,
    /// Decorators, dotted, whose functions are handed what they were called with.
    SameArguments,
    /// Functions, by the last word, that evaluate text.
    EvaluatesText,
    /// Functions, by the last word, that look at a class and do not keep it.
    LooksAtClass,
    /// Calls, dotted, that hand a function to the import system: it runs in the course of every import.
    ImportHook,
    /// Calls, dotted, that hand a function to the collector.
    Collector,
    /// Attributes of a Typer app by which its functions are found again.
    AppAttribute,
    /// Parameters of adding an app to another one that the app may get when it is built.
    AppParameter,
    /// Parameters of an app or its callback that leave open how it is shown.
    AppUnclear,
    /// What a help page asks a command for: a class that has its own of these may answer anything.
    CommandAttribute,
}
