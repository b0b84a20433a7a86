//! Names that are taken of a module while that is being loaded: in an import cycle, what is there then may be something else
//! once the module is finished. An import that moves such a taking behind the end of the other module stays.
use rustc_hash::{FxHashMap, FxHashSet};

use super::Code;
use super::cycles::{explicit_only, with_members};
use super::inputs::Inputs;
use super::order::{first_entered, order_from};
use super::verdict::Kept;
use crate::evaluate::Part;
use crate::graph::unfinished::{Execution, Need};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach, Sighting};
use crate::semantics::facts::Import;

/// The cut imports that would have something taken later, and found to be something else.
pub(super) fn taken_early(
    inputs: Inputs<'_>,
    before: &Reach,
    cut: &Bits,
    entries: &[ModuleId],
) -> Vec<(EdgeKey, Kept)> {
    let Inputs { program, graph, .. } = inputs;
    let none = Bits::new(graph.imports.len());
    if cut.is_empty() {
        return Vec::new();
    }
    let cycles = Reach::new(&explicit_only(graph), &none);
    let unstable = unstable(inputs, &cycles, before);
    if unstable.is_empty() {
        return Vec::new();
    }
    let after = Reach::new(graph, cut);
    // By what takes something, and where its cycle was entered.
    let mut known: FxHashSet<(ModuleId, Option<ModuleId>)> = FxHashSet::default();
    let mut found: FxHashMap<EdgeKey, Kept> = FxHashMap::default();
    for entry in with_members(inputs, &cycles, entries) {
        let loads = |module: &&ModuleId| **module == entry || before.of(entry).contains(**module);
        let taking: Vec<ModuleId> = unstable.iter().filter(loads).copied().collect();
        if taking.is_empty() {
            continue;
        }
        let order = order_from(inputs, &none, entry, &mut Bits::new(graph.edges.len()));
        let firsts = first_entered(&cycles, &order);
        let first = |module: ModuleId| firsts.get(&cycles.component(module)).copied();
        let new = taking
            .into_iter()
            .filter(|&module| known.insert((module, first(module))));
        if new.count() == 0 {
            continue;
        }
        let mut was = Execution::new(program, graph, &none);
        was.enter(entry);
        if was.changing().is_empty() {
            continue;
        }
        let mut now = Execution::new(program, graph, cut);
        now.enter(entry);
        make_deferred(inputs, cut, &mut now);
        let mut taken: Vec<&Need> = was.changing().difference(now.changing()).collect();
        taken.sort_unstable();
        for need in taken {
            for key in moving(inputs, cut, &after, need) {
                found.entry(key).or_insert_with(|| kept(inputs, need));
            }
        }
    }
    let mut found: Vec<(EdgeKey, Kept)> = found.into_iter().collect();
    found.sort_unstable_by_key(|(key, _)| *key);
    found
}

/// Makes the deferred imports of all modules that are loaded by then.
fn make_deferred(inputs: Inputs<'_>, cut: &Bits, execution: &mut Execution<'_>) {
    let graph = inputs.graph;
    let mut left: Vec<EdgeKey> = cut.iter().collect();
    loop {
        let (due, rest): (Vec<EdgeKey>, Vec<EdgeKey>) = left
            .into_iter()
            .partition(|&key| execution.has_entered(graph.imports[key].0));
        if due.is_empty() {
            break;
        }
        due.iter()
            .flat_map(|&key| graph.targets(key))
            .for_each(|target| execution.enter(target));
        left = rest;
    }
}

/// The cut imports that take something themselves, or load the module that does.
fn moving<'a>(
    inputs: Inputs<'a>,
    cut: &'a Bits,
    after: &'a Reach,
    need: &'a Need,
) -> impl Iterator<Item = EdgeKey> + 'a {
    let Inputs { program, graph, .. } = inputs;
    cut.iter().filter(move |&key| {
        let (module, import) = graph.imports[key];
        let alias = program.facts(module).map(|facts| facts.imports[import as usize].alias);
        let is_itself = module == need.module && alias.is_some_and(|alias| alias.start == need.at);
        is_itself
            || graph
                .targets(key)
                .any(|target| target == need.module || after.of(target).contains(need.module))
    })
}

fn kept(inputs: Inputs<'_>, need: &Need) -> Kept {
    let program = inputs.program;
    let name = |module: ModuleId| program.modules[module].name.as_str();
    let imports = program.facts(need.module).into_iter().flat_map(|facts| &facts.imports);
    let mut aliases = imports.map(|import| import.alias);
    let span = aliases.find(|alias| alias.start == need.at).unwrap_or_default();
    let detail = format!(
        "where `{}` takes `{}.{}` while that module is being loaded",
        name(need.module),
        name(need.of),
        need.name
    );
    let at = Sighting {
        module: need.module,
        span,
    };
    Kept::at(Code::ImportCycle, detail, at)
}

/// The modules that may take something else of an unfinished module than of the finished one: all names, one that is bound
/// again, or one whose absence they handle. Unfinished are the members of a cycle, and packages while they load what is below.
fn unstable(inputs: Inputs<'_>, cycles: &Reach, before: &Reach) -> Vec<ModuleId> {
    let Inputs {
        program, evaluation, ..
    } = inputs;
    let is_bound_again = |module: ModuleId, name: &str| {
        program.facts(module).is_some_and(|facts| {
            let bound = facts.global(name).map(|id| &facts.bindings[id as usize]);
            let is_star = |import: &Import| import.is_star() && !import.context.type_checking;
            bound.is_some_and(|bound| bound.first != bound.last || facts.imports.iter().any(is_star))
        })
    };
    let is_unstable = |module: ModuleId| {
        let is_around = |of: ModuleId| {
            let mut packages = std::iter::successors(program.parent(module), |&package| program.parent(package));
            packages.any(|package| package == of) && before.of(of).contains(module)
        };
        let may_be_unfinished = |of: ModuleId| {
            of != module && (cycles.in_cycle(of) && cycles.component(of) == cycles.component(module) || is_around(of))
        };
        let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
        let mut taking = imports.filter(|import| import.is_star() || import.context.in_try);
        let is_taken = |import: &Import| {
            let base = program.absolute(module, import).and_then(|base| program.find(&base));
            base.is_some_and(may_be_unfinished)
        };
        let mut reads = evaluation.reads[module].keys();
        taking.any(is_taken)
            || reads.any(|part| match *part {
                Part::Name(of, symbol) => may_be_unfinished(of) && is_bound_again(of, evaluation.symbols.text(symbol)),
                Part::Object(..) | Part::Field(..) | Part::Variable(..) => false,
            })
    };
    let own = program.own_modules();
    own.filter(|&module| is_unstable(module)).collect()
}
