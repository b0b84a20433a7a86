//! The effects of operations and reads at import time.
use rustc_hash::FxHashSet;

use super::{Body, Effect, Look, changes, names};
use crate::graph::{Entity, Kind, ModuleId, called, own_method};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path, Phase, ScopeId, Value};
use crate::syntax::Span;

/// What is known of a call.
enum Call {
    Harmless,
    Followed(Vec<Body>),
    Effect(String),
}

impl Look<'_> {
    /// The effect of an operation in `module` (the observed one, or one whose function it runs), or of what it calls.
    pub(super) fn of_operation(
        &self,
        module: ModuleId,
        operation: &Operation,
        seen: &mut FxHashSet<Body>,
    ) -> Option<Effect> {
        let here = |what: String| self.effect(module, operation.span, what);
        match operation.kind {
            OperationKind::Raise => None,
            kind if changes(kind) => self.of_change(module, operation).map(here),
            _ => match self.of_call(module, operation) {
                Call::Harmless => None,
                Call::Followed(bodies) => self.of_bodies(bodies, seen),
                Call::Effect(what) => Some(here(what)),
            },
        }
    }

    fn of_change(&self, module: ModuleId, operation: &Operation) -> Option<String> {
        let Some(path) = &operation.path else {
            return Some("changes an object that has no name".to_owned());
        };
        let own = match operation.kind {
            // The attribute of an object, rather than what is in the attribute.
            OperationKind::WriteAttribute => {
                let object = Path {
                    attributes: path
                        .attributes
                        .split_last()
                        .map_or_else(Vec::new, |(_, rest)| rest.to_vec()),
                    ..path.clone()
                };
                self.is_own_object(module, &object) || self.is_parameter(module, &object)
            }
            _ => self.is_own_object(module, path),
        };
        (!own).then(|| format!("changes `{}`", path.dotted()))
    }

    /// Whether a path is a parameter as such: of a decorator, most often the function or class that it decorates.
    fn is_parameter(&self, module: ModuleId, path: &Path) -> bool {
        let binding = self
            .program
            .facts(module)
            .zip(path.binding)
            .map(|(facts, id)| &facts.bindings[id as usize]);
        path.attributes.is_empty() && binding.is_some_and(|binding| binding.kinds.parameters > 0)
    }

    /// Whether a path names an object that the observed module made, or one that is local to a function.
    fn is_own_object(&self, module: ModuleId, path: &Path) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let Some(id) = path.binding else { return false };
        let binding = &facts.bindings[id as usize];
        if binding.kinds.imports > 0 {
            return false;
        }
        if binding.kinds.parameters > 0 {
            // What hangs on an instance is its own; what hangs on a class, or was handed in, may be anybody's.
            return binding.name == "self" || binding.name == "cls" && path.attributes.is_empty();
        }
        if binding.scope == MODULE && module != self.module {
            return false;
        }
        match &binding.value {
            // Another name for somebody else's object.
            Some(Value::Alias(alias)) => self.is_own_object(module, alias),
            Some(Value::Call(maker)) => self.makes_new(module, maker),
            None => true,
        }
    }

    /// Whether a call makes an object of its own, rather than handing out one that others have, too.
    fn makes_new(&self, module: ModuleId, maker: &Path) -> bool {
        let known = self.program.known_names(module, maker);
        if known.iter().any(|name| name.starts_with("logging.")) {
            return false;
        }
        let class = match self.program.entity(module, maker) {
            Some(Entity::Attribute(target, name)) => self.program.facts(target).is_some_and(|facts| {
                facts
                    .definitions
                    .iter()
                    .any(|class| class.is_class && class.scope == MODULE && class.name == name)
            }),
            _ => false,
        };
        class || known.iter().any(|name| self.rules.is_harmless_call(name)) || maker.binding.is_none()
    }

    fn of_call(&self, module: ModuleId, operation: &Operation) -> Call {
        let effect = |what: String| Call::Effect(what);
        let Some(path) = &operation.path else {
            return if self.was_harmless {
                Call::Harmless
            } else {
                effect("calls something that has no name".to_owned())
            };
        };
        let method = path.last();
        if path.root.is_empty() {
            let what = format!("calls `.{method}()` on something that has no name");
            return if self.was_harmless || names::only_reads(method) {
                Call::Harmless
            } else {
                effect(what)
            };
        }
        let known = self.program.known_names(module, path);
        // What it makes calls something else in its turn.
        let passes_on = operation.kind == OperationKind::DecorateByResult
            && known
                .iter()
                .any(|name| matches!(name.as_str(), "functools.partial" | "operator.methodcaller"));
        if !passes_on && known.iter().any(|name| self.rules.is_harmless_call(name))
            || path.binding.is_none() && names::is_harmless_builtin(&path.dotted())
        {
            return Call::Harmless;
        }
        let shown = path.dotted();
        if known.iter().any(|name| names::is_surroundings(name)) {
            return effect(format!("reads or changes its surroundings by `{shown}`"));
        }
        if let Some(bodies) = self.followed(module, operation, path) {
            return Call::Followed(bodies);
        }
        let is_method = !path.attributes.is_empty();
        let harmless = is_method
            && (operation.kind == OperationKind::Call
                && names::only_reads(method)
                && !self.is_module_attribute(module, path)
                || self.is_own_object(module, path) && names::only_changes_its_object(method)
                || self.is_own_harmless_object(module, path));
        let decorates = matches!(
            operation.kind,
            OperationKind::Decorate | OperationKind::DecorateByResult
        );
        let verb = if decorates { "decorates with" } else { "calls" };
        if harmless || self.was_harmless {
            Call::Harmless
        } else {
            effect(format!("{verb} `{shown}`"))
        }
    }

    /// Whether a path is a method of an object that the observed module made itself, of a kind that keeps to itself: a command
    /// added to the module's own group, say.
    fn is_own_harmless_object(&self, module: ModuleId, path: &Path) -> bool {
        let object = Path {
            attributes: Vec::new(),
            ..path.clone()
        };
        self.is_own_object(module, path)
            && self
                .program
                .known_names(module, &object)
                .iter()
                .any(|name| self.rules.is_harmless_call(name))
    }

    /// Whether the call is a function of a module, rather than a method of an object.
    fn is_module_attribute(&self, module: ModuleId, path: &Path) -> bool {
        let object = Path {
            attributes: path.attributes[..path.attributes.len().saturating_sub(1)].to_vec(),
            ..path.clone()
        };
        matches!(self.program.entity(module, &object), Some(Entity::Module(_)))
    }

    /// The bodies that a call runs, where all of them are known.
    fn followed(&self, module: ModuleId, operation: &Operation, path: &Path) -> Option<Vec<Body>> {
        let facts = self.program.facts(module)?;
        let mut bodies = called(self.program, module, facts, operation);
        let local = path.binding.is_some_and(|id| {
            let binding = &facts.bindings[id as usize];
            binding.scope != MODULE && binding.kinds.functions == 1 && path.attributes.is_empty()
        });
        if local || own_method(facts, path).is_some() {
            return Some(bodies);
        }
        let Some(Entity::Attribute(target, name)) = self.program.entity(module, path) else {
            return None;
        };
        // What the standard library's functions do is known by name, whether or not its files were read.
        if self.program.modules[target].kind == Kind::Standard {
            return None;
        }
        let target_facts = self.program.facts(target)?;
        let (head, rest) = name
            .split_once('.')
            .map_or((name.as_str(), None), |(head, rest)| (head, Some(rest)));
        let definition = target_facts
            .definitions
            .iter()
            .find(|definition| definition.scope == MODULE && definition.name == head)?;
        let known = match (definition.is_class, rest) {
            // A decorated function is what its decorators make of it: the functions in them, as far as they are known.
            (false, None) => {
                for decorator in &definition.decorators {
                    let path = decorator.path.as_ref()?;
                    let names = self.program.known_names(target, path);
                    if !names.iter().any(|name| self.rules.is_harmless_call(name)) {
                        bodies.extend(self.functions_of(target, path)?);
                    }
                }
                true
            }
            (true, None) => self.instances_are_plain(target, definition),
            (true, Some(method)) => {
                let methods = &target_facts.definitions;
                methods
                    .iter()
                    .any(|inner| inner.scope == definition.body && inner.name == method)
            }
            (false, Some(_)) => false,
        };
        known.then_some(bodies)
    }

    /// The functions within a function that a path names: what it may hand out.
    fn functions_of(&self, module: ModuleId, path: &Path) -> Option<Vec<Body>> {
        let Some(Entity::Attribute(target, name)) = self.program.entity(module, path) else {
            return None;
        };
        let facts = self.program.facts(target)?;
        let maker = facts
            .definitions
            .iter()
            .find(|maker| maker.scope == MODULE && maker.name == name && !maker.is_class)?;
        let inner = facts
            .definitions
            .iter()
            .filter(|inner| inner.scope == maker.body && !inner.is_class);
        Some(inner.map(|inner| (target, inner.body)).collect())
    }

    /// Reads of the environment and the like in the body of a module or of a function that it runs.
    pub(super) fn of_reads(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        body: Option<ScopeId>,
    ) -> Option<(Span, String)> {
        facts.references.iter().find_map(|reference| {
            let binding = &facts.bindings[reference.binding as usize];
            let imported = binding.kinds.imports > 0 && reference.phase == Phase::Run;
            if !imported || facts.executing_function(reference.scope) != body {
                return None;
            }
            let path = Path {
                root: binding.name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes.clone(),
            };
            let known = self.program.known_names(module, &path);
            let outside = known.iter().any(|name| names::is_surroundings(name));
            outside.then(|| (reference.span, format!("reads `{}`", path.dotted())))
        })
    }
}
