//! The built settings, as plain data.
use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{Accept, Annotations, ConfigError, PythonVersion, linters};
use crate::verdict::{ImportStyle, Strategy};

/// Where a value comes from; a value that is in no list of origins is the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// The configuration file.
    File,
    /// The command line.
    Flag,
    /// Both, one after the other.
    FileAndFlag,
}

/// What a run is asked to do, apart from its paths. Every path is absolute, but for a `python` that is a bare command.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// The folder of the configuration file, else the nearest folder upward with pyproject.toml, setup.py, setup.cfg or .git,
    /// else the folder that the search started from. Globs are relative to it.
    pub root: PathBuf,
    /// The configuration file, where there is one.
    pub file: Option<PathBuf>,
    /// The files that it extends, nearest first.
    pub extended: Vec<PathBuf>,
    /// The keys whose values come from one of these: what matches nothing here may match in another project.
    pub inherited: Vec<&'static str>,
    /// The modules that are heavy, instead of the built-in ones.
    pub heavy: Option<Vec<String>>,
    /// More heavy modules.
    pub extend_heavy: Vec<String>,
    /// A saved profile that says what is heavy, where `heavy` does not.
    pub profile: Option<PathBuf>,
    /// How many milliseconds of a profile make a module heavy.
    pub profile_threshold_ms: Option<f64>,
    /// Modules whose imports stay.
    pub eager: Vec<String>,
    /// Where first-party packages are rooted.
    pub src: Option<Vec<PathBuf>>,
    /// The interpreter whose installed packages count: absolute, or a bare command such as `python3.12`.
    pub python: Option<PathBuf>,
    /// More folders of installed packages.
    pub search_path: Vec<PathBuf>,
    /// The oldest Python that must run the code, as configured.
    pub target_version: Option<PythonVersion>,
    /// The strategies that may be used.
    pub strategies: Option<Vec<Strategy>>,
    /// What happens to evaluated annotations, as configured; see [`Settings::annotations_or_default`].
    pub annotations: Option<Annotations>,
    /// Whether others import the project's modules, as far as it says so.
    pub library: Option<bool>,
    /// Globs of what to leave alone, as in a .gitignore in `root`.
    pub exclude: Vec<String>,
    /// The folders of tests.
    pub tests: Option<Vec<PathBuf>>,
    /// The commands or modules whose start-up matters.
    pub entry_points: Vec<String>,
    /// What a start may cost, in milliseconds.
    pub budget_ms: Option<f64>,
    /// Files of evidence that `dormant probe --save` wrote.
    pub evidence: Option<Vec<PathBuf>>,
    /// Files of the user's own knowledge about packages.
    pub rules: Vec<PathBuf>,
    /// Risks that are taken by name.
    pub accept: Vec<Accept>,
    /// Whether what rests on code that cannot be read is left alone.
    pub strict: bool,
    /// Whether imports that are put into functions get the linter's suppression.
    pub add_noqa: bool,
    /// Globs (relative to `root`) with the codes that are not reported there, sorted by glob. Unknown codes are not found here.
    pub per_file_ignores: Vec<(String, Vec<String>)>,
    /// The lower bound of the project's `requires-python`, the target when `target_version` is absent.
    pub requires_python: Option<PythonVersion>,
    /// A `requires-python` that says nothing, with its place.
    pub unreadable_requires: Option<ConfigError>,
    /// The folders of the workspace, where the project is one: its own, and those of its members.
    pub workspace: Vec<PathBuf>,
    /// The modules of the project's scripts and entry points, such as `app.cli` of `app.cli:main`; sorted.
    pub scripts: Vec<String>,
    /// The names of the project's commands, sorted.
    pub commands: Vec<String>,
    /// The modules that the project's entry points hand out as a whole, sorted.
    pub plugins: Vec<String>,
    /// The modules of the project's entry points that others look for, sorted.
    pub offered: Vec<String>,
    /// The modules of the distributions without which the project is not installed, sorted.
    pub required: Vec<String>,
    /// The modules beside the project's description that it says it consists of, and the one that bears its name; sorted.
    pub modules: Vec<String>,
    /// The linter setting that forbids imports inside functions, with its file and key in words.
    pub inline_imports_forbidden: Option<String>,
    /// Whether ruff also forbids imports at module level, for which it minds none in functions.
    pub inline_imports_wanted: bool,
    /// What the project's linter leaves out: patterns, each list with the folder that they count from.
    pub linter_exclude: Vec<(PathBuf, Vec<String>)>,
    /// The file with ruff's settings, where the project has some.
    pub ruff: Option<PathBuf>,
    /// How the project writes imports.
    pub import_style: ImportStyle,
    /// Where the values that are not defaults come from, by the kebab-case key.
    pub origins: BTreeMap<&'static str, Origin>,
}

impl Settings {
    /// The keys with patterns of modules or files, which should match something.
    pub const PATTERNS: [&'static str; 4] = ["heavy", "extend-heavy", "eager", "per-file-ignores"];

    /// The target version: the configured one, else what the project requires.
    pub fn target(&self) -> Option<PythonVersion> {
        self.target_version.or(self.requires_python)
    }

    /// The comment that has a linter accept the imports that are put into functions, where it is wanted.
    pub fn suppression(&self) -> Option<&'static str> {
        let comment = linters::suppression(self.inline_imports_forbidden.as_deref());
        self.add_noqa.then_some(comment)
    }

    /// The setting of a linter that forbids imports in functions, where nobody says what is to be done about it.
    pub fn unmarked_inline(&self) -> Option<&str> {
        let is_settled = self.add_noqa || self.strategies.is_some() || self.inline_imports_wanted;
        self.inline_imports_forbidden.as_deref().filter(|_| !is_settled)
    }

    /// What happens to evaluated annotations. Nobody but an application itself reads its annotations: they may be put in quotes
    /// unless the settings say otherwise.
    pub fn annotations_or_default(&self) -> Annotations {
        let declares_commands = !self.scripts.is_empty() || !self.commands.is_empty();
        match self.annotations {
            Some(given) => given,
            None if self.library == Some(false) && declares_commands => Annotations::Quote,
            None => Annotations::Keep,
        }
    }
}
