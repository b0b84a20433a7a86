//! The shape of the entries in `rules/*.toml`, and nothing about where they come from or how they are looked up.
//!
//! Unknown keys are errors, so that a misspelt one cannot be mistaken for knowledge.
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facet_rule::FacetRule;

/// Knowledge about packages: a file of `rules/`, or of a user's own.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "rules of dormant")]
pub struct RuleFile {
    /// What packages cost.
    #[serde(default, rename = "package")]
    pub packages: Vec<Package>,
    /// What modules do to the rest of the program when they are imported.
    #[serde(default, rename = "effect")]
    pub effects: Vec<EffectRule>,
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
    /// What makes commands of command-line programs.
    #[serde(default, rename = "command")]
    pub commands: Vec<CommandRule>,
    /// What using something does to the state of the process.
    #[serde(default, rename = "facet")]
    pub facets: Vec<FacetRule>,
}

impl RuleFile {
    /// The names that the entries are about, with whether each is that of a module.
    pub fn names(&self) -> Vec<(&str, bool)> {
        let mut names: Vec<(&str, bool)> = Vec::new();
        names.extend(self.packages.iter().map(|rule| (rule.name.as_str(), true)));
        names.extend(self.effects.iter().map(|rule| (rule.module.as_str(), true)));
        for rule in &self.annotations {
            names.extend(rule.subject().map(|(_, name)| (name, false)));
            names.extend(rule.also.iter().map(|name| (name.as_str(), false)));
        }
        for (name, also) in (self.functions.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.no_imports.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.commands.iter().map(|rule| (&rule.name, &rule.also)))
            .chain(self.module_readers.iter().map(|rule| (&rule.name, &rule.also)))
        {
            names.extend(std::iter::once(name).chain(also).map(|name| (name.as_str(), false)));
        }
        let facets = self.facets.iter().flat_map(|rule| &rule.names);
        names.extend(facets.map(|name| (name.as_str(), false)));
        names
    }
}

/// What importing a package costs; measured by `rules/measure.py`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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

/// A base class, decorator or function, and whether it evaluates annotations.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AnnotationRule {
    /// A class whose subclasses' annotations are meant.
    pub base: Option<String>,
    /// A function, class or method used as a decorator, or a call that makes the decorator; what it is put on is meant.
    pub decorator: Option<String>,
    /// A function that reads the annotations of what it is given.
    pub function: Option<String>,
    /// A function whose call has every annotation of some packages evaluated.
    pub hook: Option<String>,
    /// Further names of which the same is true: other places to import it from, and siblings that behave alike.
    #[serde(default)]
    pub also: Vec<String>,
    /// Whether everything below the name is meant.
    #[serde(default)]
    pub package_wide: bool,
    /// What it reads.
    pub reads: Reads,
    /// The first Python, such as `3.14`, on which it is so; it reads nothing on earlier ones.
    pub since: Option<String>,
    /// Whether it hands out annotations as they are stored, strings as strings.
    #[serde(default)]
    pub shows: bool,
    /// Of a function: whether only what it is handed by name counts, because of its other arguments none is a function or class.
    #[serde(default)]
    pub named_only: bool,
    /// Of a decorator: whether it looks at the variables of a class, and at what makes an instance, and not at other methods.
    #[serde(default)]
    pub fields_only: bool,
    /// Of a hook: whether it is the package that calls it which is meant.
    #[serde(default)]
    pub own_package: bool,
    /// The methods by which it is handed functions and classes: what calls one of these on something unknown, in a program that
    /// imports the package, counts.
    #[serde(default)]
    pub methods: Vec<String>,
    /// A keyword argument, such as `pydantic` of a decorator's call, with which it reads everything after all.
    pub unless_keyword: Option<String>,
    /// How it is known, in one sentence.
    pub why: String,
    /// A few lines of Python that use it.
    #[serde(default)]
    pub example: String,
}

impl AnnotationRule {
    /// The role and the name; `None` where the entry has not exactly one.
    pub fn subject(&self) -> Option<(Reader, &str)> {
        match (&self.base, &self.decorator, &self.function, &self.hook) {
            (Some(name), None, None, None) => Some((Reader::Base, name)),
            (None, Some(name), None, None) => Some((Reader::Decorator, name)),
            (None, None, Some(name), None) => Some((Reader::Function, name)),
            (None, None, None, Some(name)) => Some((Reader::Hook, name)),
            _ => None,
        }
    }

    /// What it reads when the program runs on `target` (major, minor), or something newer where nothing is known, and the
    /// call has these keyword arguments.
    pub fn reads_with<'a>(&self, target: (u8, u8), mut keywords: impl Iterator<Item = &'a str>) -> Reads {
        if self
            .unless_keyword
            .as_deref()
            .is_some_and(|unless| keywords.any(|keyword| keyword == unless))
        {
            return Reads::Always;
        }
        let since = self.since.as_deref().and_then(version);
        if since.is_some_and(|since| target < since) {
            Reads::Never
        } else {
            self.reads
        }
    }

    /// The most that it reads, whatever the version of Python and the arguments.
    pub fn reads_at_most(&self) -> Reads {
        if self.unless_keyword.is_some() {
            Reads::Always
        } else {
            self.reads
        }
    }
}

/// How somebody gets at annotations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// By being inherited from.
    Base,
    /// By decorating.
    Decorator,
    /// By being called with the function or class.
    Function,
    /// By being called with the names of packages.
    Hook,
}

/// Which annotations somebody evaluates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Reads {
    /// All of them, sooner or later: their names must be there at run time.
    Always,
    /// None: names that only annotations use may be missing at run time, provided that the annotations are strings, be it
    /// by `from __future__ import annotations`. Since Python 3.14 others are not evaluated by their `def` either, but by
    /// anything that calls `inspect.signature` on it; the entries say nothing about that.
    Never,
    /// It looks for `ClassVar`, `InitVar` and `KW_ONLY` only; names of other things may be missing at run time.
    ClassVar,
}

/// Functions and classes whose call at import time nobody can date: they only make a value, or only read.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
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
    /// Why it is harmless, in one sentence.
    pub why: String,
    /// A few lines of Python that call it.
    #[serde(default)]
    pub example: String,
}

/// What a call reads outside the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
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

/// A function that looks at the names of a module, or that is known not to.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ModuleReads {
    /// Those of the module that calls it, where it is handed nothing.
    Caller,
    /// None: of a module that it is handed it takes the file, the path or the name.
    Nothing,
}

/// Something that makes a command of a command-line program, or that leaves one as it is.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
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

/// `3.14` as `(3, 14)`.
pub(crate) fn version(text: &str) -> Option<(u8, u8)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> AnnotationRule {
        toml::from_str(text).expect("a rule")
    }

    #[test]
    fn an_annotation_rule_names_exactly_one_thing() {
        let head = "reads = 'always'\nwhy = 'w'\nexample = 'e'\n";
        assert_eq!(
            rule(&format!("{head}base = 'a.B'")).subject(),
            Some((Reader::Base, "a.B"))
        );
        assert_eq!(
            rule(&format!("{head}decorator = 'a.b'")).subject(),
            Some((Reader::Decorator, "a.b"))
        );
        assert_eq!(rule(head).subject(), None);
        assert_eq!(rule(&format!("{head}base = 'a'\nfunction = 'b'")).subject(), None);
    }

    fn reads(rule: &AnnotationRule, target: (u8, u8), keywords: &[&str]) -> Reads {
        rule.reads_with(target, keywords.iter().copied())
    }

    #[test]
    fn a_rule_may_begin_with_a_version_of_python() {
        let rule = rule("base = 'a.B'\nreads = 'always'\nsince = '3.14'\nwhy = 'w'\nexample = 'e'");
        assert_eq!(reads(&rule, (3, 9), &[]), Reads::Never);
        assert_eq!(reads(&rule, (3, 13), &[]), Reads::Never);
        assert_eq!(reads(&rule, (3, 14), &[]), Reads::Always);
        assert_eq!(rule.reads_at_most(), Reads::Always);
    }

    #[test]
    fn a_keyword_may_make_it_read_everything() {
        let rule = rule("decorator = 'a.b'\nreads = 'never'\nunless-keyword = 'typed'\nwhy = 'w'\nexample = 'e'");
        assert_eq!(reads(&rule, (3, 12), &["name"]), Reads::Never);
        assert_eq!(reads(&rule, (3, 12), &["name", "typed"]), Reads::Always);
        assert_eq!(rule.reads_at_most(), Reads::Always);
    }

    #[test]
    fn versions_that_are_none() {
        assert_eq!(version("3.9"), Some((3, 9)));
        assert_eq!(version("3"), None);
        assert_eq!(version("3.x"), None);
        assert_eq!(version("3.1400"), None);
    }
}
