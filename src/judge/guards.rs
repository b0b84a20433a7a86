//! Guards: somebody handles the failure of an import. What is loaded below a guarded import is part of what the guard asks.
use rustc_hash::{FxHashMap, FxHashSet};

use super::inputs::Inputs;
use crate::graph::{ModuleId, Sighting};
use crate::semantics::facts::MentionKind;

/// The modules of the project whose import some guard tries, each with the first such guard.
pub(super) fn guarded(inputs: Inputs<'_>) -> FxHashMap<ModuleId, Sighting> {
    let program = inputs.program;
    let mut below: FxHashMap<ModuleId, Sighting> = FxHashMap::default();
    for (module, facts) in (0..program.modules.len()).filter_map(|id| Some((id, program.facts(id)?))) {
        if !program.modules[module].is_own() {
            continue;
        }
        for import in facts
            .imports
            .iter()
            .filter(|import| import.context.import_errors_caught && !import.context.type_checking)
        {
            for target in program
                .targets(module, import)
                .into_iter()
                .filter(|&target| program.modules[target].is_own())
            {
                for id in asked_by_a_guard(inputs, module, target) {
                    below.entry(id).or_insert(Sighting {
                        module,
                        span: import.alias,
                    });
                }
            }
        }
    }
    guarded_by_name(inputs, &mut below);
    below
}

/// The modules of the project whose import a guard in `module` around an import of `target` may try. The guard's own module
/// and the packages around it are being executed by then, if not done.
fn asked_by_a_guard(inputs: Inputs<'_>, module: ModuleId, target: ModuleId) -> Vec<ModuleId> {
    let program = inputs.program;
    let begun = std::iter::successors(Some(module), |&module| program.parent(module));
    let mut seen: FxHashSet<ModuleId> = begun.collect();
    let mut asked = Vec::new();
    let mut pending = vec![target];
    while let Some(id) = pending.pop() {
        if program.modules[id].is_own() && seen.insert(id) {
            asked.push(id);
            pending.extend(inputs.graph.edges[id].iter().map(|edge| edge.target));
        }
    }
    asked
}

/// Modules that are imported by `import_module` in a guard.
fn guarded_by_name(inputs: Inputs<'_>, below: &mut FxHashMap<ModuleId, Sighting>) {
    let program = inputs.program;
    for (module, facts) in (0..program.modules.len()).filter_map(|id| Some((id, program.facts(id)?))) {
        let guarded = facts.operations.iter().filter(|call| call.context.import_errors_caught);
        let spans: FxHashSet<_> = guarded.map(|call| call.span).collect();
        for mention in facts.mentions.iter().filter(|mention| spans.contains(&mention.span)) {
            let MentionKind::ImportsByName { module: name } = &mention.kind else {
                continue;
            };
            let Some(target) = program.find(name).filter(|&id| program.modules[id].is_own()) else {
                continue;
            };
            for id in asked_by_a_guard(inputs, module, target) {
                below.entry(id).or_insert(Sighting {
                    module,
                    span: mention.span,
                });
            }
        }
    }
}
