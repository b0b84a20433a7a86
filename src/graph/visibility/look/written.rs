//! Attributes of modules that tests write through a variable: `mod = import_module("app.core"); mod.read = fake`.
//!
//! What the program itself does with what its variables hold is followed by the evaluator, which does not look at tests.
use super::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::graph::visibility::Sighting;
use crate::graph::visibility::confined::looks_up;
use crate::graph::visibility::held::Held;
use crate::graph::visibility::reach::Reach;
use crate::rules::Group;
use crate::semantics::facts::{BindingId, Object, OperationKind, Origin, Path, Touch};

/// Variables are followed through this many others.
const DEEPEST: usize = 4;
impl Look<'_> {
    /// What this file, a test or an example, writes through variables that may hold modules.
    pub(super) fn written_through_variables(&mut self, reach: &Reach) {
        if !self.program.modules[self.module].is_beside() {
            return;
        }
        for operation in &self.facts.operations {
            let writes = operation.kind == OperationKind::WriteAttribute && !operation.context.type_checking;
            let Some(path) = operation.path.as_ref().filter(|_| writes) else {
                continue;
            };
            self.written_to_object(path, self.at(operation.span));
            let variable = path
                .binding
                .filter(|&id| self.facts.bindings[id as usize].kinds.imports == 0);
            if let Some((variable, (name, holder))) = variable.zip(path.attributes.split_last()) {
                let holder = Path {
                    attributes: holder.to_vec(),
                    ..path.clone()
                };
                self.written(variable, &holder, name, reach, self.at(operation.span));
            }
        }
    }

    /// `ctx.core.read = fake`, where `ctx` is an object of the program: what it keeps as `core` may be a module.
    fn written_to_object(&mut self, path: &Path, at: Sighting) {
        let imported = path
            .binding
            .is_some_and(|id| self.facts.bindings[id as usize].kinds.imports > 0);
        let Some((name, [.., _kept])) = path.attributes.split_last().filter(|_| imported) else {
            return;
        };
        let holder = |length: usize| Path {
            attributes: path.attributes[..length].to_vec(),
            ..path.clone()
        };
        // The object itself, and what it keeps.
        let of_object = |length: usize| match self.program.entity(self.module, &holder(length)) {
            Some(Entity::Attribute(module, _)) => self.program.modules[module].is_own(),
            Some(Entity::Module(_)) | None => false,
        };
        if (0..path.attributes.len() - 1).any(of_object) {
            self.replaced_somewhere(name, at);
        }
    }

    fn written(&mut self, variable: BindingId, holder: &Path, name: &str, reach: &Reach, at: Sighting) {
        let attributes = [holder.attributes.as_slice(), &[name.to_owned()]].concat();
        let mut modules = Vec::new();
        match self.held(&Object::Path(holder.clone())) {
            Held::Module(module) => {
                self.touched(module, name.to_owned(), Touch::Replace, at);
                return;
            }
            Held::Attribute(_) | Held::Nothing if holder.attributes.is_empty() => return,
            // What an object keeps may be a module: `self.module.name = fake`.
            Held::Attribute(_) | Held::Nothing => {
                self.replaced_in(&reach.all, &attributes[1..], at);
                return;
            }
            Held::Any | Held::New => {}
        }
        self.held_by(variable, false, &reach.all, DEEPEST, &mut modules);
        let mut origins = self.facts.bindings[variable as usize].origins.iter();
        if holder.attributes.is_empty() && origins.any(|origin| self.comes_from_objects(origin)) {
            self.replaced_somewhere(name, at);
        }
        let itself = Path {
            attributes: Vec::new(),
            ..holder.clone()
        };
        let kept = self.is_receiver(&itself, variable) && !holder.attributes.is_empty();
        self.replaced_in(&modules, &attributes[usize::from(kept)..], at);
    }

    /// What is written to something that has no name: an element, or what a call hands out.
    pub(super) fn written_to_part(&mut self, origins: &[Origin], name: &str, reach: &[ModuleId], at: Sighting) {
        if self.program.modules[self.module].is_beside() {
            let mut modules = Vec::new();
            for origin in origins {
                self.from(origin, false, reach, DEEPEST, &mut modules);
            }
            self.replaced_in(&modules, &[name.to_owned()], at);
            if origins.iter().any(|origin| self.comes_from_objects(origin)) {
                self.replaced_somewhere(name, at);
            }
        }
    }

    /// Whether a value is part of an object of the program, or comes out of a function of it: it may be any module.
    fn comes_from_objects(&self, origin: &Origin) -> bool {
        let (path, is_called) = match origin {
            Origin::Part(path) => (path, false),
            Origin::Call(path) => (path, true),
            Origin::Object(_) | Origin::Held(_) | Origin::Lambda(_) | Origin::Unknown => return false,
        };
        match self.program.entity(self.module, path) {
            Some(Entity::Attribute(module, name)) if module != self.module && self.program.modules[module].is_own() => {
                let definitions = self
                    .program
                    .facts(module)
                    .into_iter()
                    .flat_map(|facts| &facts.definitions);
                let mut named = definitions.filter(|definition| definition.name == name);
                named.all(|definition| is_called && !definition.is_class)
            }
            Some(Entity::Attribute(..) | Entity::Module(_)) | None => false,
        }
    }

    /// Notes that what a path of attributes from any of some modules leads to is replaced.
    fn replaced_in(&mut self, modules: &[ModuleId], attributes: &[String], at: Sighting) {
        for &module in modules {
            let ways = self.program.passed(module, attributes);
            let whole = ways.into_iter().filter(|keys| keys.len() == attributes.len());
            for (owner, name) in whole.filter_map(|mut keys| keys.pop()) {
                self.touched(owner, name, Touch::Replace, at);
            }
        }
    }

    /// The modules of the project that a variable may hold, or that may lie in what it holds.
    fn held_by(&self, variable: BindingId, is_part: bool, reach: &[ModuleId], depth: usize, found: &mut Vec<ModuleId>) {
        let binding = &self.facts.bindings[variable as usize];
        if binding.kinds.parameters > 0 {
            found.extend_from_slice(reach);
        }
        for origin in &binding.origins {
            self.from(origin, is_part, reach, depth, found);
        }
    }

    fn from(&self, origin: &Origin, is_part: bool, reach: &[ModuleId], depth: usize, found: &mut Vec<ModuleId>) {
        match origin {
            Origin::Object(path) => self.along(path, is_part, reach, depth, found),
            Origin::Part(path) => self.along(path, true, reach, depth, found),
            Origin::Held(path) if is_part => self.along(path, false, reach, depth, found),
            Origin::Call(path) if self.may_hand_out(path) => found.extend_from_slice(reach),
            Origin::Unknown => found.extend_from_slice(reach),
            Origin::Call(_) | Origin::Held(_) | Origin::Lambda(_) => {}
        }
    }

    /// The modules of the project that a path leads to, or that lie in what it leads to.
    fn along(&self, path: &Path, is_part: bool, reach: &[ModuleId], depth: usize, found: &mut Vec<ModuleId>) {
        let program = self.program;
        match program.entity(self.module, path) {
            Some(Entity::Module(module)) => {
                found.extend(Some(module).filter(|&module| program.modules[module].is_own()));
                if is_part {
                    let modules = 0..program.modules.len();
                    let is_below = |&id: &ModuleId| program.parent(id) == Some(module) && program.modules[id].is_own();
                    found.extend(modules.filter(is_below));
                }
            }
            // `sys.modules["app.core"]`
            _ if path.last() == "modules" => found.extend_from_slice(reach),
            _ => {
                let inner = path
                    .binding
                    .filter(|&id| self.facts.bindings[id as usize].kinds.imports == 0);
                if let Some(inner) = inner.filter(|_| depth > 0) {
                    self.held_by(inner, is_part, reach, depth - 1, found);
                }
            }
        }
    }

    /// Whether a call may hand out a module: it finds one, or is a function of this project's.
    fn may_hand_out(&self, path: &Path) -> bool {
        if looks_up(self.rules, &self.facts.loaders, path.last()) || self.rules.knows(Group::FindsModule, path.last()) {
            return true;
        }
        match self.program.entity(self.module, path) {
            Some(Entity::Attribute(module, name)) => {
                let definitions = self.program.facts(module).map(|facts| facts.definitions.as_slice());
                let mut definitions = definitions.unwrap_or_default().iter();
                definitions.any(|definition| !definition.is_class && definition.name == name)
            }
            Some(Entity::Module(_)) | None => false,
        }
    }
}
