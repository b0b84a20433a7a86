//! The stages wired together; the only place with parallelism. It takes settings and paths and hands out results as data.
mod accepting;
mod answers;
mod apply;
mod asked;
mod deciding;
mod edits;
mod effects;
mod evaluating;
mod evidence;
mod fixes;
mod helpers;
mod initialising;
mod load;
mod moving_on;
mod optimizing;
mod options;
mod outcome;
mod outside;
mod own_rules;
pub mod planning;
mod profiling;
mod settling;
mod sites;
mod stale;
mod starting;
mod survey;
mod tested;
mod understanding;
mod vain;
mod verifying;
mod warnings;

use crate::verdict::Problem;
pub use answers::Question;
pub use apply::{Rewriting, Unwritten, clean, rewrite_all};
pub use edits::PlannedChanges;
pub use effects::{Observation, effects_of};
pub use fixes::{Insight, analyse_for_editor, changed};
pub use initialising::{InitFailure, InitWish, plan_init, write_init};
pub use optimizing::{Aim, OptimizeFailure, Optimized, Refused, STAGES, Told, optimize};
pub use own_rules::known;
pub use profiling::{Elsewhere, Profiling, ProfilingError, belongs, needed_lazily, profile, profile_once};
pub use settling::{Settled, settle, write};
pub use survey::Overlay;
pub use understanding::Understood;
pub use verifying::{
    Against, KeptFile, Verified, VerifyFailure, Wanted, checks, verify_changes, verify_project, write_kept,
};

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use asked::Asked;
use deciding::decide;
use helpers::Helpers;
use options::{is_left_to_rules, known_heavy, options};
use survey::Survey;
use understanding::{let_go, understand_prepared};

use crate::config::{PythonVersion, Settings};
use crate::judge::{Assurance, Options};
use crate::profile::FileError;
use crate::project::{Environment, Surroundings, Walks};
use crate::rules::Rules;
use crate::verdict::{FilePlan, Fixes, Results};

/// What one run is about.
#[derive(Debug)]
pub struct Request<'a> {
    /// The settings.
    pub settings: &'a Settings,
    /// Files and folders: the only ones that findings are about.
    pub paths: &'a [PathBuf],
    /// Texts that stand for the content of files, for editors.
    pub overlays: &'a [Overlay],
    /// Whether edits with a named risk may be made.
    pub allow_unsafe: bool,
    /// What edits have to rest on.
    pub assurance: Assurance,
    /// Whether what is known of installed packages is kept on disk.
    pub use_cache: bool,
    /// What was seen of folders in this run.
    pub walks: Option<&'a Walks>,
    /// Whether all reasons of what stays are wanted, not only the first.
    pub all_reasons: bool,
    /// Files that keep what they have: they could not be written.
    pub left: &'a [PathBuf],
}

impl<'a> Request<'a> {
    /// About these files as they lie on disk, without any of what a user may ask for besides.
    pub fn of(settings: &'a Settings, paths: &'a [PathBuf]) -> Self {
        Request {
            settings,
            paths,
            overlays: &[],
            allow_unsafe: false,
            assurance: Assurance::Proven,
            use_cache: false,
            walks: None,
            all_reasons: false,
            left: &[],
        }
    }
}

/// What one run found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// For the reports.
    pub results: Results,
    /// The edits of each file.
    pub plans: Vec<Planned>,
    /// The helpers that must be written again whatever the edits are.
    pub helpers: Helpers,
    /// Whether something stays that may not have to once the edits are made: see [`settle`].
    pub goes_on: bool,
    /// The folders of the files under the given paths.
    pub folders: BTreeSet<PathBuf>,
    /// How long each stage took, for those who ask.
    pub stages: Vec<(&'static str, Duration)>,
}

impl Analysis {
    /// What was found in several projects as one.
    pub fn join(mut self, other: Analysis) -> Analysis {
        self.results.join(other.results);
        self.plans.extend(other.plans);
        self.helpers.extend(other.helpers);
        self.goes_on |= other.goes_on;
        self.folders.extend(other.folders);
        self.stages.extend(other.stages);
        self
    }
}

/// The edits of one file.
#[derive(Debug)]
pub struct Planned {
    /// The file.
    pub path: PathBuf,
    /// The edits.
    pub plan: FilePlan,
    /// A hash of the text that the edits refer to.
    pub text_hash: u64,
    /// Where the helper belongs that the edits need.
    pub helper: Option<PathBuf>,
    /// The place of its module among all: what it loads has a lower one, but for what loads it in turn.
    pub rank: usize,
}

/// A failure of the whole run: nothing was looked at.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The given interpreter is none.
    #[error("{path}: {message}", path = .path.display())]
    Python {
        /// What was given.
        path: PathBuf,
        /// What is wrong with it.
        message: String,
    },
    /// The profile that says what is heavy cannot be read.
    #[error(transparent)]
    Profile(#[from] FileError),
    /// The target allows `lazy`, which is a syntax error on a version that the project says it supports.
    #[error(
        "target-version {target} makes imports `lazy`, which is a syntax error before Python 3.15, and requires-python allows {oldest}: raise requires-python to >=3.15, or set strategies = [\"lazy-modules\"], whose lists older versions ignore",
        target = .target.code()
    )]
    LazySyntax {
        /// What is written for.
        target: PythonVersion,
        /// What the project says that it runs on.
        oldest: PythonVersion,
    },
    /// There is no such module.
    #[error("{module}: no such module is installed or in the project; `--python` and `--src` say where to look")]
    NoModule {
        /// Its name.
        module: String,
    },
}

/// Looks at a project and decides about every import under the given paths.
///
/// # Errors
/// Where the given interpreter is none, or the given profile cannot be read; everything else that goes wrong is part of the results.
pub fn analyse(request: &Request<'_>) -> Result<Analysis, Failure> {
    Ok(prepare(request)?.look().0)
}

/// A run whose files are found, and not read.
#[derive(Debug)]
pub struct Prepared<'r, 'a> {
    request: &'r Request<'a>,
    environment: Environment,
    own: own_rules::OwnRules,
    /// Without what the built-in rules call heavy.
    options: Options,
    survey: Survey,
    started: Instant,
}

/// The environment that a project runs in.
fn environment(settings: &Settings) -> Result<Environment, Failure> {
    Environment::find(&settings.root, settings.python.as_deref(), &Surroundings::of_process()).map_err(|error| {
        Failure::Python {
            path: error.path,
            message: error.message,
        }
    })
}

/// Finds the files of a project, without reading them.
///
/// # Errors
/// As [`analyse`].
pub fn prepare<'r, 'a>(request: &'r Request<'a>) -> Result<Prepared<'r, 'a>, Failure> {
    let started = Instant::now();
    let settings = request.settings;
    let environment = environment(settings)?;
    let own = own_rules::read(settings);
    // The rules that are built in are read where something is judged, and not to find an answer.
    let known = own.rules.as_ref().map(known_heavy).unwrap_or_default();
    let options = options(request, &environment, known)?;
    Ok(Prepared {
        request,
        environment,
        own,
        options,
        survey: Survey::new(request),
        started,
    })
}

impl Prepared<'_, '_> {
    /// The options with all that is heavy.
    fn options(&self) -> Options {
        let mut options = self.options.clone();
        if self.own.rules.is_none() && is_left_to_rules(self.request.settings) {
            options.heavy.splice(0..0, known_heavy(Rules::builtin()));
        }
        options
    }

    /// Decides about every import; also what was asked for outside the project.
    fn look(&self) -> (Analysis, Asked) {
        let (project, asked) = understand_prepared(self, true);
        let analysis = decide(&project);
        let_go(project);
        (analysis, asked)
    }

    /// The same, and what fixing each finding alone takes.
    fn look_with_fixes(&self) -> (Analysis, Fixes, Asked) {
        let (project, asked) = understand_prepared(self, true);
        let (analysis, found) = fixes::with_fixes(&project, self.request, &|_| true);
        let_go(project);
        (analysis, found, asked)
    }
}

/// A path as it is shown: relative to the working directory where it lies below it.
pub fn shown(path: &Path) -> PathBuf {
    let working = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&working)
        .map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// A hash of a text, to see whether a file changed in the meantime.
fn text_hash(text: &str) -> u64 {
    use std::hash::{BuildHasher, BuildHasherDefault};
    BuildHasherDefault::<rustc_hash::FxHasher>::default().hash_one(text)
}

/// What is wrong with a file, as people are told of it.
pub(super) fn error(path: &Path, line: Option<u32>, message: &str) -> Problem {
    Problem {
        path: shown(path),
        line,
        message: message.to_owned(),
        is_error: true,
    }
}
