//! The parts of the process's state that can be told apart, and what they are called. It knows nothing of who touches them.
use std::fmt;

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
    /// Finders that are taken from among those of imports.
    Finders,
    /// Who looks into the entries of the path.
    PathHooks,
    /// Who is told of what the interpreter does.
    AuditHooks,
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
    /// Which handlers a logger has: each is independent of the others, but sees what comes after it only.
    Handlers,
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
    /// Whether somebody holds a lock; the key is the module that made it.
    Lock,
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
    /// What is behind the numbers of open files.
    Descriptors,
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
    /// Users, groups, the root folder: what the process may read.
    Privileges,
    /// When the process runs, and how much it may use: how nice it is, on which processors, in which session, with which limits.
    Priority,
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
pub(super) enum Parts {
    /// It is one.
    None,
    /// It may be meant as a whole, or a part of it.
    Optional,
    /// Only parts of it are meant.
    Named,
}

/// Every facet: its name in rules and in output, and whether it has parts.
/// Not in `rules/`: they are the words of the rules themselves.
pub(super) const KINDS: &[(&str, FacetKind, Parts)] = &[
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
    ("finders", FacetKind::Finders, Parts::None),
    ("path_hooks", FacetKind::PathHooks, Parts::None),
    ("audit_hooks", FacetKind::AuditHooks, Parts::None),
    ("sys.modules", FacetKind::SysModules, Parts::Named),
    ("guard", FacetKind::Guard, Parts::Named),
    ("installation", FacetKind::Installation, Parts::Optional),
    ("warnings.filters", FacetKind::WarningFilters, Parts::Optional),
    ("warnings", FacetKind::Warnings, Parts::Named),
    ("logging", FacetKind::Logging, Parts::Named),
    ("logging.handlers", FacetKind::Handlers, Parts::Named),
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
    ("lock", FacetKind::Lock, Parts::Named),
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
    ("descriptors", FacetKind::Descriptors, Parts::None),
    ("terminal", FacetKind::Terminal, Parts::None),
    ("clock", FacetKind::Clock, Parts::None),
    ("entropy", FacetKind::Entropy, Parts::None),
    ("pid", FacetKind::Pid, Parts::None),
    ("subprocess", FacetKind::Subprocess, Parts::None),
    ("umask", FacetKind::Umask, Parts::None),
    ("privileges", FacetKind::Privileges, Parts::None),
    ("priority", FacetKind::Priority, Parts::None),
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
