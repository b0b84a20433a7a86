//! Functions whose local names somebody goes through who looks into their frames: a name that is imported there would be one more.
use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::graph::visibility::frames::Whose;
use crate::graph::visibility::{Part, Sighting, each_part, note};
use crate::semantics::ModuleFacts;
use crate::semantics::code::Expr;
use crate::semantics::facts::{Binding, Operation, OperationKind, Path, ScopeId, ScopeKind};

/// What has a function called with every frame.
/// Not in `rules/`: the standard library has no others.
const FOLLOWERS: [&str; 3] = ["setprofile", "settrace", "monitoring"];

/// Special methods that a call of the class runs, which is in plain sight.
/// Not in `rules/`: Python's data model has no others.
const MADE_BY: [&str; 3] = ["__init__", "__new__", "__post_init__"];

impl Look<'_> {
    /// Notes the functions of the project whose frame it may be.
    pub(super) fn locals_of_callers(&mut self, whose: Whose, at: Sighting) {
        let program = self.program;
        let own: Vec<(ModuleId, &ModuleFacts)> = program
            .own_modules()
            .filter_map(|id| Some((id, program.facts(id)?)))
            .collect();
        let defined = match whose {
            Whose::Callers => self.names_given(),
            Whose::Caller(_) | Whose::Handed(_) | Whose::Own | Whose::Nobody | Whose::Anybody => FxHashSet::default(),
        };
        let is_of_this = |id: ModuleId, call: &Operation| {
            let path = call.path.as_ref();
            id == self.module
                || path.is_some_and(|path| match program.entity(id, path) {
                    Some(Entity::Attribute(target, _)) => target == self.module,
                    Some(Entity::Module(_)) => false,
                    // A method of something.
                    None => !path.attributes.is_empty() && defined.contains(path.last()),
                })
        };
        let looks = |id: ModuleId, call: &Operation| match whose {
            Whose::Caller(name) => {
                let name = self.facts.code.name(name);
                let is_it = |path: &Path| match program.entity(id, path) {
                    // By whatever name: `from app.frames import look as see`.
                    Some(Entity::Attribute(target, of)) if target == self.module => of == name,
                    _ => false,
                };
                let path = call.path.as_ref();
                path.is_some_and(|path| path.last() == name || is_it(path))
            }
            Whose::Callers => is_of_this(id, call),
            // Of a frame that may be anybody's, only names are asked for that a module has.
            Whose::Handed(_) | Whose::Own | Whose::Nobody | Whose::Anybody => false,
        };
        let mut found = FxHashSet::default();
        for &(id, facts) in &own {
            let calls = facts
                .operations
                .iter()
                .filter(|call| call.kind != OperationKind::Implicit);
            let calling = calls.filter(|call| looks(id, call));
            found.extend(calling.filter_map(|call| Some((id, facts.executing_function(call.scope)?))));
            // The frames of all functions are handed over: those that are named are looked into.
            let is_followed =
                matches!(whose, Whose::Handed(_)) && FOLLOWERS.iter().any(|name| self.facts.code.has_name(name));
            let named = facts
                .definitions
                .iter()
                .filter(|function| is_followed && !function.is_class && self.facts.words.contains(&function.name));
            found.extend(named.map(|function| (id, function.body)));
        }
        if whose == Whose::Callers {
            found.extend(self.run_without_a_call(&own, &defined));
        }
        for function in found {
            note(&mut self.seen.locals_read, function, at);
        }
    }

    /// Functions that may run code of this file where nobody sees a call of it: they take an attribute of an object which a class here
    /// has, as a property or to call it later, or name it; or an operator, a `with` or the like calls a special method that comes to
    /// look into frames.
    fn run_without_a_call(
        &self,
        own: &[(ModuleId, &ModuleFacts)],
        defined: &FxHashSet<&str>,
    ) -> FxHashSet<(ModuleId, ScopeId)> {
        let is_special = self.special_methods_look();
        let mut found = FxHashSet::default();
        for &(id, facts) in own.iter().filter(|(id, _)| self.has_this(*id)) {
            let function = |scope: ScopeId| Some((id, facts.executing_function(scope)?));
            if is_special {
                let functions = facts.definitions.iter().filter(|one| !one.is_class);
                found.extend(functions.map(|one| (id, one.body)));
                continue;
            }
            let code = &facts.code;
            let is_imported = |name: &str| {
                let binding = facts.global(name).map(|id| &facts.bindings[id as usize]);
                binding.is_some_and(|binding| binding.kinds.only_imports())
            };
            for body in &code.bodies {
                each_part(code, &body.statements, &mut |part| {
                    if let Part::Expression(at, _) = part
                        && let Expr::Attribute(of, attribute) = code.expression(at)
                        && defined.contains(code.name(*attribute))
                        && !matches!(code.expression(*of), Expr::Name(of) if is_imported(code.name(*of)))
                    {
                        found.extend(function(body.scope));
                    }
                });
            }
            let named = facts
                .operations
                .iter()
                .filter(|call| call.texts.iter().any(|text| defined.contains(text.as_str())));
            found.extend(named.filter_map(|call| function(call.scope)));
        }
        found
    }

    /// Whether a module may have objects of this one's classes: it is this one, or imports it or what a package gives of it.
    fn has_this(&self, id: ModuleId) -> bool {
        let program = self.program;
        let imports = |id: ModuleId, target: ModuleId| {
            let mut imports = program.facts(id).into_iter().flat_map(|facts| &facts.imports);
            imports.any(|import| program.targets(id, import).contains(&target))
        };
        let around = std::iter::successors(program.parent(self.module), |&id| program.parent(id));
        let mut gives = around.filter(|&package| imports(package, self.module));
        id == self.module || imports(id, self.module) || gives.any(|package| imports(id, package))
    }

    /// Whether a special method of a class here comes to look into frames: what is called in it, or in what that calls, asks for one.
    fn special_methods_look(&self) -> bool {
        let facts = self.facts;
        let body_of = |scope: ScopeId| {
            let function = facts.executing_function(scope)?;
            facts.definitions.iter().find(|one| one.body == function)
        };
        let calls = || facts.operations.iter().filter(|call| call.kind == OperationKind::Call);
        let asks = |name: &str| matches!(name, "_getframe" | "currentframe" | "stack");
        let mut looking: FxHashSet<&str> = FxHashSet::default();
        loop {
            let count = looking.len();
            for call in calls() {
                let called = call.path.as_ref().map(|path| path.last());
                if called.is_some_and(|name| asks(name) || looking.contains(name))
                    && let Some(body) = body_of(call.scope)
                {
                    looking.insert(&body.name);
                }
            }
            if looking.len() == count {
                break;
            }
        }
        looking
            .iter()
            .any(|name| name.starts_with("__") && name.ends_with("__") && !MADE_BY.contains(name))
    }

    /// What this file gives a name: functions, classes, what classes have, and what texts name.
    fn names_given(&self) -> FxHashSet<&str> {
        let facts = self.facts;
        let of_class = |binding: &&Binding| facts.scopes[binding.scope as usize].kind == ScopeKind::Class;
        let definitions = facts.definitions.iter().map(|one| one.name.as_str());
        let of_classes = facts
            .bindings
            .iter()
            .filter(of_class)
            .map(|binding| binding.name.as_str());
        let words = facts.words.iter().map(String::as_str);
        definitions.chain(of_classes).chain(words).collect()
    }
}
