//! What executing a module, or all that it loads, does to the rest of the program: the stages for `dormant effects`.
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use super::survey::{Overlay, Survey};
use super::{Failure, Request, environment, load, options, own_rules, shown};
use crate::evaluate::{Evaluation, Versions};
use crate::graph::{Bits, Graph, Kind, ModuleId, Program, Reach, Visibility};
use crate::project::Source;
use crate::rules::{Rules, matches};
use crate::syntax::Span;
use crate::verdict::{ObservedCall, ObservedEffect, ObservedModule, Problem};

/// What was found, and what went wrong.
#[derive(Debug, Default)]
pub struct Observation {
    /// The modules, by name.
    pub modules: Vec<ObservedModule>,
    /// Files that could not be read.
    pub problems: Vec<Problem>,
}

/// Observes `module` and, of what importing it loads, what lies below it; with `closure`, all of that.
///
/// # Errors
/// Where the given interpreter is not one, or there is no such module.
pub fn effects_of(request: &Request<'_>, module: &str, closure: bool) -> Result<Observation, Failure> {
    let settings = request.settings;
    let environment = environment(settings)?;
    let own = own_rules::read(request.settings);
    let rules = own.rules.as_ref().unwrap_or(Rules::builtin());
    let options = options(request, &environment, options::known_heavy(rules))?;
    // A file that only imports the module stands for any importer.
    let importer = settings.root.join("__dormant_effects__.py");
    let overlays = [Overlay {
        path: importer,
        bytes: format!("import {module}\n").into_bytes(),
    }];
    let request = Request {
        overlays: &overlays,
        ..*request
    };
    let loaded = load::load(&request, &environment, &options, &Survey::new(&request), rules);
    let mut paths: FxHashMap<String, PathBuf> = loaded.outside.into_iter().collect();
    paths.extend(loaded.files.iter().map(|file| (file.module.clone(), file.path.clone())));
    let program = Program::new(loaded.modules);
    let Some(root) = program
        .find(module)
        .filter(|&id| program.modules[id].kind != Kind::Missing)
    else {
        return Err(Failure::NoModule {
            module: module.to_owned(),
        });
    };
    let visibility = Visibility::new(&program, rules);
    let versions = Versions {
        oldest: options.target,
        installed: environment.version,
    };
    let evaluation = super::evaluating::evaluate(&program, &visibility, rules, versions);
    let graph = Graph::new(&program, &evaluation.followed, rules);
    let reach = Reach::new(&graph, &Bits::new(graph.imports.len()));
    let wanted = |id: ModuleId| reach.of(root).contains(id) && (closure || matches(module, &program.modules[id].name));
    let mut places = Places {
        program: &program,
        paths: &paths,
        lines: FxHashMap::default(),
    };
    let modules = (0..program.modules.len())
        .filter(|&id| wanted(id))
        .map(|id| observed(&program, &evaluation, id, &paths, &mut places))
        .collect();
    Ok(Observation {
        modules,
        problems: loaded.problems.into_iter().chain(own.problems).collect(),
    })
}

fn observed(
    program: &Program,
    evaluation: &Evaluation,
    id: ModuleId,
    paths: &FxHashMap<String, PathBuf>,
    places: &mut Places<'_>,
) -> ObservedModule {
    let module = &program.modules[id];
    let counting: Vec<_> = evaluation.that_count(program, id).collect();
    let found = evaluation.of[id].iter().map(|effect| ObservedEffect {
        kind: effect.kind.code(),
        what: effect.what.clone(),
        facet: effect.facet.told(program),
        place: places.of(effect.module, effect.span),
        counts: counting.contains(&effect),
        chain: effect
            .chain
            .iter()
            .map(|step| ObservedCall {
                name: step.name.clone(),
                place: places.of(step.module, step.span),
            })
            .collect(),
    });
    let found: Vec<ObservedEffect> = found.collect();
    let unknown = match module.kind {
        _ if module.facts.is_some() || !found.is_empty() => None,
        Kind::Missing => Some("it is not installed"),
        Kind::Standard => None,
        _ if paths.contains_key(&module.name) => Some("it is a native module, or its file cannot be read"),
        _ => None,
    };
    ObservedModule {
        module: module.name.clone(),
        path: paths.get(&module.name).map(|path| shown(path)),
        unknown: unknown.map(str::to_owned),
        effects: found,
    }
}

/// Lines of places; each file is read once more.
struct Places<'a> {
    program: &'a Program,
    paths: &'a FxHashMap<String, PathBuf>,
    lines: FxHashMap<ModuleId, Vec<u32>>,
}

impl Places<'_> {
    fn of(&mut self, module: ModuleId, span: Span) -> String {
        let name = &self.program.modules[module].name;
        let Some(path) = self.paths.get(name) else {
            return name.clone();
        };
        let lines = self.lines.entry(module).or_insert_with(|| starts(path));
        let line = lines.partition_point(|&start| start <= span.start).max(1);
        format!("{}:{line}", shown(path).display())
    }
}

fn starts(path: &Path) -> Vec<u32> {
    let text = Source::read(path).map(|source| source.text).unwrap_or_default();
    load::line_starts(&text)
}
