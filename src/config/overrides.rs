//! What the command line may set, laid over what the file says.
use std::path::PathBuf;

use super::{Annotations, PythonVersion};
use crate::verdict::Strategy;

/// The settings given as flags; `None` leaves the file's value. Relative paths count from the working directory.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    /// `--heavy`: replaces the file's `heavy` and `extend-heavy`, so that it alone says what is heavy.
    pub heavy: Option<Vec<String>>,
    /// `--extend-heavy`: added to whatever is heavy otherwise.
    pub extend_heavy: Option<Vec<String>>,
    /// `--profile`: replaces the file's `heavy` and `extend-heavy`, too.
    pub profile: Option<PathBuf>,
    /// `--eager`
    pub eager: Option<Vec<String>>,
    /// `--src`
    pub src: Option<Vec<PathBuf>>,
    /// `--python`
    pub python: Option<PathBuf>,
    /// `--search-path`
    pub search_path: Option<Vec<PathBuf>>,
    /// `--target-version`
    pub target_version: Option<PythonVersion>,
    /// `--strategies`
    pub strategies: Option<Vec<Strategy>>,
    /// `--annotations`
    pub annotations: Option<Annotations>,
    /// `--strict`
    pub strict: bool,
    /// `--add-noqa`
    pub add_noqa: bool,
    /// `--exclude`
    pub exclude: Option<Vec<String>>,
    /// `--tests`
    pub tests: Option<Vec<PathBuf>>,
}
