//! What is only assumed: modules of which nobody can see what executing them does, because their code is native or generated,
//! or not there, and neither a rule nor a probe says. They are taken for harmless, and counted.
use super::inputs::Inputs;
use crate::evaluate::{Access, Facet, Grade};
use crate::graph::{Bits, Kind, ModuleId};

/// Whether it is only assumed that executing a module does nothing to others.
pub(super) fn is_assumed(inputs: Inputs<'_>, id: ModuleId) -> bool {
    let module = &inputs.program.modules[id];
    let is_known = || inputs.rules.effect(&module.name).is_some() || inputs.rules.probed(&module.name).is_some();
    // A package without a file of its own executes nothing.
    let is_unread = match module.kind {
        Kind::FirstParty | Kind::Test | Kind::Beside | Kind::Standard => return false,
        Kind::Missing => module.facts.is_none(),
        Kind::Site => module.facts.is_none() && !module.is_package,
    };
    let rests = || {
        let mut effects = inputs.evaluation.of[id].iter();
        // Where it finds files of an unknown path is the one thing that a reader is assumed not to be told by others.
        let matters = |facet: &Facet| matches!(facet, Facet::State(name) if name == "cwd");
        effects
            .any(|effect| effect.grade == Grade::Assumed && (effect.access != Access::Read || matters(&effect.facet)))
    };
    (is_unread || rests()) && !inputs.options.bare.contains(&module.name) && !is_known()
}

/// Those of some modules.
pub(super) fn assumed(inputs: Inputs<'_>, modules: &Bits) -> Vec<ModuleId> {
    modules.iter().filter(|&id| is_assumed(inputs, id)).collect()
}
