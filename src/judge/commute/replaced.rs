//! Names that somebody replaces in the module that they come from.
use super::Commute;
use crate::evaluate::{Effect, Facet};
use crate::graph::{Entity, ModuleId, Sighting};
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

    /// An import of a name that somebody replaces in the module it comes from: made later, or at each use, it finds another
    /// object there.
    pub fn source_replaced(&self, module: ModuleId, import: &Import) -> Option<Kept> {
        let program = self.inputs.program;
        let name = import.name.as_ref()?;
        let base = program.absolute(module, import)?;
        let mut names = vec![format!("{base}.{name}"), format!("{base}.*")];
        let copier = program.find(&base).filter(|&package| program.has_copy(package, name));
        let source = match copier {
            Some(package) => Some(Entity::Attribute(package, name.clone())),
            None => program.imported(module, import),
        };
        if let Some(Entity::Attribute(target, attribute)) = &source {
            names.push(format!("{}.{attribute}", program.modules[*target].name));
        }
        let rebound = match source {
            Some(Entity::Attribute(target, attribute)) => self
                .bound_anew(target, &attribute)
                .or_else(|| self.bound_anew(target, "*")),
            Some(Entity::Module(_)) | None => None,
        };
        // What the module it is taken from has from elsewhere, it may bind again itself.
        let taken_from = program.find(&base);
        let rebound = rebound.or_else(|| self.bound_anew(taken_from?, name));
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
