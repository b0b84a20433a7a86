//! Import cycles: deferring an import can make Python enter a cycle at another module than before, where a name that the
//! others take from it is not there yet. Such an import stays.
//!
//! The order in which modules are entered is simulated, depth first as Python imports, for every entry point and for every
//! deferred import when it is made at last. A cycle is a strongly connected component of what is still eager, not counting
//! packages that are loaded only because something below them is. Entering it elsewhere is harmless where its modules ask the
//! same of each other's unfinished parts as before, which mostly is: nothing.
use std::cell::LazyCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::doors::opening;
use super::inputs::Inputs;
use super::order::{first_entered, order_from};
use super::verdict::Kept;
use crate::evaluate::{Effect, Facet};
use crate::graph::unfinished::{Execution, Need};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Bits, EdgeKey, Graph, Kind, ModuleId, Program, Reach, Sighting};
use crate::semantics::code::{BodyKind, Expr};

/// The cut imports that would make a cycle be entered elsewhere.
pub(super) fn offending(inputs: Inputs<'_>, before: &Reach, cut: &Bits, entries: &[ModuleId]) -> Vec<(EdgeKey, Kept)> {
    let mut found = FxHashMap::default();
    let explicit = Reach::new(&explicit_only(inputs.graph), cut);
    let all = Reach::new(&without_own_packages(inputs), cut);
    for (key, kept) in entered_elsewhere(inputs, before, cut, entries, &explicit) {
        found.entry(key).or_insert(kept);
    }
    if !are_the_same(inputs, &explicit, &all) {
        for (key, kept) in entered_elsewhere(inputs, before, cut, entries, &all) {
            found.entry(key).or_insert(kept);
        }
    }
    for (key, kept) in opening(inputs, &all, cut)
        .into_iter()
        .chain(executed_again(inputs, before, cut))
    {
        found.entry(key).or_insert(kept);
    }
    let mut found: Vec<(EdgeKey, Kept)> = found.into_iter().collect();
    found.sort_unstable_by_key(|(key, _)| *key);
    found
}

/// The cut imports that execute a module again which runs as a script: under its own name that is another module, and what it does
/// to the rest of the program it would do later.
fn executed_again(inputs: Inputs<'_>, before: &Reach, cut: &Bits) -> Vec<(EdgeKey, Kept)> {
    let Inputs { program, graph, .. } = inputs;
    let is_script = |&id: &ModuleId| {
        let module = &program.modules[id];
        let has_guard = || program.facts(id).is_some_and(|facts| facts.main_guard.is_some());
        // A package is started by its `__main__`, whatever guard its `__init__` has.
        let is_run = module.is_main() || !module.is_package && !module.name.contains('.') && has_guard();
        is_run && module.kind == Kind::FirstParty && before.in_cycle(id)
    };
    let does_something = |id: &ModuleId| inputs.evaluation.that_count(program, *id).next().is_some();
    let scripts: Vec<ModuleId> = (0..program.modules.len())
        .filter(is_script)
        .filter(does_something)
        .collect();
    let again = cut.iter().filter_map(|key| {
        let (module, import) = graph.imports[key];
        let leads_back = |script: &&ModuleId| {
            let is_behind = |from: ModuleId, to: ModuleId| from == to || before.of(from).contains(to);
            is_behind(**script, module) && graph.targets(key).any(|target| is_behind(target, **script))
        };
        let script = *scripts.iter().find(leads_back)?;
        let span = program.facts(module)?.imports[import as usize].alias;
        let detail = format!("at `{}`, which is executed twice", program.modules[script].name);
        Some((key, Kept::at(Code::ImportCycle, detail, Sighting { module, span })))
    });
    again.collect()
}

/// The cut imports that would make one of these cycles be entered elsewhere.
fn entered_elsewhere(
    inputs: Inputs<'_>,
    before: &Reach,
    cut: &Bits,
    entries: &[ModuleId],
    after: &Reach,
) -> Vec<(EdgeKey, Kept)> {
    let graph = inputs.graph;
    let mut cyclic = Bits::new(graph.edges.len());
    for module in (0..graph.edges.len()).filter(|&module| after.in_cycle(module)) {
        cyclic.insert(module);
    }
    if cyclic.is_empty() {
        return Vec::new();
    }
    // Only imports that lead into a cycle can change where it is entered.
    let cut_keys: Vec<EdgeKey> = cut
        .iter()
        .filter(|&key| {
            graph
                .targets(key)
                .any(|target| !before.of(target).common(&cyclic).is_empty())
        })
        .collect();
    let none = Bits::new(graph.imports.len());
    let mut entering = Entering {
        inputs,
        cycles: after,
        known: FxHashMap::default(),
    };
    let mut offending: FxHashMap<EdgeKey, ModuleId> = FxHashMap::default();
    for entry in with_members(inputs, after, entries)
        .into_iter()
        .filter(|&entry| !before.of(entry).common(&cyclic).is_empty())
    {
        let was = first_entered(
            after,
            &order_from(inputs, &none, entry, &mut Bits::new(graph.edges.len())),
        );
        let mut loaded = Bits::new(graph.edges.len());
        let start = order_from(inputs, cut, entry, &mut loaded);
        let mut wrong = |order: &[ModuleId], then: Option<EdgeKey>| {
            let mut now: Vec<(usize, ModuleId)> = first_entered(after, order).into_iter().collect();
            now.sort_unstable();
            now.into_iter()
                .filter(|(cycle, first)| was.get(cycle).is_some_and(|old| old != first))
                .find(|&(cycle, first)| !entering.is_harmless(cycle, (was[&cycle], first), (&none, cut), (entry, then)))
                .map(|(_, first)| first)
        };
        if let Some(first) = wrong(&start, None) {
            // Another cut import used to enter the cycle earlier, elsewhere.
            for key in cut_keys
                .iter()
                .copied()
                .filter(|&key| start.contains(&graph.imports[key].0))
            {
                if graph.targets(key).any(|target| before.of(target).contains(first)) {
                    offending.entry(key).or_insert(first);
                }
            }
        }
        for key in cut_keys
            .iter()
            .copied()
            .filter(|&key| before.of(entry).contains(graph.imports[key].0))
        {
            let mut order = Vec::new();
            let mut loaded = loaded.clone();
            for target in graph.targets(key) {
                order.extend(order_from(inputs, cut, target, &mut loaded));
            }
            if let Some(first) = wrong(&order, Some(key)) {
                offending.entry(key).or_insert(first);
            }
        }
    }
    let mut keys: Vec<(EdgeKey, ModuleId)> = offending.into_iter().collect();
    keys.sort_unstable();
    keys.into_iter()
        .map(|(key, first)| {
            let (module, import) = graph.imports[key];
            let span = inputs
                .program
                .facts(module)
                .map(|facts| facts.imports[import as usize].alias)
                .unwrap_or_default();
            let name = &inputs.program.modules[first].name;
            (
                key,
                Kept::at(Code::ImportCycle, format!("at `{name}`"), Sighting { module, span }),
            )
        })
        .collect()
}

/// Whether cycles may be entered elsewhere than before.
struct Entering<'a, 'r> {
    inputs: Inputs<'a>,
    cycles: &'r Reach,
    /// By cycle, and by the members at which it was and is entered.
    known: FxHashMap<(usize, ModuleId, ModuleId), bool>,
}

impl Entering<'_, '_> {
    /// Whether the members of a cycle ask the same of unfinished ones as before, when an entry point is imported and then a
    /// deferred import is made. Members that do something to the rest of the program would do it in another order.
    fn is_harmless(
        &mut self,
        cycle: usize,
        (old, first): (ModuleId, ModuleId),
        (none, cut): (&Bits, &Bits),
        (entry, then): (ModuleId, Option<EdgeKey>),
    ) -> bool {
        if let Some(&known) = self.known.get(&(cycle, old, first)) {
            return known;
        }
        let Inputs {
            program,
            graph,
            evaluation,
            ..
        } = self.inputs;
        let is_member = |module: ModuleId| self.cycles.component(module) == cycle;
        let mut was = Execution::new(program, graph, none);
        was.enter(entry);
        let mut now = Execution::new(program, graph, cut);
        now.enter(entry);
        then.into_iter()
            .flat_map(|key| graph.targets(key))
            .for_each(|target| now.enter(target));
        let of_members = |execution: &Execution<'_>| -> FxHashSet<Need> {
            let needs = execution.needs().iter();
            needs.filter(|need| is_member(need.module)).cloned().collect()
        };
        let members: Vec<ModuleId> = (0..program.modules.len()).filter(|&module| is_member(module)).collect();
        // What code of installed packages refers to is not kept: whether it asks a package for a member is read off the code.
        let asks =
            |&module: &ModuleId| program.modules[module].kind == Kind::Site && minds_order(program, module, &members);
        // In which order a class of an installed package got its subclasses is of no concern where nobody asks for them.
        let asked = LazyCell::new(|| evaluation.asked_for_subclasses());
        let is_within = |module: ModuleId, effect: &Effect| match effect.facet {
            Facet::Subclasses(of) => {
                let modules = &program.modules;
                modules[module].kind == Kind::Site && modules[of].top() == modules[module].top() && !asked.contains(&of)
            }
            // What a package serves on demand it keeps, whoever asks for it first.
            Facet::Module(of) => effect.module == of && effect.chain.iter().any(|step| step.name == "__getattr__"),
            _ => false,
        };
        let is_harmless = of_members(&was) == of_members(&now)
            && !members.iter().any(asks)
            && members.iter().all(|&module| {
                let mut effects = evaluation.that_count(program, module);
                effects.all(|effect| is_within(module, effect))
            });
        self.known.insert((cycle, old, first), is_harmless);
        is_harmless
    }
}

/// Whether it counts how far others have come when a module of an installed package is loaded: it names one of some submodules as
/// an attribute of its package (`pkg.sub`, `getattr(pkg, "sub")`), which has that only once the submodule is loaded to its end; or
/// it changes at its top what it has made.
fn minds_order(program: &Program, module: ModuleId, members: &[ModuleId]) -> bool {
    let Some(facts) = program.facts(module) else {
        return false;
    };
    let code = &facts.code;
    // `Base.kind = 2` behind an import: what comes back by that import has it as it was.
    let mut sets = false;
    let top = code.bodies.iter().find(|body| body.kind == BodyKind::Module);
    each_part(code, top.map_or(&[], |body| &body.statements), &mut |part| {
        sets |= matches!(part, Part::Binding(target, _)
            if matches!(code.expression(target), Expr::Attribute(..) | Expr::Subscript(..)));
    });
    if sets {
        return true;
    }
    let is_name =
        |id, names: &[&str]| matches!(*code.expression(id), Expr::Name(name) if names.contains(&code.name(name)));
    (0..).zip(&code.expressions).any(|(id, expression)| match expression {
        Expr::Attribute(..) => code.dotted(id).is_some_and(|(root, attributes)| {
            let dotted = [root, &attributes.join(".")].join(".");
            members.iter().any(|&member| program.modules[member].name == dotted)
        }),
        Expr::Call(callee, handed) if is_name(*callee, &["getattr", "hasattr"]) => {
            let asked = handed.get(1).and_then(|asked| code.text(asked.value));
            asked.is_some_and(|asked| members.iter().any(|&member| program.modules[member].last() == asked))
        }
        _ => false,
    })
}

/// Entry points, and the project's members of cycles: each may be imported by itself.
pub(super) fn with_members(inputs: Inputs<'_>, cycles: &Reach, entries: &[ModuleId]) -> Vec<ModuleId> {
    let modules = inputs.program.modules.iter().enumerate();
    let members = modules.filter(|&(id, module)| module.kind == Kind::FirstParty && cycles.in_cycle(id));
    let mut all: Vec<ModuleId> = members.map(|(id, _)| id).chain(entries.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The graph without the edges to packages that only hold what is imported.
pub(super) fn explicit_only(graph: &Graph) -> Graph {
    let mut explicit = graph.clone();
    explicit
        .edges
        .iter_mut()
        .for_each(|edges| edges.retain(|edge| !edge.implicit));
    explicit
}

/// Whether two graphs have the same cycles.
fn are_the_same(inputs: Inputs<'_>, one: &Reach, other: &Reach) -> bool {
    let first = |reach: &Reach| -> Vec<ModuleId> {
        let mut firsts = FxHashMap::default();
        let modules = 0..inputs.program.modules.len();
        modules
            .map(|module| *firsts.entry(reach.component(module)).or_insert(module))
            .collect()
    };
    first(one) == first(other)
}

/// The graph without the edges to packages that hold who imports: they are there already.
fn without_own_packages(inputs: Inputs<'_>) -> Graph {
    let mut all = inputs.graph.clone();
    for (module, edges) in all.edges.iter_mut().enumerate() {
        let packages: Vec<ModuleId> = inputs.program.with_parents(module).collect();
        edges.retain(|edge| !edge.implicit || !packages.contains(&edge.target));
    }
    all
}
