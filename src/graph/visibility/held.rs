//! What an object is, as far as it matters whether it is a module.
use super::look::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::rules::Group;
use crate::semantics::facts::{BindingId, MODULE, Object, Origin, Path, ScopeId, ScopeKind};

/// What runs the code of a file in a module.
/// Not in `rules/`: Python's import system has no others.
pub(super) const RUNS_FILE: [&str; 4] = ["exec_module", "load_module", "run_module", "run_path"];

/// What an object may be whose attributes somebody looks at.
pub(super) enum Held {
    /// This module.
    Module(ModuleId),
    /// An attribute of a module: a class, a function, or some other value.
    Attribute(ModuleId),
    /// A module that the code makes itself, perhaps of a file.
    New,
    /// Any module that comes to the code as a value.
    Any,
    /// No module.
    Nothing,
}

impl Look<'_> {
    /// What an object is, as far as it matters whether it is a module.
    pub(super) fn held(&self, object: &Object) -> Held {
        let path = match object {
            Object::ThisModule => return Held::Module(self.module),
            Object::Module(name) => {
                return match self.program.find(name) {
                    Some(module) => Held::Module(module),
                    None if self.program.put_under(name).is_empty() => Held::Nothing,
                    None => Held::Any,
                };
            }
            Object::Value => return Held::Nothing,
            Object::Made(path) if self.is_made_by(path) => return Held::Nothing,
            Object::Made(_) => return Held::Any,
            Object::Below(_) | Object::Unknown => return Held::Any,
            Object::Path(path) => path,
        };
        // Whatever it is of.
        if path.attributes.last().is_some_and(|last| last == "__class__") {
            return Held::Nothing;
        }
        let Some(id) = path.binding else {
            // A builtin, unless a star import brings the name.
            let stars = self.facts.imports.iter().any(|import| import.is_star());
            return if stars { Held::Any } else { Held::Nothing };
        };
        let binding = &self.facts.bindings[id as usize];
        let is_own_value = || self.is_receiver(path, id) || self.is_namespace_of_action(path, id) || self.is_made(id);
        if binding.kinds.imports == 0 && is_own_value() {
            return Held::Nothing;
        }
        if binding.kinds.imports == 0 && path.attributes.is_empty() && self.is_new_module(id) {
            return if self.runs_code() { Held::New } else { Held::Nothing };
        }
        match self.program.entity(self.module, path) {
            Some(Entity::Module(module)) => Held::Module(module),
            // A variable may hold any module.
            Some(Entity::Attribute(module, name))
                if module == self.module && self.is_variable(&name)
                    || !self.program.set_at(module, &name).is_empty() =>
            {
                Held::Any
            }
            Some(Entity::Attribute(module, _)) => Held::Attribute(module),
            None => Held::Any,
        }
    }

    /// Whether a path is the object that a method belongs to, or its class.
    pub(super) fn is_receiver(&self, path: &Path, id: BindingId) -> bool {
        let is_itself = path.attributes.is_empty() || path.attributes == ["__class__"];
        is_itself && self.method_of(self.facts.bindings[id as usize].scope) == Some(path.root.as_str())
    }

    /// Whether a path is what an action of `argparse` puts its values into: `__call__(self, parser, namespace, ...)`.
    fn is_namespace_of_action(&self, path: &Path, id: BindingId) -> bool {
        let scope = self.facts.bindings[id as usize].scope;
        let Some(definition) = self.facts.scopes[scope as usize].definition else {
            return false;
        };
        let function = &self.facts.definitions[definition as usize];
        let place = function.parameters.iter().position(|parameter| *parameter == path.root);
        let mut classes = self.facts.definitions.iter();
        let class = classes.find(|class| class.is_class && class.body == function.scope);
        let is_action = |base: &Path| base.last().ends_with("Action");
        let bases = class.into_iter().flat_map(|class| class.bases.iter().flatten());
        path.attributes.is_empty()
            && function.name == "__call__"
            && place == Some(2)
            && bases.into_iter().any(is_action)
    }

    /// The first parameter of a method, by the scope of its body.
    pub(super) fn method_of(&self, scope: ScopeId) -> Option<&str> {
        let scope = &self.facts.scopes[scope as usize];
        let definition = &self.facts.definitions[scope.definition? as usize];
        let around = &self.facts.scopes[definition.scope as usize];
        let is_static = definition.decorators.iter().any(|decorator| {
            decorator
                .path
                .as_ref()
                .is_some_and(|path| path.last() == "staticmethod")
        });
        let is_method = around.kind == ScopeKind::Class && !definition.is_class && !is_static;
        definition.parameters.first().filter(|_| is_method).map(String::as_str)
    }

    /// Whether all that a variable is ever given is made on the spot, by a display or a class.
    fn is_made(&self, id: BindingId) -> bool {
        let binding = &self.facts.bindings[id as usize];
        let kinds = binding.kinds;
        let is_value = |origin: &Origin| match origin {
            Origin::Call(path) => self.is_made_by(path),
            Origin::Held(_) | Origin::Lambda(_) => true,
            // `for base in C.__mro__`
            Origin::Part(path) => matches!(path.last(), "__mro__" | "__bases__"),
            Origin::Object(_) | Origin::Unknown => false,
        };
        kinds.imports + kinds.parameters == 0
            && !kinds.from_global_statement
            && (kinds.assignments == 0 || binding.origins.iter().all(is_value))
    }

    /// Whether all that a variable is ever given is a module made on the spot: `ModuleType("name")`.
    fn is_new_module(&self, id: BindingId) -> bool {
        let binding = &self.facts.bindings[id as usize];
        let makes = |origin: &Origin| match origin {
            Origin::Call(path) => {
                let names = self.program.known_names(self.module, path);
                let makes =
                    |name: &String| matches!(name.as_str(), "types.ModuleType" | "importlib.util.module_from_spec");
                names.iter().any(makes)
            }
            Origin::Part(path) => path.attributes.len() == 1 && self.keeps_new_modules(path.last()),
            Origin::Held(_) | Origin::Lambda(_) | Origin::Object(_) | Origin::Unknown => false,
        };
        binding.kinds.parameters == 0
            && !binding.kinds.from_global_statement
            && !binding.origins.is_empty()
            && binding.origins.iter().all(makes)
    }

    /// Whether the file runs any code in a module that it makes: another one stays as empty as it was made.
    fn runs_code(&self) -> bool {
        self.uses_any(Group::RunsText) || self.reads_any(|name| RUNS_FILE.contains(&name))
    }

    /// Whether a call of this path makes something that is not a module.
    fn is_made_by(&self, path: &Path) -> bool {
        // `C.__new__(C)` makes an instance; a module that is made so is empty.
        if !path.attributes.is_empty()
            && (self.rules.knows(Group::MakesValueMethod, path.last()) || path.last() == "__new__")
        {
            return true;
        }
        let names = self.program.known_names(self.module, path);
        if names.iter().any(|name| self.rules.knows(Group::Copies, name)) {
            return true;
        }
        match path.binding {
            None => path.attributes.is_empty() && self.rules.knows(Group::MakesValue, &path.root),
            Some(_) => match self.program.entity(self.module, path) {
                Some(Entity::Attribute(module, name)) => self.is_class(module, &name),
                Some(Entity::Module(_)) | None => false,
            },
        }
    }

    fn is_class(&self, module: ModuleId, name: &str) -> bool {
        let definitions = self.program.facts(module).map(|facts| facts.definitions.as_slice());
        let mut definitions = definitions.unwrap_or_default().iter();
        definitions.any(|definition| definition.is_class && definition.scope == MODULE && definition.name == name)
    }

    pub(super) fn is_variable(&self, name: &str) -> bool {
        let id = self.facts.global(name.split('.').next().unwrap_or_default());
        id.is_some_and(|id| self.facts.bindings[id as usize].kinds.assignments > 0)
    }
}
