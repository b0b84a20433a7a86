//! A project read and understood: everything that judging asks of it.
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use rustc_hash::{FxHashMap, FxHashSet};

use super::asked::Asked;
use super::starting::Starts;
use super::{Failure, Prepared, Request, accepting, evaluating, load, prepare, tested, warnings};
use crate::config::{Settings, entry_module};
use crate::evaluate::{Evaluation, Versions};
use crate::graph::{Graph, ModuleId, Program, Sighting, Visibility};
use crate::judge::{Assurance, Inputs, Options, is_any_judged};
use crate::process::doing;
use crate::rules::Rules;

/// A project that was read and understood: what every decision rests on.
pub struct Understood<'a> {
    pub(super) settings: &'a Settings,
    pub(super) options: Options,
    pub(super) program: Program,
    pub(super) graph: Graph,
    pub(super) visibility: Visibility,
    pub(super) evaluation: Evaluation,
    /// The rules with the user's own and with what probes saw, where there are any.
    pub(super) rules: Option<Rules>,
    pub(super) files: FxHashMap<ModuleId, load::File>,
    pub(super) editable: FxHashSet<ModuleId>,
    pub(super) ignored: FxHashMap<ModuleId, Vec<String>>,
    pub(super) problems: Vec<crate::verdict::Problem>,
    /// Risks that the settings take by name, as far as they are about something.
    pub(super) accepted: Vec<crate::verdict::Accepted>,
    pub(super) stages: Vec<(&'static str, Duration)>,
    /// What commands start with, once somebody asks.
    starts: OnceLock<Starts>,
}

impl Understood<'_> {
    /// Whether what a command starts with is made at a place.
    pub(super) fn makes_a_start(&self, at: Sighting) -> bool {
        let starts = self.starts.get_or_init(|| Starts::of(&self.program));
        starts.are_made(&self.program, at)
    }

    pub(super) fn inputs(&self) -> Inputs<'_> {
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

/// Nobody waits for memory to be given back: where the process ends, it is not.
pub(super) fn let_go(project: Understood<'_>) {
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
pub(super) fn understand<'a>(request: &Request<'a>) -> Result<Understood<'a>, Failure> {
    Ok(understand_prepared(&prepare(request)?, false).0)
}

/// Reads a project, and says what it asked for. What is asked of it may be about the imports alone that lead to something heavy
/// (`for_heavy_only`): where there is none, less is found out.
pub(super) fn understand_prepared<'a>(prepared: &Prepared<'_, 'a>, for_heavy_only: bool) -> (Understood<'a>, Asked) {
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
    let mut options = prepared.options();
    let known = own.rules.as_ref().unwrap_or(Rules::builtin());
    let mut loaded = load::load(request, environment, &options, &prepared.survey, known);
    if !loaded.evidence.modules.is_empty() {
        let evidence = std::mem::take(&mut loaded.evidence);
        rules = Some(rules.as_ref().unwrap_or(Rules::builtin()).with_evidence(evidence));
    }
    done("read and understand");
    doing("following what modules do when they are loaded");
    if options.heeds_lists() {
        crate::graph::listed::make_listed_lazy(&mut loaded.modules);
    }
    let program = Program::new(loaded.modules)
        .with_started(std::mem::take(&mut loaded.started))
        .with_scripts(std::mem::take(&mut loaded.scripts))
        .with_folders(
            loaded
                .files
                .iter()
                .filter_map(|file| Some((file.module.as_str(), file.path.parent()?))),
        );
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
        .filter(|(_, file)| file.is_target && !file.is_generated && !request.left.contains(&file.path))
        .map(|(&id, _)| id)
        .collect();
    // Where nothing heavy is imported there is nothing to judge, but for what may come back to the top of its file.
    let judged = options.brings_back() || program.modules.iter().any(|module| options.is_heavy(&module.name));
    let (known_graph, known_visibility) = (OnceLock::new(), OnceLock::new());
    let mut evaluation = Evaluation::default();
    if judged {
        let rules = rules.as_ref().unwrap_or(Rules::builtin());
        let versions = Versions {
            oldest: options.target,
            installed: environment.version,
        };
        let is_asked = |graph: &Graph| {
            !for_heavy_only || !settings.accept.is_empty() || is_any_judged(&program, graph, &options, &editable)
        };
        evaluation = evaluating::evaluate_on_demand(&program, rules, versions, |followed| {
            let graph = known_graph.get_or_init(|| Graph::new(&program, followed, rules));
            is_asked(graph).then(|| known_visibility.get_or_init(|| Visibility::new(&program, rules)))
        });
    }
    // Where nobody asked, there is nothing to judge.
    let visibility = known_visibility.into_inner();
    let graph = known_graph
        .into_inner()
        .filter(|_| visibility.is_some())
        .unwrap_or_default();
    let mut visibility = visibility.unwrap_or_default();
    evaluation.add_to(&mut visibility);
    let accepted = accepting::accept(settings, &program, &mut evaluation);
    if options.assurance == Assurance::Tested {
        tested::leave_to_tests(&program, &mut visibility, &mut evaluation);
    }
    done("evaluate");
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
        starts: OnceLock::new(),
    };
    (understood, loaded.asked)
}

/// Whether nothing was said about what is heavy: then only what a user starts is worth an edit.
fn is_unspoken(settings: &Settings) -> bool {
    settings.heavy.is_none() && settings.profile.is_none() && settings.extend_heavy.is_empty()
}

/// The modules that a user starts: declared entry points, `__main__` modules, what `import` of a package means, and what
/// stands beside the program where the given paths point at it.
pub(super) fn starts(settings: &Settings, program: &Program, files: &FxHashMap<ModuleId, load::File>) -> Vec<String> {
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
