//! The stages wired together; the only place with parallelism. It takes settings and paths and hands out results as data.
mod accepting;
mod answers;
mod apply;
mod edits;
mod effects;
mod evaluating;
mod evidence;
mod fixes;
mod helpers;
mod initialising;
mod load;
mod optimizing;
mod outcome;
mod outside;
mod own_rules;
pub mod planning;
mod profiling;
mod sites;
mod stale;
mod survey;
mod vain;
mod verifying;
mod warnings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

pub use answers::Question;
pub use apply::{Rewriting, clean, rewrite_all, write_all};
pub use edits::PlannedChanges;
pub use effects::{Observation, effects_of};
pub use fixes::{Insight, analyse_for_editor, changed};
pub use initialising::{Init, InitWish, Initialised, plan_init, write_init};
pub use load::Overlay;
pub use optimizing::{Aim, OptimizeFailure, Optimized, Refused, STAGES, Told, optimize};
pub use profiling::{Elsewhere, Profiling, ProfilingError, belongs, needed_lazily, profile, profile_once};
pub use verifying::{
    Against, KeptFile, Verified, VerifyFailure, Wanted, checks, verify_changes, verify_project, write_kept,
};

use answers::Asked;
use helpers::Helpers;
use survey::Survey;

use crate::config::{Annotations, PythonVersion, Settings, entry_module};
use crate::evaluate::{Evaluation, Versions};
use crate::graph::{Graph, ModuleId, Program, Visibility};
use crate::judge::{self, Inputs, Judged, Options, Selection};
use crate::profile::{DEFAULT_THRESHOLD_MS, FileError, heavy};
use crate::project::{self, Environment, Surroundings};
use crate::rules::Rules;
use crate::verdict::{FilePlan, Fixes, ImportStyle, Results, Strategy};

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
    /// Whether what is known of installed packages is kept on disk.
    pub use_cache: bool,
    /// Whether all reasons of what stays are wanted, not only the first.
    pub all_reasons: bool,
}

/// What one run found.
#[derive(Debug, Default)]
pub struct Analysis {
    /// For the reports.
    pub results: Results,
    /// The edits of each file.
    pub plans: Vec<Planned>,
    /// The helpers that must be written anew whatever the edits are.
    pub helpers: Helpers,
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

/// A project that was read and understood: what every decision rests on.
pub(crate) struct Understood<'a> {
    settings: &'a Settings,
    options: Options,
    program: Program,
    graph: Graph,
    visibility: Visibility,
    evaluation: Evaluation,
    /// The rules with the user's own and with what probes saw, where there are any.
    rules: Option<Rules>,
    files: FxHashMap<ModuleId, load::File>,
    editable: FxHashSet<ModuleId>,
    ignored: FxHashMap<ModuleId, Vec<String>>,
    problems: Vec<crate::verdict::Problem>,
    /// Risks that the settings take by name, as far as they are about something.
    accepted: Vec<crate::verdict::Accepted>,
    stages: Vec<(&'static str, Duration)>,
}

impl Understood<'_> {
    fn inputs(&self) -> Inputs<'_> {
        Inputs {
            program: &self.program,
            graph: &self.graph,
            visibility: &self.visibility,
            evaluation: &self.evaluation,
            rules: self.rules.as_ref().unwrap_or(Rules::builtin()),
            options: &self.options,
            editable: &self.editable,
            ignored: &self.ignored,
        }
    }
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
    let options = options(request, &environment, own.rules.as_ref().unwrap_or(Rules::builtin()))?;
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
    /// Decides about every import; also what was asked for outside the project.
    fn look(&self) -> (Analysis, Asked) {
        let (project, asked) = understand_prepared(self);
        let analysis = decide(&project);
        let_go(project);
        (analysis, asked)
    }

    /// The same, and what fixing each finding alone takes.
    fn look_with_fixes(&self) -> (Analysis, Fixes, Asked) {
        let (project, asked) = understand_prepared(self);
        let (analysis, found) = fixes::with_fixes(&project, self.request, &|_| true);
        let_go(project);
        (analysis, found, asked)
    }
}

/// Nobody waits for memory to be given back: where the process ends, it is not.
fn let_go(project: Understood<'_>) {
    let Understood {
        program,
        graph,
        visibility,
        evaluation,
        ..
    } = project;
    // Without a thread to be had it is given back here.
    let _ = std::thread::Builder::new().spawn(move || drop((program, graph, visibility, evaluation)));
}

/// Finds and reads a project.
fn understand<'a>(request: &Request<'a>) -> Result<Understood<'a>, Failure> {
    Ok(understand_prepared(&prepare(request)?).0)
}

/// Reads a project, and says what it asked for.
fn understand_prepared<'a>(prepared: &Prepared<'_, 'a>) -> (Understood<'a>, Asked) {
    let (request, environment) = (prepared.request, &prepared.environment);
    let settings = request.settings;
    let mut stages = Vec::new();
    let mut last = prepared.started;
    let mut done = |stage: &'static str| {
        stages.push((stage, last.elapsed()));
        last = Instant::now();
    };
    let own = &prepared.own;
    let mut rules = own.rules.clone();
    let mut options = prepared.options.clone();
    let mut loaded = load::load(request, environment, &options, &prepared.survey);
    if !loaded.evidence.modules.is_empty() {
        let evidence = std::mem::take(&mut loaded.evidence);
        rules = Some(rules.as_ref().unwrap_or(Rules::builtin()).with_evidence(evidence));
    }
    done("read and understand");
    if options.heeds_lists() {
        crate::graph::listed::make_listed_lazy(&mut loaded.modules);
    }
    let program = Program::new(loaded.modules).with_started(std::mem::take(&mut loaded.started));
    let files: FxHashMap<ModuleId, load::File> = loaded
        .files
        .into_iter()
        .filter_map(|file| Some((program.find(&file.module)?, file)))
        .collect();
    if is_unspoken(settings) {
        options.starts = Some(starts(settings, &program, &files));
    }
    let editable: FxHashSet<ModuleId> = files
        .iter()
        .filter(|(_, file)| file.is_target && !file.is_generated)
        .map(|(&id, _)| id)
        .collect();
    // Where nothing heavy is imported there is nothing to judge.
    let judged = program.modules.iter().any(|module| options.is_heavy(&module.name));
    let visibility = if judged {
        Visibility::new(&program)
    } else {
        Visibility::default()
    };
    done("visibility");
    let mut evaluation = if judged {
        let rules = rules.as_ref().unwrap_or(Rules::builtin());
        let versions = Versions {
            oldest: options.target,
            installed: environment.version,
        };
        evaluating::evaluate(&program, &visibility, rules, versions)
    } else {
        Evaluation::default()
    };
    let accepted = accepting::accept(settings, &program, &mut evaluation);
    done("evaluate");
    let graph = if judged {
        Graph::new(&program, &evaluation.executed, &evaluation.loads)
    } else {
        Graph::default()
    };
    done("graph");
    let ignored = warnings::ignored_codes(settings, &files);
    loaded.problems.extend(own.unmatched(&program));
    loaded.problems.extend(own.problems.iter().cloned());
    loaded.problems.extend(accepting::unmatched(settings, &accepted));
    let understood = Understood {
        settings,
        options,
        program,
        graph,
        visibility,
        evaluation,
        rules,
        files,
        editable,
        ignored,
        problems: loaded.problems,
        accepted: accepted.into_iter().filter(|one| one.count > 0).collect(),
        stages,
    };
    (understood, loaded.asked)
}

/// Decides about every import.
fn decide(project: &Understood<'_>) -> Analysis {
    let started = Instant::now();
    decide_as(project, Judged::new(project.inputs()).as_ref(), started)
}

/// The same where every import has been judged by itself.
fn decide_as(project: &Understood<'_>, judged: Option<&Judged<'_>>, started: Instant) -> Analysis {
    let inputs = project.inputs();
    let mut decided = judged.map_or_else(judge::Plan::default, |judged| judged.plan(&project.options.selection));
    let judging = started.elapsed();
    let mut results = outcome::results(inputs, &decided, &project.files);
    results.problems.extend(project.problems.iter().cloned());
    results.accepted = project.accepted.clone();
    let stale = judge::stale_commands(inputs);
    let warnings = warnings::warnings(inputs, &decided, &stale, &project.files, project.settings);
    stale::add(inputs, stale, &mut decided, &mut results, &project.files);
    if let Some(judged) = judged {
        vain::add(inputs, judged.lazy_in_vain(), &mut results, &project.files);
    }
    let helpers = helpers::add(inputs, &mut results, &project.files);
    // What is written again need not be readable.
    results
        .problems
        .retain(|problem| !helpers.keys().any(|path| shown(path) == problem.path));
    results
        .findings
        .sort_by(|left, right| (&left.path, left.start).cmp(&(&right.path, right.start)));
    results.problems.extend(warnings);
    results.problems.sort();
    results.problems.dedup();
    let plans = planned(project, decided.files);
    let mut stages = project.stages.clone();
    stages.push(("plan", judging));
    stages.push(("results", started.elapsed().saturating_sub(judging)));
    let targets = project.files.values().filter(|file| file.is_target);
    let folders = targets.filter_map(|file| file.path.parent()).map(Path::to_owned);
    Analysis {
        results,
        plans,
        helpers,
        folders: folders.collect(),
        stages,
    }
}

/// The plans of modules as those of files.
fn planned(project: &Understood<'_>, plans: BTreeMap<ModuleId, FilePlan>) -> Vec<Planned> {
    let style = Arc::new(style(project));
    plans
        .into_iter()
        .filter_map(|(id, plan)| Some((project.files.get(&id)?, plan)))
        .map(|(file, plan)| (file, with_style(plan, &style)))
        .map(|(file, plan)| Planned {
            path: file.path.clone(),
            helper: helper_path(&project.program, &project.files, &plan),
            plan,
            text_hash: file.text_hash,
        })
        .collect()
}

/// How imports are written, with what is known of the project's own modules.
fn style(project: &Understood<'_>) -> ImportStyle {
    let mut style = project.settings.import_style.clone();
    if let Some(sections) = &mut style.sections {
        let top = |id: &ModuleId| {
            project.program.modules[*id]
                .name
                .split('.')
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let mut names: Vec<String> = project.files.keys().map(top).collect();
        names.sort();
        names.dedup();
        sections.first_party.extend(names);
    }
    style
}

fn with_style(mut plan: FilePlan, style: &Arc<ImportStyle>) -> FilePlan {
    plan.style = style.clone();
    plan
}

/// The file of the helper that a plan needs, in the folder of its package.
fn helper_path(program: &Program, files: &FxHashMap<ModuleId, load::File>, plan: &FilePlan) -> Option<PathBuf> {
    let package = files.get(&program.find(&plan.helper.as_ref()?.package)?)?;
    Some(package.path.with_file_name(format!("{}.py", judge::HELPER)))
}

fn options(request: &Request<'_>, environment: &Environment, rules: &Rules) -> Result<Options, Failure> {
    let settings = request.settings;
    let known = || rules.heavy_packages().map(|package| package.name.clone()).collect();
    let heavy: Vec<String> = match (&settings.heavy, &settings.profile) {
        (Some(heavy), _) => heavy.clone(),
        (None, Some(path)) => {
            let threshold = settings.profile_threshold_ms.unwrap_or(DEFAULT_THRESHOLD_MS);
            heavy(&crate::profile::load(path)?, threshold)
        }
        (None, None) => known(),
    };
    let target = settings
        .target()
        .map(|version| (version.major, version.minor))
        .or(environment.version);
    // The oldest Python that is still maintained is the safest guess: what is right there is right later.
    let target = target.unwrap_or((3, 10));
    let default = || {
        let all = Strategy::ALL
            .into_iter()
            .filter(|&strategy| strategy != Strategy::LazyModules);
        all.collect()
    };
    let strategies = settings.strategies.clone().unwrap_or_else(default);
    let lazy = PythonVersion::new(3, 15);
    if let (Some(version), Some(oldest)) = (settings.target(), settings.requires_python)
        && version >= lazy
        && oldest < lazy
        && strategies.contains(&Strategy::LazyKeyword)
    {
        return Err(Failure::LazySyntax {
            target: version,
            oldest,
        });
    }
    Ok(Options {
        heavy: heavy.into_iter().chain(settings.extend_heavy.iter().cloned()).collect(),
        eager: settings.eager.clone(),
        target,
        strategies,
        bare: project::bare_startup_modules()
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        quote_annotations: request.allow_unsafe || settings.annotations_or_default() == Annotations::Quote,
        scripts: settings.scripts.clone(),
        starts: None,
        selection: Selection::Useful,
        all_reasons: request.all_reasons,
        strict: settings.strict,
        waived: FxHashMap::default(),
    })
}

/// Whether nothing was said about what is heavy: then only what a user starts is worth an edit.
fn is_unspoken(settings: &Settings) -> bool {
    settings.heavy.is_none() && settings.profile.is_none() && settings.extend_heavy.is_empty()
}

/// The modules that a user starts: declared entry points, `__main__` modules, what `import` of a package means, and what
/// stands beside the program where the given paths point at it.
fn starts(settings: &Settings, program: &Program, files: &FxHashMap<ModuleId, load::File>) -> Vec<String> {
    let declared = |name: &str| {
        settings
            .scripts
            .iter()
            .map(String::as_str)
            .chain(settings.entry_points.iter().filter_map(|entry| entry_module(entry)))
            .any(|one| one == name)
    };
    let is_start = |id: ModuleId, file: &load::File| {
        let name = &program.modules[id].name;
        if file.is_aside {
            return file.is_target;
        }
        program.parent(id).is_none() || name.ends_with(".__main__") || declared(name)
    };
    let mut names: Vec<String> = (files.iter())
        .filter(|&(&id, file)| is_start(id, file))
        .map(|(&id, _)| program.modules[id].name.clone())
        .collect();
    names.sort();
    names
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
