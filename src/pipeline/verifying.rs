//! Verifying wired together: which two trees, which checks, and writing what held.
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Analysis, Failure, PlannedChanges, Request, analyse, error};
use crate::config::Settings;
use crate::judge::HELPER;
use crate::project::{Change, need_each_other, write_together};
use crate::verdict::Problem;
use crate::verify::{self, Baseline, Changes, Checks, Edit, Hunks, Place, Unable, Verdict};

/// What the user wants to be checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The command that runs the tests.
    pub tests: Option<String>,
    /// Commands whose output and exit status count.
    pub commands: Vec<String>,
    /// The command of the type checker.
    pub type_checker: Option<String>,
    /// How long any one command may run.
    pub timeout: Duration,
}

/// What is compared with the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// What `fix` makes of it, `--unsafe` or not.
    Fix {
        /// Whether edits with a named risk are made.
        allow_unsafe: bool,
    },
    /// Another tree.
    Tree(PathBuf),
}

/// Two trees, compared.
#[derive(Debug, Clone)]
pub struct Verified {
    /// What came of it.
    pub verdict: Verdict,
    /// The edits between the trees.
    pub edits: Vec<Edit>,
    /// What went wrong with single files.
    pub problems: Vec<Problem>,
    /// The files of the kept edits.
    pub kept: Vec<KeptFile>,
}

impl Verified {
    /// A tree compared with itself: nothing has to be looked at.
    fn of_nothing(problems: Vec<Problem>) -> Verified {
        Verified {
            verdict: Verdict {
                is_proven: true,
                ..Verdict::default()
            },
            edits: Vec::new(),
            problems,
            kept: Vec::new(),
        }
    }
}

/// A file with the edits that are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// The file, relative to the tree.
    pub path: PathBuf,
    /// Its bytes without any edit; `None` where it is absent.
    pub without: Option<Vec<u8>>,
    /// Its bytes with every edit.
    pub with_all: Option<Vec<u8>>,
    /// Its bytes with the kept ones.
    pub kept: Option<Vec<u8>>,
}

/// A failure to verify anything.
#[derive(Debug, thiserror::Error)]
pub enum VerifyFailure {
    /// The project could not be looked at.
    #[error(transparent)]
    Analysis(#[from] Failure),
    /// Something could not be run or read.
    #[error(transparent)]
    Unable(#[from] Unable),
}

/// Verifies the program in `settings.root` against something else.
///
/// # Errors
/// Where nothing can be compared at all.
pub fn verify_project(
    settings: &Settings,
    against: &Against,
    wanted: &Wanted,
    use_cache: bool,
    say: &dyn Fn(&str),
) -> Result<Verified, VerifyFailure> {
    let checks = checks(settings, wanted);
    verify::looks_at_something(&checks)?;
    match against {
        Against::Tree(after) => {
            let mut baseline = Baseline::new(&settings.root, &checks, say)?;
            let hunks = Hunks::between(&settings.root, after).map_err(Unable::from)?;
            Ok(verify_changes(&mut baseline, &hunks, &checks, say)?)
        }
        Against::Fix { allow_unsafe } => {
            say("planning");
            let files = program_files(settings);
            let analysis = analyse(&Request {
                allow_unsafe: *allow_unsafe,
                use_cache,
                ..Request::of(settings, &files)
            })?;
            let (changes, problems) = PlannedChanges::new(&settings.root, &analysis);
            let problems = errors(analysis).into_iter().chain(problems).collect();
            let runs_lines = checks.tests.is_some() || checks.type_checker.is_some() || !checks.commands.is_empty();
            if changes.edits().is_empty() && !runs_lines {
                // The program would be compared with itself. Lines are run all the same: that they prove something is said now.
                return Ok(Verified::of_nothing(problems));
            }
            let mut baseline = Baseline::new(&settings.root, &checks, say)?;
            let mut verified = verify_changes(&mut baseline, &changes, &checks, say)?;
            verified.problems = problems;
            Ok(verified)
        }
    }
}

/// The files that may be rewritten: those of the program. Tests are what it is judged by, and stay.
pub(super) fn program_files(settings: &Settings) -> Vec<PathBuf> {
    let (modules, _) = verify::modules(settings);
    let packages: Vec<&Path> = modules
        .iter()
        .filter(|module| module.is_importable && module.is_package)
        .filter_map(|module| module.path.parent())
        .collect();
    let is_main =
        |path: &Path| path.ends_with("__main__.py") && path.parent().is_some_and(|folder| packages.contains(&folder));
    let files = modules
        .iter()
        .filter(|module| module.is_importable || is_main(&module.path));
    files.map(|module| settings.root.join(&module.path)).collect()
}

fn errors(analysis: Analysis) -> Vec<Problem> {
    analysis
        .results
        .problems
        .into_iter()
        .filter(|problem| problem.is_error)
        .collect()
}

/// Verifies the program of a baseline against itself with some changes.
///
/// # Errors
/// See [`verify::verify`].
pub fn verify_changes(
    baseline: &mut Baseline,
    changes: &dyn Changes,
    checks: &Checks,
    say: &dyn Fn(&str),
) -> Result<Verified, Unable> {
    let verdict = verify::verify(baseline, changes, checks, say)?;
    let mut kept = Vec::new();
    let every = |is_made: bool| vec![is_made; changes.edits().len()];
    for (file, path) in changes.files().iter().enumerate() {
        let bytes = |chosen: &[bool]| changes.bytes(file, chosen);
        kept.push(KeptFile {
            path: path.clone(),
            without: bytes(&every(false))?,
            with_all: bytes(&every(true))?,
            kept: bytes(&verdict.kept)?,
        });
    }
    Ok(Verified {
        verdict,
        edits: changes.edits().to_vec(),
        problems: Vec::new(),
        kept,
    })
}

/// How the program of some settings is run and looked at.
pub fn checks(settings: &Settings, wanted: &Wanted) -> Checks {
    let (modules, mut path) = verify::modules(settings);
    path.extend(settings.search_path.iter().map(|folder| below(folder, &settings.root)));
    Checks {
        place: Place {
            root: settings.root.clone(),
            python: verify::interpreter(&settings.root, settings.python.as_deref()),
            path,
            timeout: wanted.timeout,
        },
        modules,
        tests: wanted.tests.clone(),
        commands: wanted.commands.clone(),
        type_checker: wanted.type_checker.clone(),
        accepted: settings.accept.clone(),
    }
}

fn below(path: &Path, root: &Path) -> PathBuf {
    path.strip_prefix(root).unwrap_or(path).to_owned()
}

/// Writes the kept edits, which were verified together, into a tree: all files, or none. `is_edited` says whether the tree
/// holds every edit already. How many files were written, and why others were not.
pub fn write_kept(tree: &Path, kept: &[KeptFile], is_edited: bool) -> (usize, Vec<Problem>) {
    let mut files: Vec<(&KeptFile, &Option<Vec<u8>>)> = kept
        .iter()
        .map(|file| (file, if is_edited { &file.with_all } else { &file.without }))
        .filter(|(file, held)| file.kept != **held)
        .collect();
    // A package comes after its modules: it is what loads them.
    files.sort_by_key(|(file, _)| file.path.file_stem().is_some_and(|stem| stem == "__init__"));
    let is_helper = |path: &Path| path.file_stem().is_some_and(|stem| stem == HELPER);
    let change = |(file, held): &(&KeptFile, &Option<Vec<u8>>)| Change {
        path: tree.join(&file.path),
        before: (*held).clone(),
        after: file.kept.clone(),
        is_only_for_others: is_helper(&file.path) && files.len() > 1,
        ..Change::default()
    };
    let mut changes: Vec<Change> = files.iter().map(change).collect();
    need_each_other(&mut changes, |change| is_helper(&change.path));
    let written = write_together(&changes);
    let count = written.is_written.iter().filter(|is_written| **is_written).count();
    let problem = |failed: &crate::project::WriteError| error(&failed.path, None, &failed.error.to_string());
    let all = written.errors.iter().chain(&written.for_want);
    (count, all.map(problem).collect())
}
