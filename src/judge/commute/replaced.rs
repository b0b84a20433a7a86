//! Names that somebody replaces in the module that they come from.
use super::Commute;
use crate::evaluate::{Effect, Facet};
use crate::graph::{Entity, Hop, ModuleId, Sighting, Trail};
use crate::judge::Code;
use crate::judge::verdict::Kept;
use crate::semantics::facts::Import;

impl Commute<'_> {
    /// Where somebody binds a name of a module again after the module is imported; `*` is any of its names.
    pub fn bound_anew(&self, module: ModuleId, name: &str) -> Option<Sighting> {
        self.renamed.get(&(module, name.to_owned())).copied()
    }

    /// The module that a dotted name of an attribute belongs to.
    pub(super) fn module_of(&self, name: &str) -> Option<ModuleId> {
        let ends = name.match_indices('.').map(|(at, _)| at);
        let mut prefixes: Vec<usize> = ends.collect();
        prefixes.reverse();
        prefixes
            .into_iter()
            .find_map(|end| self.inputs.program.find(&name[..end]))
    }

    fn owns(&self, module: ModuleId, written: &Facet) -> bool {
        matches!(written, Facet::Attribute(name) if self.module_of(name) == Some(module))
    }

    /// Of the attributes that an import comes by, those that it finds replaced where somebody did so: not what an installed module
    /// in front of them has taken a copy of, if it is loaded with the module they belong to, which who replaces them has loaded.
    pub fn minded<'h>(&self, hops: &'h [Hop]) -> impl Iterator<Item = &'h Hop> {
        let program = self.inputs.program;
        let mut copiers: Vec<ModuleId> = Vec::new();
        hops.iter().filter(move |hop| {
            let mut loaded = program.with_parents(hop.module);
            let is_taken = !copiers.is_empty()
                && loaded.any(|id| {
                    let with_it = self.sure_as_it_is.with(self.inputs, id);
                    copiers.iter().any(|&copier| with_it.contains(copier))
                });
            copiers.extend(program.has_copy(hop.module, &hop.name).then_some(hop.module));
            !is_taken
        })
    }

    /// An import of a name that somebody replaces in the module it comes from: made later, or at each use, it finds another
    /// object there.
    pub fn source_replaced(&self, module: ModuleId, import: &Import) -> Option<Kept> {
        let program = self.inputs.program;
        let name = import.name.as_ref()?;
        let base = program.absolute(module, import)?;
        let mut names = vec![format!("{base}.{name}"), format!("{base}.*")];
        let trail = program.trail_of_import(module, import);
        let is_attribute = |trail: &&Trail| matches!(trail.end, Entity::Attribute(..));
        let source = trail
            .as_ref()
            .filter(is_attribute)
            .and_then(|trail| self.minded(&trail.hops).last());
        names.extend(source.map(|hop| format!("{}.{}", program.modules[hop.module].name, hop.name)));
        let rebound_in = |id: ModuleId, name: &str| self.bound_anew(id, name).or_else(|| self.bound_anew(id, "*"));
        // The module that the import names may bring the name from elsewhere, and bind it to something else later.
        let rebound = source
            .and_then(|hop| rebound_in(hop.module, &hop.name))
            .or_else(|| rebound_in(program.find(&base)?, name));
        if let Some(at) = rebound {
            return Some(Kept::at(Code::SourcePatched, "", at));
        }
        // What a module sets of itself while it is imported is there before anybody takes it.
        let of_itself = |(importing, write): &&(ModuleId, &Effect)| {
            write.module == *importing && self.owns(*importing, &write.facet)
        };
        let at_import = self.at_import.iter().filter(|write| !of_itself(write));
        let mut writes = self.later_in(module).chain(at_import.map(|(_, write)| *write));
        let found = writes
            .by_ref()
            .filter(|write| matches!(&write.facet, Facet::Attribute(name) if names.contains(name)))
            .find(|write| !program.modules[write.module].is_own() || write.module != module)?;
        let at = Sighting {
            module: found.module,
            span: found.span,
        };
        Some(Kept::at(Code::SourcePatched, "", at))
    }
}
