//! Whether there is anything to judge, as far as the import graph alone says.
use rustc_hash::FxHashSet;

use super::Strategy;
use super::inputs::Options;
use crate::graph::reach::ways_to;
use crate::graph::{Bits, Graph, ModuleId, Program};
use crate::semantics::ModuleFacts;

/// Whether some import of the editable files leads to a heavy module, or more than such imports is looked at: what is lazy
/// already, names in lists, and stand-ins.
pub fn is_any_judged(program: &Program, graph: &Graph, options: &Options, editable: &FxHashSet<ModuleId>) -> bool {
    let is_lazy = |way: &Option<Strategy>| way.is_some();
    let is_looked_at = |&id: &ModuleId| {
        let facts = program.facts(id);
        let has_lazy = |facts: &ModuleFacts| facts.imports.iter().any(|import| import.is_lazy);
        facts.is_some_and(|facts| !facts.commands.stand_ins.is_empty() || has_lazy(facts))
    };
    if options.ways().iter().any(is_lazy) || editable.iter().any(is_looked_at) {
        return true;
    }
    let heavy = heavy_modules(program, options);
    let ways = ways_to(graph, &Bits::new(graph.imports.len()), &heavy);
    let mut own = graph.imports.iter().enumerate();
    own.any(|(key, (module, _))| editable.contains(module) && graph.targets(key).any(|target| ways[target].is_some()))
}

/// The modules that are called heavy. Those that a package lacks are none: nobody knows what they would load.
pub(super) fn heavy_modules(program: &Program, options: &Options) -> Bits {
    let mut heavy = Bits::new(program.modules.len());
    for (id, module) in program.modules.iter().enumerate() {
        if options.is_heavy(&module.name) && !program.is_lacking(id) {
            heavy.insert(id);
        }
    }
    heavy
}
