//! Guards: somebody handles the failure of an import. What is loaded below a guarded import is part of what the guard asks,
//! unless it has been loaded without a guard whenever the guard runs.
mod before;
mod called;
mod callee;
mod caught;
mod handed_on;
mod lazily;
mod looked_for;
mod managers;
mod offered;
mod other_names;
mod properties;
mod reaching;
mod supers;
mod uses;

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::inputs::Inputs;
use super::sure::SureLoads;
use super::verdict::Kept;
use crate::evaluate::{self, Raised};
use crate::graph::{Bits, EdgeKey, Kind, ModuleId, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{ImportId, MentionKind, ScopeId};
use crate::syntax::Span;
use called::{Callees, Importers};
use caught::{Around, Caught, Managers, caught_around, may_catch, missing};
use looked_for::is_found_before;
pub(super) use uses::{Handled, raised_by};

/// A handler, by the place in its block that is asked about, with what it catches.
type Handler = (Sighting, Vec<Caught>);

/// Somebody who handles the failure of an import.
pub(super) struct Guard {
    /// Where.
    at: Sighting,
    /// What has been loaded without a guard whenever this one runs: it tells nothing about that.
    loaded: Rc<Bits>,
    handles: Handles,
}

/// Of what a guard asks whether it is installed.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Asks {
    /// Of all packages.
    All,
    /// Of those that are not: which module it loads is not known, and most that it may be are not asked for.
    Absent,
}

/// What a guard handles.
enum Handles {
    /// That something is not installed: whether that is asked of what is installed now, too.
    Missing(Asks),
    /// What modules of the project raise themselves.
    Raised(Vec<Caught>),
}

impl Guard {
    /// Why an import stays that is part of what the guard asks.
    pub fn keeps(&self, inputs: Inputs<'_>, key: EdgeKey) -> Option<Kept> {
        let detail = self.asks(inputs, key)?;
        Some(Kept::at(Code::GuardedElsewhere, detail, self.at))
    }

    /// Why a constant of a module stays that it tries to import: what computing it raises.
    pub fn keeps_constant(&self, inputs: Inputs<'_>, module: ModuleId, statement: Span) -> Option<Kept> {
        let Handles::Raised(caught) = &self.handles else {
            return None;
        };
        let mut raised = inputs.evaluation.raised.get(&module)?.iter();
        let in_statement = |place: &evaluate::Place| {
            place.module == module && statement.start <= place.span.start && place.span.end <= statement.end
        };
        raised
            .find(|raised| in_statement(&raised.place) && may_catch(inputs.rules, caught, raised))
            .map(|raised| Kept::at(Code::GuardedElsewhere, told(inputs, module, raised), self.at))
    }

    /// What it asks of what an import loads: that something of that is installed, or that a module of the project does not
    /// raise, which is told. None where all of that is loaded before, or somebody else handles it on the way.
    fn asks(&self, inputs: Inputs<'_>, key: EdgeKey) -> Option<String> {
        let (program, graph) = (inputs.program, inputs.graph);
        let handles_itself = |key: EdgeKey| {
            let (importer, import) = graph.imports[key];
            let facts = program.facts(importer);
            facts.is_some_and(|facts| facts.imports[import as usize].context.import_errors_caught)
        };
        if matches!(self.handles, Handles::Missing(_)) && handles_itself(key) {
            return None;
        }
        let raises = |id: ModuleId, caught: &[Caught]| {
            let mut raised = inputs.evaluation.raised.get(&id)?.iter();
            let raised = raised.find(|raised| may_catch(inputs.rules, caught, raised))?;
            Some(told(inputs, id, raised))
        };
        // Who imports it is being executed by then, and so are the packages around: what these load by other ways does not wait.
        let mut seen: FxHashSet<ModuleId> = program.with_parents(graph.imports[key].0).collect();
        let mut pending: Vec<ModuleId> = graph
            .targets(key)
            .filter(|&target| is_wanted(inputs, key, target))
            .collect();
        while let Some(id) = pending.pop() {
            if self.loaded.contains(id) || !seen.insert(id) {
                continue;
            }
            let asked = match &self.handles {
                Handles::Missing(asks) => {
                    let kind = program.modules[id].kind;
                    let is_asked = kind == Kind::Missing || kind == Kind::Site && *asks == Asks::All;
                    is_asked.then(|| format!("`{}` may be missing", program.modules[id].name))
                }
                Handles::Raised(caught) => raises(id, caught),
            };
            if asked.is_some() {
                return asked;
            }
            // What installed packages can do without, most of them say themselves, in some way or other.
            if matches!(self.handles, Handles::Missing(Asks::Absent)) && !program.modules[id].is_own() {
                continue;
            }
            let unhandled = graph.edges[id].iter();
            let unhandled = unhandled.filter(|edge| match edge.key {
                Some(key) => !handles_itself(key) && is_wanted(inputs, key, edge.target),
                None => true,
            });
            pending.extend(unhandled.map(|edge| edge.target));
        }
        None
    }
}

/// Whether an import fails where a module is missing: not one for another environment, nor one of a name that another module of
/// the project takes from there, which does without it in its own way, nor one that stands where its package has been found.
fn is_wanted(inputs: Inputs<'_>, key: EdgeKey, target: ModuleId) -> bool {
    let program = inputs.program;
    if program.modules[target].kind != Kind::Missing {
        return true;
    }
    let (importer, id) = inputs.graph.imports[key];
    let import = program.facts(importer).map(|facts| &facts.imports[id as usize]);
    let base = import.and_then(|import| program.absolute(importer, import));
    let is_named = base.is_none_or(|base| crate::rules::matches(&base, &program.modules[target].name));
    let is_found = || !program.is_lacking(target) && is_found_before(program, importer, id);
    is_named && !inputs.evaluation.followed.is_elsewhere(importer, id) && !is_found()
}

/// What a module raises, in words.
fn told(inputs: Inputs<'_>, module: ModuleId, raised: &Raised) -> String {
    let exception = raised.exception.as_deref().unwrap_or("exception");
    let name = &inputs.program.modules[module].name;
    format!("`{name}` may raise `{exception}`")
}

/// The modules of the project whose import some guard tries, each with the guards.
pub(super) fn guarded(inputs: Inputs<'_>) -> FxHashMap<ModuleId, Vec<Rc<Guard>>> {
    let guards = Guards::new(inputs);
    let program = inputs.program;
    let mut asked = FxHashMap::default();
    guards.of_offered(&mut asked);
    for (module, facts) in (0..program.modules.len()).filter_map(|id| Some((id, program.facts(id)?))) {
        if inputs.leaves_to_tests(module) {
            continue;
        }
        let around = match program.modules[module].is_own() {
            true => guards.around(facts),
            false => Around::default(),
        };
        if program.modules[module].is_own() {
            guards.by_statement(module, facts, &around, &mut asked);
            guards.by_use(module, facts, &around, &mut asked);
            guards.by_property(module, facts, &around, &mut asked);
        }
        guards.by_name(module, facts, &around, &mut asked);
        if program.modules[module].kind == Kind::FirstParty {
            guards.by_call(module, facts, &around, &mut asked);
        }
    }
    asked
}

struct Guards<'a> {
    inputs: Inputs<'a>,
    /// The functions that run while some module is imported.
    executed: FxHashSet<(ModuleId, ScopeId)>,
    /// The functions that import something.
    importers: Importers<'a>,
    /// The context managers of the project that swallow exceptions.
    managers: Managers,
    sure_loads: SureLoads,
    callees: Callees,
}

/// By module, who tries to import it.
type Asked = FxHashMap<ModuleId, Vec<Rc<Guard>>>;

/// Where a guard stands: the module, the scope, and the offset in the text.
#[derive(Clone, Copy)]
struct Place {
    module: ModuleId,
    scope: ScopeId,
    start: u32,
    /// Where the statement that handles the failure begins.
    catcher: u32,
}

impl Place {
    /// That of a use, which imports nothing by a statement: no import above it stands in the same `try`.
    fn of_use(module: ModuleId, scope: ScopeId, start: u32) -> Self {
        Place {
            module,
            scope,
            start,
            catcher: u32::MAX,
        }
    }
}

impl<'a> Guards<'a> {
    fn new(inputs: Inputs<'a>) -> Self {
        Guards {
            inputs,
            executed: inputs.graph.executed.iter().flatten().copied().collect(),
            importers: Importers::of(inputs.program, inputs.rules),
            managers: managers::managers(inputs.rules, inputs.program),
            sure_loads: SureLoads::default(),
            callees: Callees::default(),
        }
    }

    /// What is caught around the statements of a file.
    fn around(&self, facts: &ModuleFacts) -> Around {
        caught_around(self.inputs.rules, &self.managers, facts)
    }

    fn by_statement(&self, module: ModuleId, facts: &ModuleFacts, around: &Around, asked: &mut Asked) {
        let program = self.inputs.program;
        for (id, import) in facts.imports.iter().enumerate() {
            let caught = around.imports.get(&(id as ImportId));
            let by_try = import.context.import_errors_caught.then_some(Asks::All);
            let by_manager = || caught.and_then(|caught| missing(caught));
            let asks_for_missing = by_try.or_else(by_manager).map(Handles::Missing);
            let caught = caught.filter(|_| self.any_raises()).cloned().map(Handles::Raised);
            if import.context.type_checking || asks_for_missing.is_none() && caught.is_none() {
                continue;
            }
            let place = Place {
                module,
                scope: import.scope,
                start: import.alias.start,
                catcher: import.context.catcher,
            };
            let targets = program.targets(module, import);
            // A name that the module itself only imports may be loaded by asking for it.
            let handed_on = targets.last().copied().filter(|&target| {
                let name = import.name.as_deref();
                name.is_some_and(|name| !program.imports_of(target, name).is_empty())
            });
            let at = Sighting {
                module,
                span: import.alias,
            };
            let handles = asks_for_missing.into_iter().chain(caught).collect();
            self.ask(place, (at, handles), &targets, handed_on, asked);
        }
    }

    /// Whether any module of the project raises something itself.
    fn any_raises(&self) -> bool {
        !self.inputs.evaluation.raised.is_empty()
    }

    /// Modules that are imported by `import_module` in a guard.
    fn by_name(&self, module: ModuleId, facts: &ModuleFacts, around: &Around, asked: &mut Asked) {
        let contexts: FxHashMap<_, _> = facts.operations.iter().map(|call| (call.span, call.context)).collect();
        for mention in &facts.mentions {
            let (targets, asks) = self.named_by(module, &mention.kind);
            let Some(context) = contexts.get(&mention.span).filter(|_| !targets.is_empty()) else {
                continue;
            };
            let place = Place {
                module,
                scope: mention.scope,
                start: mention.span.start,
                catcher: context.catcher,
            };
            let at = Sighting {
                module,
                span: mention.span,
            };
            let caught = around.calls.get(&mention.span);
            let caught = caught.filter(|_| self.any_raises()).cloned().map(Handles::Raised);
            let missing = context.import_errors_caught.then_some(Handles::Missing(asks));
            let handles = missing.into_iter().chain(caught).collect();
            self.ask(place, (at, handles), &targets, None, asked);
        }
    }

    /// The modules that a call may load by name, and of what a guard around it asks whether it is there.
    fn named_by(&self, module: ModuleId, mention: &MentionKind) -> (Vec<ModuleId>, Asks) {
        let program = self.inputs.program;
        match mention {
            MentionKind::ImportsByName { module } => {
                let asks = if module.ends_with('*') { Asks::Absent } else { Asks::All };
                (program.named_or_below(module), asks)
            }
            MentionKind::ImportsComputed => {
                let known = self.inputs.visibility.by_computed_name.get(&module);
                (known.cloned().unwrap_or_default(), Asks::Absent)
            }
            _ => (Vec::new(), Asks::All),
        }
    }

    /// Notes the modules of the project whose import a guard around an import of `targets` may try. The guard's own module and
    /// the packages around it are being executed by then, if not done.
    fn ask(
        &self,
        place: Place,
        (at, handles): (Sighting, Vec<Handles>),
        targets: &[ModuleId],
        handed_on: Option<ModuleId>,
        asked: &mut Asked,
    ) {
        let nothing = Bits::new(self.inputs.program.modules.len());
        self.ask_behind(place, &nothing, (at, handles), targets, handed_on, asked);
    }

    /// The same where the handlers are those of other code, which calls this: `before` has been loaded whenever that runs.
    fn ask_behind(
        &self,
        place: Place,
        before: &Bits,
        (at, handles): (Sighting, Vec<Handles>),
        targets: &[ModuleId],
        handed_on: Option<ModuleId>,
        asked: &mut Asked,
    ) {
        let program = self.inputs.program;
        let mut pending: Vec<ModuleId> = targets.to_vec();
        pending.retain(|&target| program.modules[target].is_own());
        if pending.is_empty() || handles.is_empty() {
            return;
        }
        let mut seen: FxHashSet<ModuleId> = program.with_parents(place.module).collect();
        let mut loaded = self.loaded_before(place);
        loaded.extend(before);
        let loaded = Rc::new(loaded);
        seen.extend(loaded.iter().filter(|&module| Some(module) != handed_on));
        let guards = handles.into_iter().map(|handles| {
            let loaded = Rc::clone(&loaded);
            Rc::new(Guard { at, loaded, handles })
        });
        let guards: Vec<Rc<Guard>> = guards.collect();
        self.ask_all(&guards, pending, seen, asked);
    }

    /// Notes guards with modules of the project, and with those that these load; not with those that were `seen` before.
    fn ask_all(
        &self,
        guards: &[Rc<Guard>],
        mut pending: Vec<ModuleId>,
        mut seen: FxHashSet<ModuleId>,
        asked: &mut Asked,
    ) {
        while let Some(id) = pending.pop() {
            if self.inputs.program.modules[id].is_own() && seen.insert(id) {
                asked.entry(id).or_default().extend(guards.iter().cloned());
                pending.extend(self.inputs.graph.edges[id].iter().map(|edge| edge.target));
            }
        }
    }
}
