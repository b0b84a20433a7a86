//! Compiling with Nuitka (4.x) through every cache layer, and saying what that took and gave.
//!
//! A build goes into a fresh folder and replaces the old result only when it is complete: Nuitka removes an old result
//! before it knows whether there will be a new one. The result is always run: a build that ends well can be a program that
//! does not start.
mod arguments;
mod build;
mod c_cache;
mod c_tool;
mod caches;
mod dynamic;
mod entry;
mod environment;
mod files;
mod fresh;
mod history;
mod hook;
mod key;
mod looked;
mod memory;
mod names;
mod packages;
mod precompiled;
mod reports;
mod run;
mod sharing;
mod stages;
mod tools;
mod trial;
mod worth;

use std::path::PathBuf;

use super::MeasureError;
use super::compilation::{Launcher, Mode};
use super::trees::Tree;
use super::worth::Layer;
use crate::process::ProcessError;
use crate::rules::Rules;

pub use build::{analyze, build};
pub use hook::{Hooks, hooks};

/// What is to be built.
#[derive(Debug, Clone)]
pub struct BuildOrder {
    /// A script, a console script of the project, or `module:function`.
    pub entry: String,
    /// What to run the result with.
    pub trial: Vec<String>,
    /// The sources.
    pub tree: Tree,
    /// `[project.scripts]`: names and `module:function`.
    pub scripts: Vec<(String, String)>,
    /// What to make.
    pub mode: Mode,
    /// Whether dependencies are kept as bytecode.
    pub bytecode_dependencies: bool,
    /// The interpreter with Nuitka and the dependencies.
    pub python: PathBuf,
    /// How many C compilers run at a time at most; as many as there are cores where not given.
    pub jobs: Option<u16>,
    /// How much memory the build may take, in bytes; what is free where not given.
    pub memory: Option<u64>,
    /// Whether to optimise while linking.
    pub lto: bool,
    /// The cache layers to use.
    pub layers: Vec<Layer>,
    /// Dependencies to compile beforehand, where that layer is used.
    pub precompile: Vec<String>,
    /// Where C objects are shared with other machines: a URL as ccache takes it, or a folder.
    pub remote_cache: Option<String>,
    /// What hands the compiler's calls to other hosts.
    pub launcher: Option<Launcher>,
    /// Where the caches are.
    pub cache_dir: PathBuf,
    /// Where the result goes.
    pub output_dir: PathBuf,
    /// More modules to include.
    pub include: Vec<String>,
    /// More options for Nuitka.
    pub options: Vec<String>,
    /// What is known of packages.
    pub rules: Rules,
}

/// Why nothing was built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Tools that a build needs.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Missing(Vec<Missing>),
    /// An entry that is none.
    #[error("{entry}: no script, no console script of the project, and no `module:function`{hint}")]
    Entry {
        /// What was given.
        entry: String,
        /// What there is.
        hint: String,
    },
    /// Nuitka failed.
    #[error("Nuitka failed with {ending}; its last words:\n{last}\nthe whole log: {}", .log.display())]
    Nuitka {
        /// How it ended.
        ending: String,
        /// The end of what it said.
        last: String,
        /// Where all of it is.
        log: PathBuf,
    },
    /// There was not enough memory.
    #[error("the build ran out of memory: {said}\n{advice}\nthe whole log: {}", .log.display())]
    Memory {
        /// What says so.
        said: String,
        /// What helps.
        advice: String,
        /// Where all of it is.
        log: PathBuf,
    },
    /// A folder or file that cannot be read or written.
    #[error("{}: {message}", .path.display())]
    File {
        /// The path.
        path: PathBuf,
        /// What is wrong.
        message: String,
    },
    /// The interpreter is none.
    #[error(transparent)]
    Python(#[from] MeasureError),
    /// A child that could not be run, or an interruption.
    #[error(transparent)]
    Process(#[from] ProcessError),
}

/// A tool that is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The tool.
    pub tool: String,
    /// What it is needed for.
    pub why: String,
    /// How to get it.
    pub how: String,
}

impl std::fmt::Display for Missing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} is missing: {}; {}", self.tool, self.why, self.how)
    }
}

fn failure(path: impl Into<PathBuf>, error: &dyn std::fmt::Display) -> BuildError {
    BuildError::File {
        path: path.into(),
        message: error.to_string(),
    }
}
