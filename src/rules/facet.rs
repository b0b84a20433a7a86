//! Names of facets, the parts of the process's state that can be told apart, as entries write them: `cwd`, `env:HOME`,
//! `env:{0}`. It knows nothing of who touches them.
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use thiserror::Error;

/// What part of the process's state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKind {
    /// An environment variable.
    Env,
    /// The working directory.
    Cwd,
    /// The command line.
    Argv,
    /// What the program reads from its input.
    Stdin,
    /// Its output: which object that is, and what was written.
    Stdout,
    /// Its error output, likewise.
    Stderr,
    /// How a stream encodes, buffers and ends lines; the key is the stream.
    StreamSettings,
    /// Where modules are looked for.
    SysPath,
    /// What is on that path no more.
    PathEntries,
    /// Who looks for them.
    MetaPath,
    /// Who looks into the entries of the path.
    PathHooks,
    /// Whether a module is loaded, and as what.
    SysModules,
    /// Whether a module could be imported, which somebody asks.
    Guard,
    /// Which distributions are installed, with their files.
    Installation,
    /// Which warnings are shown; the key is a category.
    WarningFilters,
    /// Warnings of a category that were given.
    Warnings,
    /// A logger: level, handlers, records.
    Logging,
    /// Whether a logger exists, and of which class it is made: the key is its name.
    Loggers,
    /// What is left to be read of the standard input.
    Input,
    /// The locale.
    Locale,
    /// The local time zone.
    Timezone,
    /// The state of a random generator; without a key, that of `random` itself.
    Random,
    /// The decimal context.
    DecimalContext,
    /// Context variables.
    ContextVars,
    /// What only the thread finds that set it.
    ThreadLocal,
    /// What a function that remembers its results remembers; the key is the function.
    Cache,
    /// Handlers of signals, timers and masks.
    Signal,
    /// What runs when the process ends.
    Atexit,
    /// How deep calls may nest.
    RecursionLimit,
    /// The garbage collector.
    Gc,
    /// Which threads run.
    Threads,
    /// Which thread this is.
    CurrentThread,
    /// How processes are started.
    StartMethod,
    /// Who reports exceptions.
    Excepthook,
    /// Who shows values.
    Displayhook,
    /// Who traces or audits what runs.
    Trace,
    /// The table of codecs.
    Codecs,
    /// A handler of errors in encoding; the key is the name by which it is asked for.
    CodecErrors,
    /// The native libraries whose names all native code finds; the key is how one was loaded.
    Dlopen,
    /// The tables of pickling.
    Copyreg,
    /// The file system; the key is a path.
    Files,
    /// The network.
    Network,
    /// The size and modes of the terminal.
    Terminal,
    /// The time.
    Clock,
    /// Random bits of the system.
    Entropy,
    /// Which process this is.
    Pid,
    /// Other processes.
    Subprocess,
    /// The mask of new files.
    Umask,
    /// Users, limits, priorities: what the process may do.
    Privileges,
    /// The event loop, running or set.
    EventLoop,
    /// The builtins.
    Builtins,
    /// The frames of the callers.
    Frames,
    /// Whether what follows runs at all.
    Control,
    /// A table in another module; the key names it.
    Registry,
    /// Another value in a module, whether it is an attribute or not; the key names it.
    Module,
}

/// Whether a facet has parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    None,
    Optional,
    Named,
}

const KINDS: &[(&str, FacetKind, Parts)] = &[
    ("env", FacetKind::Env, Parts::Named),
    ("cwd", FacetKind::Cwd, Parts::None),
    ("argv", FacetKind::Argv, Parts::None),
    ("stdin", FacetKind::Stdin, Parts::None),
    ("input", FacetKind::Input, Parts::None),
    ("stdout", FacetKind::Stdout, Parts::None),
    ("stderr", FacetKind::Stderr, Parts::None),
    ("stream-settings", FacetKind::StreamSettings, Parts::Named),
    ("sys.path", FacetKind::SysPath, Parts::None),
    ("path_entries", FacetKind::PathEntries, Parts::None),
    ("meta_path", FacetKind::MetaPath, Parts::None),
    ("path_hooks", FacetKind::PathHooks, Parts::None),
    ("sys.modules", FacetKind::SysModules, Parts::Named),
    ("guard", FacetKind::Guard, Parts::Named),
    ("installation", FacetKind::Installation, Parts::Optional),
    ("warnings.filters", FacetKind::WarningFilters, Parts::Optional),
    ("warnings", FacetKind::Warnings, Parts::Named),
    ("logging", FacetKind::Logging, Parts::Named),
    ("loggers", FacetKind::Loggers, Parts::Named),
    ("locale", FacetKind::Locale, Parts::None),
    ("timezone", FacetKind::Timezone, Parts::None),
    ("random", FacetKind::Random, Parts::Optional),
    ("decimal.context", FacetKind::DecimalContext, Parts::None),
    ("contextvars", FacetKind::ContextVars, Parts::None),
    ("thread-local", FacetKind::ThreadLocal, Parts::None),
    ("cache", FacetKind::Cache, Parts::Named),
    ("signal", FacetKind::Signal, Parts::None),
    ("atexit", FacetKind::Atexit, Parts::None),
    ("recursionlimit", FacetKind::RecursionLimit, Parts::None),
    ("gc", FacetKind::Gc, Parts::None),
    ("threads", FacetKind::Threads, Parts::None),
    ("current-thread", FacetKind::CurrentThread, Parts::None),
    ("start-method", FacetKind::StartMethod, Parts::None),
    ("excepthook", FacetKind::Excepthook, Parts::None),
    ("displayhook", FacetKind::Displayhook, Parts::None),
    ("trace", FacetKind::Trace, Parts::None),
    ("codecs", FacetKind::Codecs, Parts::None),
    ("codec-errors", FacetKind::CodecErrors, Parts::Named),
    ("dlopen", FacetKind::Dlopen, Parts::Named),
    ("copyreg", FacetKind::Copyreg, Parts::None),
    ("files", FacetKind::Files, Parts::Optional),
    ("network", FacetKind::Network, Parts::None),
    ("terminal", FacetKind::Terminal, Parts::None),
    ("clock", FacetKind::Clock, Parts::None),
    ("entropy", FacetKind::Entropy, Parts::None),
    ("pid", FacetKind::Pid, Parts::None),
    ("subprocess", FacetKind::Subprocess, Parts::None),
    ("umask", FacetKind::Umask, Parts::None),
    ("privileges", FacetKind::Privileges, Parts::None),
    ("event-loop", FacetKind::EventLoop, Parts::None),
    ("builtins", FacetKind::Builtins, Parts::None),
    ("frames", FacetKind::Frames, Parts::None),
    ("control", FacetKind::Control, Parts::None),
    ("registry", FacetKind::Registry, Parts::Named),
    ("module", FacetKind::Module, Parts::Named),
];

impl FacetKind {
    /// The name in rules and in output.
    pub fn name(self) -> &'static str {
        let known = KINDS.iter().find(|(_, kind, _)| *kind == self);
        known.map_or("", |(name, _, _)| name)
    }

    /// Whether somebody outside the program sees it, so that writes alone can collide.
    pub fn is_seen_outside(self) -> bool {
        matches!(
            self,
            FacetKind::Stdout | FacetKind::Stderr | FacetKind::Files | FacetKind::Network | FacetKind::Subprocess
        )
    }
}

impl fmt::Display for FacetKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// A facet as an entry names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct FacetPattern {
    /// What part of the process's state.
    pub kind: FacetKind,
    /// Which of its parts; none for what has none, and for the whole of what may have some.
    pub key: Option<FacetKey>,
}

/// A part of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum FacetKey {
    /// This one.
    Named(String),
    /// The one that a call names; where that is not a literal, any.
    From(Naming),
    /// Any: which is not known.
    Any,
}

/// How a call names something: `{0}`, `{name}`, `{0:name}`, `{0:name=default}`, `{self}`; `{0:**}` by the keys of a dict, and
/// by its keywords.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub struct Naming {
    /// The arguments that may do it: the first one that is there counts.
    pub arguments: Vec<Handed>,
    /// The name where none of them is there.
    pub default: Option<String>,
}

/// Something that a call is handed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
#[serde(try_from = "toml::Value")]
#[schemars(with = "serde_json::Value")]
pub enum Handed {
    /// The argument in this place, counted from zero, without the receiver of a method.
    Place(usize),
    /// The argument of this name.
    Keyword(String),
    /// Every argument that is known by its place.
    EveryPlace,
    /// Every argument that is known by its name.
    EveryKeyword,
    /// The object whose method is called: what it names (as a logger does), or what it was made to keep.
    Receiver,
}

/// A facet or a part of a call that is not written as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FacetError {
    /// No facet has that name.
    #[error("no facet is called `{0}`")]
    Unknown(String),
    /// The facet has no parts, or has nothing but parts.
    #[error("`{0}` must have a part exactly where the facet has some")]
    Parts(String),
    /// The part of a call is none.
    #[error("`{0}` names no part of a call")]
    Naming(String),
}

impl TryFrom<String> for FacetPattern {
    type Error = FacetError;

    fn try_from(text: String) -> Result<Self, FacetError> {
        let (name, key) = match text.split_once(':') {
            Some((name, key)) => (name, Some(key)),
            None => (text.as_str(), None),
        };
        let known = KINDS.iter().find(|(known, _, _)| *known == name);
        let &(_, kind, parts) = known.ok_or_else(|| FacetError::Unknown(name.to_owned()))?;
        let fits = match parts {
            Parts::None => key.is_none(),
            Parts::Optional => true,
            Parts::Named => key.is_some(),
        };
        if !fits || key == Some("") {
            return Err(FacetError::Parts(text));
        }
        let key = match key {
            None => None,
            Some("*") => Some(FacetKey::Any),
            Some(naming) if naming.starts_with('{') => Some(FacetKey::From(naming.to_owned().try_into()?)),
            Some(name) => Some(FacetKey::Named(name.to_owned())),
        };
        Ok(FacetPattern { kind, key })
    }
}

impl TryFrom<String> for Naming {
    type Error = FacetError;

    fn try_from(text: String) -> Result<Self, FacetError> {
        let wrong = || FacetError::Naming(text.clone());
        let inner = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
            .ok_or_else(wrong)?;
        let (arguments, default) = match inner.split_once('=') {
            Some((arguments, default)) => (arguments, Some(default.to_owned())),
            None => (inner, None),
        };
        let arguments = arguments.split(':').map(|part| Handed::parse(part).ok_or_else(wrong));
        let arguments: Vec<Handed> = arguments.collect::<Result<_, _>>()?;
        let one_each = arguments.iter().all(|one| *one != Handed::EveryPlace);
        one_each.then_some(Naming { arguments, default }).ok_or_else(wrong)
    }
}

impl Handed {
    pub(super) fn parse(text: &str) -> Option<Handed> {
        let is_word = |text: &str| {
            text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
                && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
        };
        match text {
            "*" => Some(Handed::EveryPlace),
            "**" => Some(Handed::EveryKeyword),
            "self" => Some(Handed::Receiver),
            word if is_word(word) => Some(Handed::Keyword(word.to_owned())),
            number => number.parse().ok().map(Handed::Place),
        }
    }
}

impl TryFrom<toml::Value> for Handed {
    type Error = FacetError;

    fn try_from(value: toml::Value) -> Result<Self, FacetError> {
        let parsed = match &value {
            toml::Value::Integer(place) => usize::try_from(*place).ok().map(Handed::Place),
            toml::Value::String(text) => Handed::parse(text),
            toml::Value::Float(_)
            | toml::Value::Boolean(_)
            | toml::Value::Datetime(_)
            | toml::Value::Array(_)
            | toml::Value::Table(_) => None,
        };
        parsed.ok_or_else(|| FacetError::Naming(value.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<FacetPattern, FacetError> {
        text.to_owned().try_into()
    }

    fn key(text: &str) -> Option<FacetKey> {
        read(text).unwrap_or_else(|error| panic!("{error}")).key
    }

    #[test]
    fn keys() {
        assert_eq!(key("cwd"), None);
        assert_eq!(key("random"), None);
        assert_eq!(key("env:HOME"), Some(FacetKey::Named("HOME".to_owned())));
        assert_eq!(key("env:*"), Some(FacetKey::Any));
        let named = |arguments: &[Handed], default: Option<&str>| {
            Some(FacetKey::From(Naming {
                arguments: arguments.to_vec(),
                default: default.map(str::to_owned),
            }))
        };
        assert_eq!(key("env:{0}"), named(&[Handed::Place(0)], None));
        let both = [Handed::Place(0), Handed::Keyword("name".to_owned())];
        assert_eq!(key("logging:{0:name=root}"), named(&both, Some("root")));
        assert_eq!(key("logging:{self}"), named(&[Handed::Receiver], None));
    }

    #[test]
    fn what_is_not_written_as_it_should_be_is_an_error() {
        let parts = |text: &str| Err(FacetError::Parts(text.to_owned()));
        assert_eq!(read("cwd:a"), parts("cwd:a"));
        assert_eq!(read("env"), parts("env"));
        assert_eq!(read("env:"), parts("env:"));
        assert_eq!(read("cdw"), Err(FacetError::Unknown("cdw".to_owned())));
        for text in ["{", "{}", "{-1}", "{*}", "{0:}", "{a b}"] {
            assert_eq!(read(&format!("env:{text}")), Err(FacetError::Naming(text.to_owned())));
        }
    }

    #[test]
    fn every_kind_has_one_name() {
        for (name, kind, _) in KINDS {
            assert_eq!(kind.name(), *name);
        }
    }
}
