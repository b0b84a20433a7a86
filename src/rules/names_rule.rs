//! Lists of names that mean the same to one question, and who asks. It knows nothing of how they are looked up.
use serde::Deserialize;

/// Names of which one thing is true.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Modules that bring names of the standard library to older versions of Python: what they offer is known by its name.
    Backport,
    /// Attributes, dotted, that Python has only on other platforms than those that dormant runs on, or in other interpreters; and
    /// variables of the environment that only those set (`os.environ.NAME`).
    OtherPlatform,
    /// Functions, by the last word, that make of an absolute path, which they are handed first, another one.
    KeepsAbsolute,
    /// Methods and attributes of paths, by the last word, that give another path, as absolute as the first.
    PathPart,
    /// Builtins whose results are not modules.
    MakesValue,
    /// Methods, by the last word, whose results are not modules, whatever they are methods of.
    MakesValueMethod,
    /// Functions and methods, by the last word without what it begins with `_`, that parse the command line, and may end the program.
    ParsesCommandLine,
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
    /// Functions, dotted, that are called as those are which list a folder, and list none.
    ListsNoFolder,
    /// Functions, by the last word, that tell where code, or what belongs to a package, is.
    TellsPlace,
    /// Tables of settings of tools that look at code and run none of it: which modules they name starts nothing.
    CheckerTable,
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
    /// The streams of the process, dotted: objects that are written to or read from, whatever they have been replaced by.
    Stream,
    /// Classes, dotted, of which no stream of the process is an instance.
    NoStream,
    /// What a help page asks a command for: a class that has its own of these may answer anything.
    CommandAttribute,
    /// Functions, by the last word, whose string or object arguments name something that they replace.
    ReplacesNamed,
    /// Functions, by the last word, that take an attribute's name as a string, and read it.
    ReadsAttribute,
    /// Functions, by the last word, that take whatever they find out of the module of the name that they are handed.
    TakesWholeModule,
    /// Functions, by the last word, that load a module from a file, under a name that the caller chooses.
    LoadsByPath,
    /// Functions, by the last word, that load the module of a name, or look for its file.
    LoadsByName,
    /// Functions, by the last word, that execute a module or a file which the code around them does not name.
    LoadsUnseen,
    /// Builtins that hand out the names of the code that calls them.
    SeesNames,
    /// Builtins that make code of a text.
    RunsText,
    /// Attributes of a function's code that tell an import within it.
    CodeAttribute,
    /// Methods that call what they are handed first with the rest of it, then or later.
    CallsWith,
    /// Functions and methods, by the last word, that only look at what they are handed, or put it somewhere.
    OnlyLooks,
    /// Builtins that take nothing out of a module but what it is and where it comes from.
    TellsWhatItIs,
    /// Functions, by the last word, that take the keys of a mapping, and nothing else of it.
    TakesKeys,
    /// Modules of the standard library, dotted, that warn when they are imported.
    WarnsAtImport,
    /// Builtins that make a collection of what they are handed, and have gone through it when they return.
    Snapshot,
    /// Builtins that hand out a new container, or iterator, of what they are handed.
    CopiesElements,
    /// Methods of a mapping that hand out the item of the key that they are handed first.
    TakesItem,
    /// Functions, by the last word, whose string arguments are types for type checkers.
    TakesTypeText,
    /// Calls, dotted, whose first text names a class: they load it themselves when it is first needed, and tell the text to nobody.
    LoadsClassOfText,
    /// Functions, by the last word, that make a type of types.
    MakesType,
    /// Functions, by the last word, that evaluate the annotations of what they are handed.
    ReadsAnnotations,
    /// Those of them that have names which nothing else has.
    IsReaderOfAnnotations,
    /// What a parameter of a signature has besides its annotation.
    ParameterAttribute,
    /// Exceptions, by the last word, that a failing import can raise, and their bases.
    ImportError,
    /// Exceptions whose names do not say that they are some, and which a missing module does not raise.
    OtherException,
    /// Context managers, by the last word, that swallow the exceptions that they are handed.
    Swallows,
    /// Functions and methods, by the last word, that call apart from everything else what they are handed: what that raises ends no
    /// more than that.
    CallsApart,
    /// Functions and methods, by the last word, that raise `OSError` for what they do with files.
    UsesFile,
    /// Functions and methods, by the last word, that tell somebody what happened.
    Tells,
    /// What a group of commands makes them with: a class that has its own of these may make others.
    CommandMaker,
    /// Builtins whose arguments in brackets are types.
    TakesTypeArguments,
    /// Names, dotted, that only stand for types: code that is handed one asks it for no public attribute.
    SpecialForm,
    /// Modules, dotted, that have types which may be given arguments in brackets.
    TypingModule,
    /// Builtins that make a value of what they are handed, and call nothing but its iterator.
    CallsOnlyIterator,
    /// Functions, dotted, that hand out something which is used up by going over it.
    MakesIterator,
    /// Functions, by the last word, that give a module, whatever they are methods of.
    GivesModule,
    /// Functions, by the last word, that look at what they are handed first, and do not hand it on: what comes out is at most an
    /// attribute of it.
    LooksAt,
    /// Builtins that take a class second, which no module is.
    TakesClass,
    /// Functions, by the last word, from which what they are handed, or parts of it, may come out again, and which do nothing else
    /// with it.
    PassesOn,
    /// Decorators, by the last word, out of whose functions comes what they return.
    GivesResult,
    /// Calls of mock libraries, by the last word, that say what they replace.
    SaysWhatItReplaces,
    /// Methods of containers out of which their elements come.
    HandsOut,
    /// Methods of a mapping that hand out nothing of its values.
    KeysMethod,
    /// Functions, by the last word, that show an object as a whole.
    ShowsWhole,
    /// Builtin classes that neither a module nor a class or function is an instance of.
    PlainClass,
    /// Builtins that run any code.
    RunsAnyCode,
    /// Methods that leave their object as it is, whatever common type it has.
    ReadingMethod,
    /// Methods that change their object in place, and nothing else.
    ChangingMethod,
    /// Methods that enter something into their object.
    EnteringMethod,
    /// Methods of containers that compare or hash elements.
    ComparingMethod,
    /// Methods of containers whose first argument is a key.
    TakesKey,
    /// Builtins that make what never changes, whatever calls its methods.
    MakesImmutable,
    /// Functions, dotted, that call no special methods of what they are handed, beside those that they are known for.
    AsksNothing,
    /// Names whose use may give a module names that its text does not show.
    GivesNames,
    /// Attributes that Python itself, or its library, asks an object for where no code names them.
    AskedByPython,
    /// Methods by which a class is told of those that are made of it.
    HearsOfClasses,
    /// Functions, dotted, that make a class of a name and its bases.
    MakesClass,
    /// Functions and methods, by the last word, that always hand out as many parts.
    HandsOutAsMany,
    /// Functions, by the last word, that make a fixture of a function: pytest finds it by its name.
    MakesFixture,
    /// Functions, by the last word, that change what is not theirs, whatever they belong to.
    Patches,
}
