//! Whose object a name stands for: one that the code at hand made, one that lives in some module, or one that was handed in.
use super::names;
use super::observe::Observer;
use super::resolve::Found;
use crate::graph::{Entity, Kind, ModuleId};
use crate::semantics::facts::{BindingId, Origin, Path, ScopeKind};

/// Whose an object is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// Of the code that runs: nobody else has it.
    Fresh,
    /// Of whoever calls the function at hand: its parameter of this name.
    Parameter(String),
    /// Nobody knows.
    Unknown,
    /// Of a module.
    Module(ModuleId),
}

/// Names are followed this far.
const LONGEST: usize = 5;

impl Observer<'_> {
    /// Whose the object is that a path stands for in a module.
    pub fn owner(&self, module: ModuleId, path: &Path) -> Owner {
        self.owner_within(module, path, false, 0)
    }

    /// Whose the value is that comes from one of these origins.
    pub fn owner_of(&self, module: ModuleId, origins: &[Origin]) -> Owner {
        self.of_origins(module, origins, false, 0)
    }

    fn of_origins(&self, module: ModuleId, origins: &[Origin], part: bool, depth: usize) -> Owner {
        let owners = origins.iter().map(|origin| match origin {
            Origin::Object(path) => self.owner_within(module, path, part, depth + 1),
            Origin::Part(path) => self.owner_within(module, path, true, depth + 1),
            Origin::Held(path) if part => self.owner_within(module, path, false, depth + 1),
            Origin::Held(_) | Origin::Lambda(_) => Owner::Fresh,
            Origin::Call(path) => self.handed_out(module, path, depth + 1),
            Origin::Unknown => Owner::Unknown,
        });
        // Of several, the one that others notice most: the module's own object comes before another's only where it is alone.
        owners.fold(Owner::Fresh, |worst, owner| match (&worst, &owner) {
            (Owner::Module(left), Owner::Module(_)) if *left != module => worst,
            (Owner::Module(_), Owner::Module(_)) => owner,
            _ => worst.max(owner),
        })
    }

    fn owner_within(&self, module: ModuleId, path: &Path, part: bool, depth: usize) -> Owner {
        let Some(facts) = self.program.facts(module).filter(|_| depth < LONGEST) else {
            return Owner::Unknown;
        };
        let Some(id) = path.binding else {
            let special = path.root.is_empty() || path.root.starts_with("__") && path.root != "__builtins__";
            return if special { Owner::Fresh } else { Owner::Unknown };
        };
        let binding = &facts.bindings[id as usize];
        if binding.kinds.imports > 0 {
            return match self.program.entity(module, path) {
                Some(Entity::Attribute(target, name)) => self.of_attribute(target, &name, part, depth),
                Some(Entity::Module(target)) => Owner::Module(target),
                None => Owner::Unknown,
            };
        }
        if binding.kinds.parameters > 0 {
            return match self.class_attribute(module, id, path) {
                Some(owner) => owner,
                None => Owner::Parameter(binding.name.clone()),
            };
        }
        let lives = match facts.executing_function(binding.scope) {
            Some(_) => Owner::Fresh,
            None => Owner::Module(module),
        };
        match self.of_origins(module, &binding.origins, part, depth) {
            Owner::Fresh => lives,
            owner => owner,
        }
    }

    /// Whose an attribute of a module is: another's, if it was assigned from there.
    fn of_attribute(&self, module: ModuleId, name: &str, part: bool, depth: usize) -> Owner {
        let head = name.split('.').next().unwrap_or_default();
        let Some(id) = self.program.binding(module, head) else {
            return Owner::Module(module);
        };
        let origins = self
            .program
            .facts(module)
            .map(|facts| facts.bindings[id as usize].origins.as_slice());
        match self.of_origins(module, origins.unwrap_or_default(), part, depth) {
            owner @ Owner::Module(_) => owner,
            _ => Owner::Module(module),
        }
    }

    /// `self.table` where the table is bound in the body of the class, or of one of its bases: everybody's who has the class.
    fn class_attribute(&self, module: ModuleId, parameter: BindingId, path: &Path) -> Option<Owner> {
        let facts = self.program.facts(module)?;
        let binding = &facts.bindings[parameter as usize];
        let first = path.attributes.first()?;
        let class = facts.scopes[binding.scope as usize].parent?;
        let scope = &facts.scopes[class as usize];
        if scope.kind != ScopeKind::Class {
            return None;
        }
        let is_first = facts.scopes[binding.scope as usize].names.first() == Some(&parameter);
        let definition = &facts.definitions[scope.definition? as usize];
        is_first
            .then(|| self.holder_of(module, definition, first, 0))?
            .map(Owner::Module)
    }

    /// Whose the thing is that a call of a path hands out.
    fn handed_out(&self, module: ModuleId, path: &Path, depth: usize) -> Owner {
        let known = self.program.known_names(module, path);
        if path.binding.is_none() {
            return match path.root.as_str() {
                "globals" | "locals" => Owner::Module(module),
                "getattr" | "next" | "vars" | "min" | "max" | "__import__" | "super" => Owner::Unknown,
                "" => Owner::Unknown,
                _ => Owner::Fresh,
            };
        }
        if let Some(name) = known.iter().find(|name| names::is_shared_object(name)) {
            let top = name.split('.').next().and_then(|top| self.program.find(top));
            return top.map_or(Owner::Unknown, Owner::Module);
        }
        if known.iter().any(|name| self.rules.is_harmless_call(name)) {
            return Owner::Fresh;
        }
        match self.found(module, path).first() {
            Some(Found::Class(..)) => return Owner::Fresh,
            Some(Found::Function { body, receiver }) => {
                let facts = self.program.facts(body.0);
                let Some(facts) = facts.filter(|_| depth < LONGEST) else {
                    return Owner::Unknown;
                };
                let id = facts.scopes[body.1 as usize].definition;
                let returns = id.map(|id| facts.definitions[id as usize].returns.as_slice());
                return match self.of_origins(body.0, returns.unwrap_or_default(), false, depth) {
                    Owner::Parameter(name) if name == "self" => receiver.clone().unwrap_or(Owner::Unknown),
                    Owner::Parameter(_) => Owner::Unknown,
                    owner => owner,
                };
            }
            None => {}
        }
        let object = Path {
            attributes: path.attributes[..path.attributes.len().saturating_sub(1)].to_vec(),
            ..path.clone()
        };
        if !path.attributes.is_empty() && names::hands_out_a_part(path.last()) {
            return self.owner_within(module, &object, true, depth);
        }
        if !path.attributes.is_empty() && names::only_reads(path.last()) {
            return Owner::Fresh;
        }
        match self.program.entity(module, path) {
            Some(Entity::Attribute(target, _)) if self.program.modules[target].kind == Kind::Standard => Owner::Fresh,
            _ => Owner::Unknown,
        }
    }
}
