//! What building a program with Nuitka did, as plain data. Times are seconds, sizes and memory bytes.
use std::collections::BTreeMap;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

use super::worth::{Layer, Seen, Worth};

/// What Nuitka makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ValueEnum)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// A folder with a program and all that it needs
    #[default]
    Standalone,
    /// One file that unpacks itself
    Onefile,
    /// An extension module, for the Python that it was built with
    Module,
}

/// The cache key of a build: the same inputs give the same key, on any machine of the kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Key {
    /// The whole key.
    pub key: String,
    /// The keys to restore from where it is not to be had, the closest first: ever fewer inputs.
    pub restore: Vec<String>,
    /// What it is made of: the name of an input and its value or hash.
    pub inputs: BTreeMap<String, String>,
    /// The hash of every source, by its path in the project.
    pub sources: BTreeMap<String, String>,
}

/// What one cache layer holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Held {
    /// The layer.
    pub layer: Layer,
    /// Whether this build uses it.
    pub is_used: bool,
    /// Its folder.
    pub folder: String,
    /// Files in it.
    pub files: u64,
    /// Bytes in it.
    pub bytes: u64,
}

/// The C compiler's cache in one build alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct CCache {
    /// Objects that were there.
    pub hits: u64,
    /// Objects that were compiled.
    pub misses: u64,
    /// The C files of those that were compiled, sorted, as far as they are told.
    #[serde(default)]
    pub missed: Vec<String>,
    /// Hits that came from the remote storage.
    #[serde(default)]
    pub remote_hits: u64,
    /// Requests that the remote storage did not answer.
    #[serde(default)]
    pub remote_failures: u64,
}

/// What hands the compiler's calls to other hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Launcher {
    /// distcc, to the hosts of `DISTCC_HOSTS`
    Distcc,
    /// icecream, to those that its scheduler knows
    Icecc,
}

impl Launcher {
    /// Its program.
    pub fn program(self) -> &'static str {
        match self {
            Launcher::Distcc => "distcc",
            Launcher::Icecc => "icecc",
        }
    }
}

/// What was compiled on which host.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Shared {
    /// What handed it out.
    pub launcher: Launcher,
    /// How many files by host.
    pub jobs: BTreeMap<String, u64>,
    /// Why that is not known.
    pub why: Option<String>,
}

/// How many C compilers run at a time, and why.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Parallel {
    /// How many.
    pub jobs: u16,
    /// Whether one alone may be too much, and Nuitka takes as little as it can.
    pub is_low_memory: bool,
    /// The memory that the build may take, in bytes; `None` where it is not known, or the user named a number of jobs.
    pub limit_bytes: Option<u64>,
    /// Whether the user said so; else it is what was free.
    pub is_given: bool,
    /// What one compiler takes at most.
    pub compiler_bytes: u64,
    /// Whether that was seen in an earlier build of this program, or is what small programs take.
    pub is_seen: bool,
}

/// One stage of a build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Stage {
    /// What is done.
    pub name: String,
    /// Processor time with that of descendants, where it is known.
    pub cpu_s: Option<f64>,
    /// By the clock, where it is known.
    pub wall_s: Option<f64>,
    /// Why processor time is not known, or what else is in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Running the result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Trial {
    /// The command line.
    pub shown: String,
    /// How it ended, such as `exit status 0`.
    pub ending: String,
    /// Whether it ended as the source does when Python runs it: the same ending, the same standard output.
    pub is_right: bool,
    /// What differs, where it is not right.
    pub why: Option<String>,
}

/// A build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct Built {
    /// The entry as it was given.
    pub entry: String,
    /// The mode.
    pub mode: Mode,
    /// Nuitka's version.
    pub nuitka: String,
    /// The program, or the module.
    pub program: String,
    /// Processor time and clock of all of it, and of its stages.
    pub stages: Vec<Stage>,
    /// `None` where ccache was not used.
    pub c_cache: Option<CCache>,
    /// How many C compilers ran at a time.
    pub parallel: Parallel,
    /// What was compiled on which host; `None` where all was compiled here.
    pub shared: Option<Shared>,
    /// The most memory that all processes of the build held at a time.
    pub peak_bytes: Option<u64>,
    /// The program alone.
    pub program_bytes: u64,
    /// All that has to be shipped.
    pub total_bytes: u64,
    /// Modules compiled to C, and modules kept as bytecode.
    pub compiled_modules: Option<usize>,
    /// See above.
    pub bytecode_modules: Option<usize>,
    /// Modules included because strings name them.
    pub by_name: Vec<String>,
    /// The key.
    pub key: Key,
    /// What changed since the last build into the same caches; `None` where there was none.
    pub changed: Option<Vec<String>>,
    /// The caches.
    pub held: Vec<Held>,
    /// Running it; `None` of a module.
    pub trial: Option<Trial>,
    /// What may be wrong, for people.
    pub warnings: Vec<String>,
    /// What more there is to know or to try, for people.
    pub advice: Vec<String>,
}

/// The caches without a build.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct CacheReport {
    /// The key of a build now.
    pub key: Key,
    /// What changed since the last build; `None` where there was none.
    pub changed: Option<Vec<String>>,
    /// The caches.
    pub held: Vec<Held>,
    /// Each kind of build, as it was seen last.
    pub seen: Vec<Seen>,
    /// What each layer costs and saves.
    pub worth: Vec<Worth>,
    /// What may be wrong, for people.
    pub warnings: Vec<String>,
    /// What more there is to know or to try, for people.
    pub advice: Vec<String>,
}
