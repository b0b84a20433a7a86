//! Every way from a name to what it may stand for, where several imports, or an import and an assignment, bind it.
use super::trail::{Entity, Hop, LONGEST_CHAIN, Trail};
use super::{ModuleId, Program};
use crate::semantics::facts::{BindingId, Import};

/// An attribute of a module that is being followed: who meets it again goes in a circle.
type Passed<'a> = (ModuleId, &'a str);

impl Program {
    /// All that a name bound by imports, followed by attributes, may stand for: which of the imports it is, and whether an
    /// assignment has taken their place, depends on what runs. [`Program::trail`] is the one that counts where nothing else
    /// binds the name.
    pub fn trails(&self, module: ModuleId, binding: BindingId, attributes: &[String]) -> Vec<Trail> {
        let mut ways: Vec<Trail> = Vec::new();
        for import in self.binding_imports(module, binding) {
            for mut way in self.imported_ways(module, import, &mut Vec::new()) {
                way.hops.iter_mut().for_each(|hop| hop.used = 0);
                add(&mut ways, way);
            }
        }
        self.followed(ways, attributes)
    }

    /// All that a path of attributes from a module may pass: of each way, the attributes that the path itself names, as far as
    /// they are those of modules.
    pub fn passed(&self, module: ModuleId, attributes: &[String]) -> Vec<Vec<(ModuleId, String)>> {
        let (hops, end) = (Vec::new(), Entity::Module(module));
        let ways = self.followed(vec![Trail { hops, end }], attributes);
        let mut passed: Vec<Vec<(ModuleId, String)>> = Vec::new();
        for mut way in ways {
            way.hops.dedup_by_key(|hop| hop.used);
            let keys: Vec<_> = way.hops.into_iter().map(|hop| (hop.module, hop.name)).collect();
            if !passed.contains(&keys) {
                passed.push(keys);
            }
        }
        passed
    }

    fn followed(&self, mut ways: Vec<Trail>, attributes: &[String]) -> Vec<Trail> {
        for (at, name) in attributes.iter().enumerate() {
            let mut further = Vec::with_capacity(ways.len());
            for way in ways {
                self.steps(way, name, at + 1, &mut further);
            }
            ways = further;
        }
        ways
    }

    /// What an import may bind its name to.
    fn imported_ways<'a>(&'a self, importer: ModuleId, import: &'a Import, passed: &mut Vec<Passed<'a>>) -> Vec<Trail> {
        let Some(name) = import.name.as_deref() else {
            return self.imported_trail(importer, import, 0).into_iter().collect();
        };
        let Some(base) = self.absolute(importer, import).and_then(|base| self.find(&base)) else {
            return Vec::new();
        };
        let mut ways = self.attribute_ways(base, name, 0, passed);
        // `from . import name` in the package itself loads the submodule, unless the name is bound before.
        if let Some(submodule) = self.submodule(base, name).filter(|_| base == importer) {
            let hops = vec![hop(base, name, 0)];
            let end = Entity::Module(submodule);
            add(&mut ways, Trail { hops, end });
        }
        ways
    }

    /// What attribute `name` of a module may be.
    fn attribute_ways<'a>(
        &'a self,
        module: ModuleId,
        name: &'a str,
        used: usize,
        passed: &mut Vec<Passed<'a>>,
    ) -> Vec<Trail> {
        let mut ways = Vec::new();
        if passed.len() >= LONGEST_CHAIN || passed.contains(&(module, name)) {
            return ways;
        }
        passed.push((module, name));
        let bound = self.names[module].bindings.get(name).copied();
        for import in bound.into_iter().flat_map(|id| self.importing(module, id)) {
            for mut way in self.imported_ways(module, import, passed) {
                way.hops.iter_mut().for_each(|hop| hop.used = used);
                way.hops.insert(0, hop(module, name, used));
                add(&mut ways, way);
            }
        }
        passed.pop();
        // The one way that is certain, and what something else than an import binds.
        let own = self.attribute(module, name, used, 0);
        if ways.is_empty() || matches!(own.end, Entity::Module(_)) {
            add(&mut ways, own);
        }
        ways
    }

    /// Where one attribute leads, the `used`th: every way.
    pub(super) fn stepped(&self, way: Trail, name: &str, used: usize) -> Vec<Trail> {
        let mut found = Vec::new();
        self.steps(way, name, used, &mut found);
        found
    }

    /// Follows one attribute, the `used`th, every way.
    fn steps(&self, way: Trail, name: &str, used: usize, found: &mut Vec<Trail>) {
        let Entity::Module(module) = way.end else {
            add(found, self.step(way, name, used));
            return;
        };
        for next in self.attribute_ways(module, name, used, &mut Vec::new()) {
            let hops = [way.hops.as_slice(), &next.hops].concat();
            add(found, Trail { hops, end: next.end });
        }
    }
}

fn hop(module: ModuleId, name: &str, used: usize) -> Hop {
    let name = name.to_owned();
    Hop { module, name, used }
}

/// Adds a way, once.
fn add(ways: &mut Vec<Trail>, way: Trail) {
    if !ways.contains(&way) {
        ways.push(way);
    }
}
