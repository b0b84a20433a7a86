//! What is said of a module that has to stay with its importers.
use super::Together;
use crate::evaluate::Effect;
use crate::graph::reach::{Importers, follow};
use crate::graph::{Bits, EdgeKey, ModuleId, Sighting};
use crate::judge::Code;
use crate::judge::choose::Chooser;
use crate::judge::verdict::Kept;

impl Chooser<'_, '_> {
    /// The import of a module that others notice, or reach.
    pub(super) fn noticed(&self, key: EdgeKey, module: ModuleId, together: &Together) -> Kept {
        match self.commute.noticed(module, &together.moved, &together.after) {
            Some(effect) => self.has_effect(&self.chain_to(key, module), module, effect),
            None => self.provides(module),
        }
    }

    /// The import of a module (by that chain of imports) that does something which others notice.
    pub(in crate::judge) fn has_effect(&self, loads: &[ModuleId], module: ModuleId, effect: &Effect) -> Kept {
        let name = |id: ModuleId| self.inputs.program.modules[id].name.as_str();
        let at = Sighting {
            module: effect.module,
            span: effect.span,
        };
        let through = match loads.split_first() {
            Some((_, [])) | None => String::new(),
            Some((_, rest)) => format!(
                " loads {}, which",
                rest.iter()
                    .map(|&id| format!("`{}`", name(id)))
                    .collect::<Vec<_>>()
                    .join(", which loads ")
            ),
        };
        let first = loads.first().map_or(module, |&id| id);
        let calls: Vec<String> = effect.chain.iter().map(|step| format!("`{}`", step.name)).collect();
        let calls = match calls.as_slice() {
            [] => String::new(),
            calls => format!(", by way of {}", calls.join(" and ")),
        };
        let detail = format!(
            "`{}`{through} {} ({}){calls}",
            name(first),
            effect.what,
            effect.kind.code()
        );
        Kept::at(Code::HasEffects, detail, at).with_risk(module, &effect.facet)
    }

    /// The import of a submodule that others reach without importing it.
    pub(in crate::judge) fn provides(&self, module: ModuleId) -> Kept {
        let detail = format!("`{}`", self.inputs.program.modules[module].name);
        let readers = self.inputs.visibility.implicit.get(&module);
        match readers.and_then(|readers| readers.first()) {
            Some(reader) => Kept::at(Code::SubmoduleProvider, detail, reader.at),
            None => Kept::told(Code::SubmoduleProvider, detail),
        }
    }

    /// The shortest chain of imports from what an import loads to a module.
    pub(in crate::judge) fn chain_to(&self, key: EdgeKey, module: ModuleId) -> Vec<ModuleId> {
        let graph = self.inputs.graph;
        let importers = (self.importers).get_or_init(|| Importers::new(graph, &Bits::new(graph.imports.len())));
        let ways = importers.ways_to([module]);
        let chains = graph.targets(key).map(|target| follow(&ways, target));
        chains
            .filter(|chain| !chain.is_empty())
            .min_by_key(Vec::len)
            .unwrap_or_default()
    }
}
