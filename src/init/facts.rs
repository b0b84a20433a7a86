//! What is known of a project, and what becomes of a file of it.

/// What the three files are made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Heavy packages that the project imports, sorted.
    pub heavy: Vec<String>,
    /// Where its packages are rooted, with forward slashes, relative to its folder.
    pub src: Vec<String>,
    /// Its folders of tests, likewise.
    pub tests: Vec<String>,
    /// Whether others import its packages, as far as can be seen: it has no command.
    pub is_library: bool,
    /// The commands whose start-up counts.
    pub entry_points: Vec<String>,
    /// The commands that it installs.
    pub commands: Vec<String>,
    /// The oldest Python that it runs on, such as `3.10`.
    pub python: Option<String>,
    /// The interpreter of the project's environment, relative to its folder where it lies in it.
    pub interpreter: Option<String>,
    /// The command that runs its tests.
    pub test_command: Option<String>,
    /// The linters that it is set up for.
    pub linters: Vec<String>,
    /// The linter setting that forbids imports inside functions, in words.
    pub forbids_inline: Option<String>,
    /// Whether a job that compiles with Nuitka is wanted.
    pub nuitka: bool,
    /// Whether a container image is wanted.
    pub docker: bool,
    /// What pins its dependencies.
    pub lock: Lock,
    /// The version of dormant.
    pub version: String,
    /// Where dormant's repository is, for those who install it from there.
    pub repository: Option<String>,
    /// What of it is installed; the tag of this version where nothing is said.
    pub rev: Option<String>,
}

impl Facts {
    /// What of dormant's repository is installed.
    pub fn rev(&self) -> String {
        self.rev.clone().unwrap_or_else(|| format!("v{}", self.version))
    }
}

/// What pins the dependencies, and so how they are installed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lock {
    /// `uv.lock`
    Uv,
    /// `poetry.lock`
    Poetry,
    /// `requirements.txt`
    Requirements,
    /// Only `pyproject.toml`
    #[default]
    None,
}

impl Lock {
    /// The file.
    pub fn file(self) -> &'static str {
        match self {
            Lock::Uv => "uv.lock",
            Lock::Poetry => "poetry.lock",
            Lock::Requirements => "requirements.txt",
            Lock::None => "pyproject.toml",
        }
    }
}

/// Why a file that somebody else wrote is left as it is.
pub(super) const OTHER: &str =
    "is there already, and differs from what this version of dormant writes: remove it to have it written again";

/// What becomes of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// It is written with this text.
    New(String),
    /// It is there, and gets this text, which only adds to it.
    Added(String),
    /// It has all that it needs.
    Unchanged,
    /// It is there and is left as it is; why, and what to do by hand.
    Left(String),
    /// It is not there, and is not made: something is missing for it.
    Unwritten(String),
}
