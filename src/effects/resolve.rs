//! What a dotted name leads to when it is called: functions, classes and methods, through imports, assignments and bases.
use super::Body;
use super::objects::Owner;
use super::observe::Observer;
use crate::graph::{Entity, Kind, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, MODULE, Origin, Path, ScopeId, ScopeKind, Value};

/// Something that can be called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// A function; of a method, whose the object is that it is called on.
    Function { body: Body, receiver: Option<Owner> },
    /// A class, by the scope of its body.
    Class(ModuleId, ScopeId),
}

/// The result of looking for a method in a class and its bases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    Found(Body),
    /// Nowhere, or where nothing else is known to be.
    Absent,
    /// There is a base that cannot be looked into.
    Unknown,
}

const DEEPEST_BASES: usize = 20;
const DEEPEST_SEARCH: usize = 6;

impl<'a> Observer<'a> {
    /// What a path leads to; empty where that cannot be told.
    pub fn found(&self, module: ModuleId, path: &Path) -> Vec<Found> {
        // `x = x.next()` leads to itself.
        if self.searching.get() >= DEEPEST_SEARCH {
            return Vec::new();
        }
        self.searching.set(self.searching.get() + 1);
        let found = self.found_within(module, path);
        self.searching.set(self.searching.get() - 1);
        found
    }

    fn found_within(&self, module: ModuleId, path: &Path) -> Vec<Found> {
        let (Some(facts), Some(id)) = (self.program.facts(module), path.binding) else {
            return Vec::new();
        };
        let binding = &facts.bindings[id as usize];
        if let Some(found) = self.of_self(module, facts, path) {
            return vec![found];
        }
        if binding.scope != MODULE && binding.kinds.imports == 0 {
            return self.in_scope(module, facts, binding.scope, &binding.name, &path.attributes);
        }
        match self.program.entity(module, path) {
            Some(Entity::Attribute(target, name)) => {
                // What the standard library does is known by name, whether or not its files were read.
                let Some(target_facts) = self.program.facts(target) else {
                    return Vec::new();
                };
                if target != module && self.program.modules[target].kind == Kind::Standard {
                    return Vec::new();
                }
                let parts: Vec<String> = name.split('.').map(str::to_owned).collect();
                self.in_scope(target, target_facts, MODULE, &parts[0], &parts[1..])
            }
            _ => Vec::new(),
        }
    }

    /// What a name in a scope leads to, with attributes behind it.
    fn in_scope(
        &self,
        module: ModuleId,
        facts: &'a ModuleFacts,
        scope: ScopeId,
        name: &str,
        rest: &[String],
    ) -> Vec<Found> {
        let named = |definition: &&Definition| definition.scope == scope && definition.name == name;
        let found: Vec<Found> = facts
            .definitions
            .iter()
            .filter(named)
            .filter_map(|definition| match (definition.is_class, rest) {
                (false, []) => Some(Found::Function {
                    body: (module, definition.body),
                    receiver: None,
                }),
                (true, []) => Some(Found::Class(module, definition.body)),
                (true, [method]) => {
                    self.method_of(module, definition, class_method(method), Some(Owner::Module(module)))
                }
                _ => None,
            })
            .collect();
        if !found.is_empty() {
            return found;
        }
        let Some(binding) = facts.scopes[scope as usize]
            .names
            .iter()
            .map(|&id| &facts.bindings[id as usize])
            .find(|binding| binding.name == name)
        else {
            return Vec::new();
        };
        if let ([Origin::Lambda(start)], []) = (binding.origins.as_slice(), rest) {
            let lambda = facts.lambdas.iter().find(|(at, _)| at == start);
            return lambda
                .map(|&(_, scope)| Found::Function {
                    body: (module, scope),
                    receiver: None,
                })
                .into_iter()
                .collect();
        }
        let method = match rest {
            [] => "__call__",
            [method] => method,
            _ => return Vec::new(),
        };
        let Some(Value::Call(maker)) = &binding.value else {
            return Vec::new();
        };
        let lives = match facts.executing_function(scope) {
            Some(_) => Owner::Fresh,
            None => Owner::Module(module),
        };
        match self.found(module, maker).as_slice() {
            [Found::Class(target, class)] => self
                .class(*target, *class)
                .and_then(|class| self.method_of(*target, class, method, Some(lives)))
                .into_iter()
                .collect(),
            _ => Vec::new(),
        }
    }

    fn method_of(&self, module: ModuleId, class: &Definition, name: &str, receiver: Option<Owner>) -> Option<Found> {
        match self.method(module, class, name, 0) {
            Method::Found(body) => Some(Found::Function { body, receiver }),
            _ => None,
        }
    }

    /// `self.method` and `cls.method` in a method of a class.
    fn of_self(&self, module: ModuleId, facts: &ModuleFacts, path: &Path) -> Option<Found> {
        let [method] = path.attributes.as_slice() else {
            return None;
        };
        let binding = &facts.bindings[path.binding? as usize];
        let is_self = matches!(binding.name.as_str(), "self" | "cls") && binding.kinds.parameters == 1;
        let class = self.class_around(facts, binding.scope).filter(|_| is_self)?;
        self.method_of(module, class, method, Some(Owner::Parameter(binding.name.clone())))
    }

    /// The class whose method a function is.
    pub fn class_around<'f>(&self, facts: &'f ModuleFacts, function: ScopeId) -> Option<&'f Definition> {
        let parent = facts.scopes[function as usize].parent?;
        let scope = &facts.scopes[parent as usize];
        (scope.kind == ScopeKind::Class).then_some(&facts.definitions[scope.definition? as usize])
    }

    /// A class by the scope of its body.
    pub fn class(&self, module: ModuleId, body: ScopeId) -> Option<&'a Definition> {
        let facts = self.program.facts(module)?;
        Some(&facts.definitions[facts.scopes[body as usize].definition? as usize])
    }

    /// Looks for a method in a class, then in its bases.
    pub fn method(&self, module: ModuleId, class: &Definition, name: &str, depth: usize) -> Method {
        let Some(facts) = self.program.facts(module).filter(|_| depth < DEEPEST_BASES) else {
            return Method::Unknown;
        };
        let own = facts
            .definitions
            .iter()
            .rfind(|inner| inner.scope == class.body && inner.name == name && !inner.is_class);
        match own {
            Some(own) => Method::Found((module, own.body)),
            None => self.inherited(module, class, name, depth),
        }
    }

    /// The same, in the bases only.
    pub fn inherited(&self, module: ModuleId, class: &Definition, name: &str, depth: usize) -> Method {
        for base in &class.bases {
            let Some(base) = base else { return Method::Unknown };
            let found = match self.base(module, base) {
                Base::Class(target, base) => self.method(target, base, name, depth + 1),
                Base::Harmless => Method::Absent,
                Base::Unknown => Method::Unknown,
            };
            if found != Method::Absent {
                return found;
            }
        }
        Method::Absent
    }

    /// The module of the nearest class, from a class up through its bases, that binds a name in its body.
    pub fn holder_of(&self, module: ModuleId, class: &Definition, name: &str, depth: usize) -> Option<ModuleId> {
        let facts = self.program.facts(module).filter(|_| depth < DEEPEST_BASES)?;
        let own = facts.scopes[class.body as usize].names.iter();
        let holds = own
            .map(|&id| &facts.bindings[id as usize])
            .any(|binding| binding.name == name && binding.kinds.assignments > 0);
        if holds {
            return Some(module);
        }
        class
            .bases
            .iter()
            .flatten()
            .find_map(|base| match self.base(module, base) {
                Base::Class(target, base) => self.holder_of(target, base, name, depth + 1),
                _ => None,
            })
    }

    /// What a base class is.
    pub fn base(&self, module: ModuleId, base: &Path) -> Base<'a> {
        let known = self.program.known_names(module, base);
        if base.binding.is_none() || known.iter().any(|name| self.rules.is_harmless_call(name)) {
            return Base::Harmless;
        }
        match self.found(module, base).first() {
            Some(Found::Class(target, body)) => match self.class(*target, *body) {
                Some(class) => Base::Class(*target, class),
                None => Base::Unknown,
            },
            _ => match self.program.entity(module, base) {
                Some(Entity::Attribute(target, _)) if self.program.modules[target].kind == Kind::Standard => {
                    Base::Harmless
                }
                _ => Base::Unknown,
            },
        }
    }
}

/// A base class.
pub(super) enum Base<'a> {
    Class(ModuleId, &'a Definition),
    /// One of Python's own, or one that the rules know.
    Harmless,
    Unknown,
}

/// A subscript of a class calls another method than one of an object.
fn class_method(name: &str) -> &str {
    match name {
        "__getitem__" => "__class_getitem__",
        name => name,
    }
}
