//! The shape of the entries in `rules/*.toml`, and nothing about where they come from or how they are looked up.
//!
//! Unknown keys are errors, so that a misspelt one cannot be mistaken for knowledge.
use serde::{Deserialize, Serialize};

use super::annotation_rule::AnnotationRule;
use super::command_rule::CommandRule;
use super::exception_rule::ExceptionRule;
use super::facet_rule::FacetRule;
use super::hooks_rule::HooksRule;
use super::measured_rule::MeasuredRule;
use super::names_rule::NamesRule;

/// Knowledge about packages: a file of `rules/`, or of a user's own.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[cfg_attr(test, schemars(title = "rules of dormant"))]
pub struct RuleFile {
    /// What packages cost.
    #[serde(default, rename = "package")]
    pub packages: Vec<Package>,
    /// What modules do to the rest of the program when they are imported.
    #[serde(default, rename = "effect")]
    pub effects: Vec<EffectRule>,
    /// What importing packages was seen to do.
    #[serde(default)]
    pub measured: Vec<MeasuredRule>,
    /// Who reads annotations at run time.
    #[serde(default)]
    pub annotations: Vec<AnnotationRule>,
    /// What may be called while a module is imported without anybody noticing when.
    #[serde(default, rename = "function")]
    pub functions: Vec<FunctionRule>,
    /// Whose decorated functions cannot contain an import statement.
    #[serde(default)]
    pub no_imports: Vec<NoImportsRule>,
    /// What looks at the names of modules.
    #[serde(default, rename = "module-reader")]
    pub module_readers: Vec<ModuleReaderRule>,
    /// What is put around code and leaves it what it is.
    #[serde(default, rename = "wrapper")]
    pub wrappers: Vec<WrapperRule>,
    /// What calling something raises.
    #[serde(default)]
    pub raises: Vec<RaisesRule>,
    /// What exceptions inherit from.
    #[serde(default, rename = "exception")]
    pub exceptions: Vec<ExceptionRule>,
    /// Which methods of subclasses the code of a class calls.
    #[serde(default)]
    pub hooks: Vec<HooksRule>,
    /// What compiling a program needs to know of installed modules.
    #[serde(default)]
    pub compiled: Vec<CompiledRule>,
    /// What makes commands of command-line programs.
    #[serde(default, rename = "command")]
    pub commands: Vec<CommandRule>,
    /// What using something does to the state of the process.
    #[serde(default, rename = "facet")]
    pub facets: Vec<FacetRule>,
    /// Names of which one thing is true.
    #[serde(default, rename = "names")]
    pub names: Vec<NamesRule>,
}

impl RuleFile {
    /// The names that the entries are about, with whether each is that of a module.
    pub fn subjects(&self) -> Vec<(&str, bool)> {
        let mut names: Vec<(&str, bool)> = Vec::new();
        names.extend(self.packages.iter().map(|rule| (rule.name.as_str(), true)));
        names.extend(self.effects.iter().map(|rule| (rule.module.as_str(), true)));
        names.extend(self.measured.iter().map(|rule| (rule.package.as_str(), true)));
        for rule in &self.annotations {
            names.extend(rule.subject().map(|(_, name)| (name, false)));
            names.extend(rule.also.iter().map(|name| (name.as_str(), false)));
        }
        for rule in &self.compiled {
            let modules = std::iter::once(&rule.module).chain(&rule.also);
            names.extend(modules.map(|name| (name.as_str(), true)));
        }
        for (name, also) in (self.functions.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.no_imports.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.commands.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.module_readers.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.wrappers.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.raises.iter().map(|rule| (&rule.name, &rule.also)))
        {
            names.extend(std::iter::once(name).chain(also).map(|name| (name.as_str(), false)));
        }
        let facets = self.facets.iter().flat_map(|rule| &rule.names);
        let grouped = self.names.iter().flat_map(|rule| &rule.names);
        let exceptions = self.exceptions.iter().flat_map(|rule| &rule.names);
        let hooks = self.hooks.iter().flat_map(|rule| &rule.names);
        names.extend(
            facets
                .chain(grouped)
                .chain(exceptions)
                .chain(hooks)
                .map(|name| (name.as_str(), false)),
        );
        names
    }
}

/// What importing a package costs; measured by `rules/measure.py`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// The import name, dotted where a part of a package is meant; the entry covers everything below it.
    pub name: String,
    /// Whether it is on the built-in list of imports worth deferring. The cost of the others is known, but small, or most
    /// programs pay it anyway.
    pub heavy: bool,
    /// Whether there are numbers; `false` for packages too large to install for a measurement.
    #[serde(default = "yes")]
    pub measured: bool,
    /// Milliseconds of import time that a bare interpreter does not spend.
    pub cost_ms: Option<f64>,
    /// Modules that a bare interpreter does not load.
    pub modules: Option<u32>,
    /// The version of the distribution that was measured; absent for the standard library.
    pub version: Option<String>,
    /// The version of Python that measured it.
    pub python: Option<String>,
    /// The name on the package index; absent for the standard library.
    pub distribution: Option<String>,
    /// What `measure.py` installs besides the distribution, such as an extra of it.
    #[serde(default)]
    pub with: Vec<String>,
    /// The module whose import was measured, where the package itself is a shell around its parts.
    pub import: Option<String>,
    /// Why it costs what it costs, in one sentence.
    pub why: String,
    /// A few lines of Python that import it.
    #[serde(default)]
    pub example: String,
}

/// A module that does something to the rest of the program when it is imported.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EffectRule {
    /// The dotted module; only exactly this one.
    pub module: String,
    /// What sort of effect.
    pub kind: EffectKind,
    /// The part of the state that it changes, as facets are named; anything, without one.
    pub facet: Option<String>,
    /// What it does, in one sentence.
    pub why: String,
    /// A few lines of Python that import it.
    #[serde(default)]
    pub example: String,
}

/// What sort of thing a module's import does outside the module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EffectKind {
    /// Adds itself to a table of another module: a codec, a colour map, an accessor, a dialect.
    Registration,
    /// Replaces attributes of other modules or classes.
    Patching,
    /// Changes the process: handlers, hooks, locale, warning filters, environment.
    ProcessState,
    /// Changes how modules are found or loaded.
    ImportSystem,
    /// Prints, or reads or writes something outside the program.
    InputOutput,
    /// Starts threads or processes.
    Threads,
    /// Changes an object of another module.
    Mutation,
    /// Reads the environment, the clock or the like: another moment may give another answer.
    Surroundings,
    /// Runs code that is not known.
    UnknownCode,
    /// Changes something of another module that nobody but itself makes use of: no reason to keep an import.
    Contained,
}

impl EffectKind {
    /// The name in output and in rules.
    pub fn code(self) -> &'static str {
        match self {
            EffectKind::Registration => "registration",
            EffectKind::Patching => "patching",
            EffectKind::ProcessState => "process-state",
            EffectKind::ImportSystem => "import-system",
            EffectKind::InputOutput => "input-output",
            EffectKind::Threads => "threads",
            EffectKind::Mutation => "mutation",
            EffectKind::Surroundings => "surroundings",
            EffectKind::UnknownCode => "unknown-code",
            EffectKind::Contained => "contained",
        }
    }
}

/// Functions and classes whose call at import time nobody can date: they only make a value, or only read.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FunctionRule {
    /// The dotted name; names without a dot are builtins.
    pub name: String,
    /// Further names of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether everything below the name is meant.
    #[serde(default)]
    pub package_wide: bool,
    /// What it reads outside the program: harmless to call later only as long as that does not change meanwhile.
    pub reads: Option<Outside>,
    /// Whether it calls functions or runs iterators that it is handed: harmless as far as those are.
    #[serde(default)]
    pub calls_back: bool,
    /// Names and texts by which somebody changes what it hands out: a program in whose code one of them stands may.
    #[serde(default)]
    pub set_by: Vec<String>,
    /// Why it is harmless, in one sentence.
    pub why: String,
    /// A few lines of Python that call it.
    #[serde(default)]
    pub example: String,
}

/// What a call reads outside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Outside {
    /// What is installed, and facts about the machine: the same for as long as a program runs.
    Installation,
    /// Environment variables.
    Environment,
    /// The environment, the working directory, other files, the clock: another moment may give another answer.
    Surroundings,
}

/// A decorator whose functions are compiled by something that knows no import statements.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NoImportsRule {
    /// The dotted name of the decorator, or of the call that makes it.
    pub name: String,
    /// Further names of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether everything below the name is meant.
    #[serde(default)]
    pub package_wide: bool,
    /// What happens to an import statement there, in one sentence.
    pub why: String,
    /// A few lines of Python that use it.
    #[serde(default)]
    pub example: String,
}

/// A function that raises where it is handed what it does not understand, or does not find what it is asked for.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RaisesRule {
    /// The dotted name; names without a dot are builtins.
    pub name: String,
    /// Further names of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// The class of what it raises, or the one of Python that this inherits from.
    pub exception: String,
    /// Whether it takes any number, and raises nothing then.
    #[serde(default)]
    pub takes_numbers: bool,
    /// Whether what it is handed decides that alone, and nothing outside of the program does.
    #[serde(default)]
    pub by_arguments: bool,
    /// The place of the argument that decides it; all of them do where none is told.
    #[serde(default)]
    pub decided_by: Option<usize>,
    /// The place of the argument that is handed out where there is nothing else: then nothing is raised.
    #[serde(default)]
    pub default: Option<usize>,
    /// Whether it asks for a file by a path: those of the program's own code are there.
    #[serde(default)]
    pub finds_file: bool,
    /// First arguments for which it asks for nothing outside of the program.
    #[serde(default)]
    pub needs_nothing: Vec<String>,
    /// When, in one sentence.
    pub why: String,
    /// A few lines of Python that call it.
    #[serde(default)]
    pub example: String,
}

/// A function that looks at the names of a module, or that is known not to.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModuleReaderRule {
    /// The dotted name; names without a dot are builtins.
    pub name: String,
    /// Further names of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it looks at.
    pub reads: ModuleReads,
    /// How, in one sentence.
    pub why: String,
    /// A few lines of Python that call it.
    #[serde(default)]
    pub example: String,
}

/// The names that a function looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ModuleReads {
    /// Those of the module that calls it, where it is handed nothing.
    Caller,
    /// None: of a module that it is handed it takes the file, the path or the name.
    Nothing,
    /// Of a module that it is handed, those of the functions that carry its mark.
    Functions,
    /// Of the names that a frame sees, those that the line names which is running: what a function imports itself it finds, too.
    Line,
}

/// A decorator or a context manager that leaves what is under it what it is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WrapperRule {
    /// The dotted name; names without a dot are builtins.
    pub name: String,
    /// Further names of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// What it leaves.
    pub leaves: Leaves,
    /// Why, in one sentence.
    pub why: String,
    /// A few lines of Python that use it.
    #[serde(default)]
    pub example: String,
}

/// What a wrapper leaves what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Leaves {
    /// A decorated class: what comes out is a class of the same bases.
    Class,
    /// A decorated function: it runs for those who call it, and for nobody else.
    Function,
    /// The block of a `with`: no exception is swallowed, and nothing changes that an import could find.
    Block,
}

/// What compiling a program that imports a module needs to know of it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CompiledRule {
    /// The top-level name of the module.
    pub module: String,
    /// Further modules of which the same is true.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether it belongs to programs that are installed beside it; `false` for what builds and installs.
    #[serde(default = "yes")]
    pub ships: bool,
    /// The plugin of Nuitka that has to be asked for where a program imports it.
    pub nuitka_plugin: Option<String>,
    /// Why, in one sentence.
    pub why: String,
    /// A few lines of Python that import it.
    #[serde(default)]
    pub example: String,
}

fn yes() -> bool {
    true
}
