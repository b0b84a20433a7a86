//! One decision for every import of the files that may be edited.
use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::annotations::AnnotationReaders;
use super::choose::{Choice, choose};
use super::commands::COMMAND_NAMES;
use super::import::Judge;
use super::inputs::Inputs;
use super::tables::{TABLE_NAMES, TableReads, helper};
use super::verdict::{Decision, Kept, Shape};
use super::{LazyConstant, Strategy};
use crate::effects::windows::Windows;
use crate::graph::reach::{follow, ways_to};
use crate::graph::{Bits, EdgeKey, ModuleId, Reach};
use crate::semantics::facts::{BindingId, MODULE, ScopeId};
use crate::verdict::{Code, Deferral, DeferredConstant, FilePlan};

/// All decisions, and what follows for each file.
#[derive(Debug, Default)]
pub struct Plan {
    /// One decision for each import that runs when its module is imported and is heavy, in the order of modules and text.
    pub decisions: Vec<Decision>,
    /// The edits of each module that has any.
    pub files: BTreeMap<ModuleId, FilePlan>,
}

/// Decides.
pub fn decide(inputs: Inputs<'_>) -> Plan {
    if inputs.graph.imports.is_empty() {
        return Plan::default();
    }
    let before = Reach::new(inputs.graph, &Bits::new(inputs.graph.imports.len()));
    let heavy = heavy_modules(inputs);
    // An import that loads nothing heavy is nobody's business.
    let leads_nowhere = |key: EdgeKey| {
        inputs
            .graph
            .targets(key)
            .all(|target| before.of(target).common(&heavy).is_empty())
    };
    let readers = AnnotationReaders::new(inputs);
    let executed: FxHashSet<(ModuleId, ScopeId)> = inputs.graph.executed.iter().flatten().copied().collect();
    let reads = TableReads::new(inputs, &executed);
    let windows = Windows::default();
    let mut shapes: FxHashMap<EdgeKey, Shape> = FxHashMap::default();
    let mut kept: FxHashMap<EdgeKey, Kept> = FxHashMap::default();
    let mut judges: FxHashMap<ModuleId, Judge<'_, '_>> = FxHashMap::default();
    for (key, &(module, import)) in inputs.graph.imports.iter().enumerate() {
        if !inputs.editable.contains(&module) {
            continue;
        }
        if leads_nowhere(key) {
            continue;
        }
        let Some(facts) = inputs.program.facts(module) else {
            continue;
        };
        let judge = judges
            .entry(module)
            .or_insert_with(|| Judge::new(inputs, &readers, &executed, &reads, &windows, module, facts));
        match judge.judge(import) {
            Ok(shape) => drop(shapes.insert(key, shape)),
            Err(reason) => drop(kept.insert(key, reason)),
        }
    }
    together(inputs, &mut shapes, &mut kept);
    let choice = choose(inputs, &before, heavy.clone(), &shapes);
    kept.extend(choice.kept.iter().map(|(&key, reason)| (key, reason.clone())));
    assemble(inputs, &choice, &shapes, &kept)
}

fn heavy_modules(inputs: Inputs<'_>) -> Bits {
    let mut heavy = Bits::new(inputs.program.modules.len());
    for (id, module) in inputs.program.modules.iter().enumerate() {
        if inputs.options.is_heavy(&module.name) {
            heavy.insert(id);
        }
    }
    heavy
}

/// Imports that share a name are deferred together or not at all, but for one that only functions need: they import it where
/// they name its module, and the others go on binding the name.
fn together(inputs: Inputs<'_>, shapes: &mut FxHashMap<EdgeKey, Shape>, kept: &mut FxHashMap<EdgeKey, Kept>) {
    let binding = |key: EdgeKey| -> Option<(ModuleId, BindingId)> {
        let (module, import) = inputs.graph.imports[key];
        Some((module, inputs.program.facts(module)?.imports[import as usize].binding?))
    };
    let mut reasons: FxHashMap<(ModuleId, BindingId), Kept> = FxHashMap::default();
    let mut keys: Vec<EdgeKey> = kept.keys().copied().collect();
    keys.sort_unstable();
    for key in keys {
        if let Some(shared) = binding(key) {
            reasons.entry(shared).or_insert_with(|| kept[&key].clone());
        }
    }
    shapes.retain(
        |&key, shape| match binding(key).and_then(|shared| reasons.get(&shared)) {
            Some(_) if shape.strategies() == [Strategy::FunctionLocal] => true,
            Some(reason) => {
                kept.insert(key, reason.clone());
                false
            }
            None => true,
        },
    );
}

fn assemble(
    inputs: Inputs<'_>,
    choice: &Choice,
    shapes: &FxHashMap<EdgeKey, Shape>,
    kept: &FxHashMap<EdgeKey, Kept>,
) -> Plan {
    let none = Bits::new(inputs.graph.imports.len());
    let ways = ways_to(inputs.graph, &none, &choice.heavy);
    let mut plan = Plan::default();
    for (key, &(module, import)) in inputs.graph.imports.iter().enumerate() {
        if !inputs.editable.contains(&module) {
            continue;
        }
        let chains = inputs.graph.targets(key).map(|target| follow(&ways, target));
        let Some(chain) = chains.filter(|chain| !chain.is_empty()).min_by_key(Vec::len) else {
            continue;
        };
        // Where other edits have made an import cheap, there is nothing to say about it.
        let still = |id| choice.after.of(id).common(&choice.heavy).is_empty();
        if !choice.cut.contains(key) && inputs.graph.targets(key).all(still) {
            continue;
        }
        let verdict = match (choice.cut.contains(key), shapes.get(&key), kept.get(&key)) {
            (true, Some(shape), _) => Ok(shape.clone()),
            (_, _, Some(reason)) => Err(reason.clone()),
            _ => Err(Kept::new(Code::LoadedAnyway)),
        };
        if let Ok(shape) = &verdict {
            let file = plan
                .files
                .entry(module)
                .or_insert_with(|| new_file(inputs, module, &choice.after));
            let deferral = deferral(inputs, module, import, shape);
            if (!deferral.entries.is_empty() || deferral.command.is_some()) && file.helper.is_none() {
                let relative = inputs
                    .program
                    .facts(module)
                    .is_some_and(|facts| facts.imports[import as usize].level > 0);
                let names = match deferral.command {
                    Some(_) => COMMAND_NAMES.as_slice(),
                    None => &TABLE_NAMES,
                };
                file.helper = helper(inputs, module, names, relative).ok();
            }
            file.deferrals.push(deferral);
        }
        plan.decisions.push(Decision {
            module,
            import,
            verdict,
            chain,
        });
    }
    for (&module, file) in &mut plan.files {
        file.deferrals.sort_by_key(|deferral| deferral.alias);
        let lazy: BTreeSet<LazyConstant> = plan
            .decisions
            .iter()
            .filter(|decision| decision.module == module)
            .filter_map(|decision| decision.verdict.as_ref().ok())
            .flat_map(|shape| shape.constants.iter().cloned())
            .collect();
        file.constants = constants(inputs, module, file, &lazy);
    }
    plan
}

/// The constants that wait with the deferred imports of a file.
fn constants(
    inputs: Inputs<'_>,
    module: ModuleId,
    file: &FilePlan,
    lazy: &BTreeSet<LazyConstant>,
) -> Vec<DeferredConstant> {
    let Some(facts) = inputs.program.facts(module) else {
        return Vec::new();
    };
    let deferred = |read: BindingId| {
        let own = facts.imports.iter().filter(move |import| import.binding == Some(read));
        own.map(|import| import.alias)
            .filter(|&alias| file.deferrals.iter().any(|deferral| deferral.alias == alias))
    };
    let name = |read: &BindingId| facts.bindings[*read as usize].name.as_str();
    lazy.iter()
        .map(|constant| DeferredConstant {
            statement: constant.statement,
            name: constant.name.clone(),
            imports: constant.reads.iter().flat_map(|&read| deferred(read)).collect(),
            constants: constant
                .reads
                .iter()
                .map(name)
                .filter(|read| lazy.iter().any(|other| other.name == *read))
                .map(str::to_owned)
                .collect(),
            functions: constant.functions.clone(),
        })
        .collect()
}

/// Whether the package of a module imports its own modules by relative names, and never by its own.
fn is_relative(inputs: Inputs<'_>, module: ModuleId) -> bool {
    let program = inputs.program;
    let top = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
    let own = top(&program.modules[module].name);
    let siblings = (0..program.modules.len()).filter(|&id| top(&program.modules[id].name) == own);
    let imports = siblings
        .filter_map(|id| program.facts(id))
        .flat_map(|facts| &facts.imports);
    let (mut relative, mut absolute) = (false, false);
    for import in imports {
        relative |= import.level > 0;
        absolute |= import.level == 0 && top(&import.module) == own;
    }
    relative && !absolute
}

fn new_file(inputs: Inputs<'_>, module: ModuleId, after: &Reach) -> FilePlan {
    let typing = inputs.program.find("typing");
    FilePlan {
        module: inputs.program.modules[module].name.clone(),
        is_package: inputs.program.modules[module].is_package,
        is_relative: is_relative(inputs, module),
        typing_is_loaded: typing.is_some_and(|typing| after.of(module).contains(typing)),
        ..FilePlan::default()
    }
}

fn deferral(inputs: Inputs<'_>, module: ModuleId, import: u32, shape: &Shape) -> Deferral {
    let imports = inputs
        .program
        .facts(module)
        .map(|facts| facts.imports.as_slice())
        .unwrap_or_default();
    let import = &imports[import as usize];
    debug_assert_eq!(import.scope, MODULE);
    Deferral {
        statement: import.statement,
        alias: import.alias,
        lazy_keyword: shape.lazy_keyword,
        lazy_modules: shape.lazy_modules,
        type_checking: shape.type_checking,
        insertions: shape.insertions.clone(),
        getattr: shape.getattr,
        quotes: shape.quotes.clone(),
        submodules: shape.submodules.clone(),
        entries: shape.entries.clone(),
        command: shape.command.clone(),
    }
}
