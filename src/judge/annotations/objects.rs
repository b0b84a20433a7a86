//! What a name in the code of the project stands for, where that is a function or class of the project.
mod results;

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::meaning::Meaning;
use super::{DEEPEST, Owner};
use crate::graph::effort::spend;
use crate::graph::{Entity, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Binding, BindingId, Definition, DefinitionId, MODULE, Origin, Path, ScopeId, ScopeKind, Value,
};

/// Attributes of a function or class that lead to itself.
/// Not in `rules/`: functions, methods and properties of Python have no others.
const ITSELF: [&str; 8] = [
    "__class__",
    "fget",
    "fset",
    "__func__",
    "__wrapped__",
    "__init__",
    "__call__",
    "__new__",
];

/// The functions and classes of the project by name.
pub(super) struct Objects<'a> {
    pub program: &'a Program,
    rules: &'a Rules,
    by_name: FxHashMap<(ModuleId, ScopeId, &'a str), Vec<DefinitionId>>,
    /// What variables were found to be: one that is assigned often, from itself, would be followed over and over.
    variables: RefCell<FxHashMap<Variable, Meaning>>,
}

/// A variable of a module, attributes of what it is, and how deep the search was.
type Variable = (ModuleId, BindingId, Vec<String>, usize);

/// The function whose parameter a binding is, and its place among the parameters.
fn parameter_of(facts: &ModuleFacts, binding: &Binding) -> Option<(DefinitionId, usize)> {
    let function = facts.scopes[binding.scope as usize].definition?;
    let mut names = facts.definitions[function as usize].parameters.iter();
    Some((function, names.position(|name| *name == binding.name)?))
}

impl<'a> Objects<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules) -> Self {
        let mut by_name: FxHashMap<_, Vec<DefinitionId>> = FxHashMap::default();
        for (module, facts) in own(program) {
            for (id, definition) in facts.definitions.iter().enumerate() {
                let key = (module, definition.scope, definition.name.as_str());
                by_name.entry(key).or_default().push(id as DefinitionId);
            }
        }
        Objects {
            program,
            rules,
            by_name,
            variables: RefCell::default(),
        }
    }

    /// The modules of the project.
    pub fn own(&self) -> impl Iterator<Item = (ModuleId, &'a ModuleFacts)> + use<'a> {
        own(self.program)
    }

    pub fn definition(&self, (module, id): Owner) -> Option<&'a Definition> {
        self.program.facts(module)?.definitions.get(id as usize)
    }

    /// The functions and classes in the body of a class.
    pub fn members(&self, owner: Owner) -> Vec<Owner> {
        let (Some(class), Some(facts)) = (self.definition(owner), self.program.facts(owner.0)) else {
            return Vec::new();
        };
        let inside = facts.definitions.iter().enumerate();
        inside
            .filter(|(_, member)| class.is_class && member.scope == class.body)
            .map(|(id, _)| (owner.0, id as DefinitionId))
            .collect()
    }

    /// The class whose method a function is.
    pub fn class_of(&self, owner: Owner) -> Option<Owner> {
        let facts = self.program.facts(owner.0)?;
        let scope = &facts.scopes[self.definition(owner)?.scope as usize];
        let class = scope.definition.filter(|_| scope.kind == ScopeKind::Class)?;
        Some((owner.0, class))
    }

    /// What a path in a module stands for.
    pub fn path(&self, module: ModuleId, path: &Path) -> Meaning {
        self.path_within(module, path, 0)
    }

    fn path_within(&self, module: ModuleId, path: &Path, depth: usize) -> Meaning {
        spend(1);
        let Some(facts) = self.program.facts(module).filter(|_| depth < DEEPEST) else {
            return Meaning::unknown();
        };
        let Some(id) = path.binding else {
            return self.starred(module, facts, path, depth);
        };
        let binding = &facts.bindings[id as usize];
        let kinds = binding.kinds;
        if kinds.imports + kinds.type_checking_imports > 0 {
            return match self.program.trail(module, id, &path.attributes).map(|trail| trail.end) {
                Some(Entity::Module(module)) => Meaning {
                    modules: vec![module],
                    ..Meaning::default()
                },
                Some(Entity::Attribute(target, dotted)) => self.global(target, &dotted, depth + 1),
                None => Meaning::default(),
            };
        }
        let mut meaning = Meaning::default();
        if kinds.functions + kinds.classes > 0 {
            let named = self.by_name.get(&(module, binding.scope, binding.name.as_str()));
            let owners = named.into_iter().flatten().map(|&id| (module, id));
            for owner in owners {
                meaning.add(self.inside(owner, &path.attributes));
            }
        }
        if kinds.parameters > 0 {
            meaning.add(match parameter_of(facts, binding) {
                Some((function, place)) => self.parameter(((module, function), place), &path.attributes, depth),
                None => Meaning::unknown(),
            });
        }
        if kinds.assignments > 0 {
            let variable = (module, id, path.attributes.clone(), depth);
            let known = self.variables.borrow().get(&variable).cloned();
            meaning.add(known.unwrap_or_else(|| {
                let found = self.variable(module, facts, id, &path.attributes, depth);
                self.variables.borrow_mut().insert(variable, found.clone());
                found
            }));
        }
        meaning
    }

    /// A name that nothing in its file binds: a builtin, or one that a star brings.
    fn starred(&self, module: ModuleId, facts: &ModuleFacts, path: &Path, depth: usize) -> Meaning {
        let mut meaning = Meaning::default();
        for import in facts.imports.iter().filter(|import| import.is_star()) {
            let source = self.program.absolute(module, import);
            if let Some(source) = source.and_then(|name| self.program.find(&name))
                && self.program.binding(source, &path.root).is_some()
            {
                meaning.add(self.global(source, &path.dotted(), depth + 1));
            }
        }
        meaning
    }

    /// An attribute of a module.
    fn global(&self, module: ModuleId, dotted: &str, depth: usize) -> Meaning {
        if !self.program.modules[module].is_own() {
            return Meaning::default();
        }
        let mut parts = dotted.split('.').map(str::to_owned);
        let root = parts.next().unwrap_or_default();
        match self.program.facts(module).and_then(|facts| facts.global(&root)) {
            Some(binding) => {
                let path = Path {
                    root,
                    binding: Some(binding),
                    attributes: parts.collect(),
                };
                self.path_within(module, &path, depth + 1)
            }
            None => Meaning::default(),
        }
    }

    /// What attributes of a function or class lead to.
    fn inside(&self, owner: Owner, attributes: &[String]) -> Meaning {
        let Some((first, rest)) = attributes.split_first() else {
            return Meaning::owners(vec![owner]);
        };
        let Some(definition) = self.definition(owner) else {
            return Meaning::unknown();
        };
        match self.by_name.get(&(owner.0, definition.body, first.as_str())) {
            Some(members) if definition.is_class => {
                let mut meaning = Meaning::default();
                for &member in members {
                    meaning.add(self.inside((owner.0, member), rest));
                }
                meaning
            }
            _ if ITSELF.contains(&first.as_str()) => self.inside(owner, rest),
            // Something that the class holds, inherits or is given.
            _ => Meaning::unknown(),
        }
    }

    /// What attributes of a parameter lead to: the place is that among the parameters of the function.
    fn parameter(&self, (owner, place): (Owner, usize), attributes: &[String], depth: usize) -> Meaning {
        let rest = attributes.iter().position(|name| !ITSELF.contains(&name.as_str()));
        match (rest, self.class_of(owner)) {
            (None, _) => Meaning {
                parameters: vec![(owner, place)],
                ..Meaning::default()
            },
            // `self.method`; `cls.method` and `self.__class__.method` are the functions that properties are made of.
            (Some(0), Some(class)) if place == 0 && self.is_of_instances(owner) => {
                self.of_instance(class, attributes, depth)
            }
            (Some(at), Some(class)) if place == 0 => self.inside(class, &attributes[at..]),
            _ => Meaning::unknown(),
        }
    }

    fn variable(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        id: BindingId,
        attributes: &[String],
        depth: usize,
    ) -> Meaning {
        let binding = &facts.bindings[id as usize];
        let mut meaning = Meaning::default();
        for alias in facts.type_aliases.iter().filter(|alias| alias.binding == id) {
            for path in &alias.names {
                meaning.add(self.path_within(module, path, depth + 1));
            }
        }
        if !meaning.owners.is_empty() {
            return meaning;
        }
        let value = binding.value.as_deref().filter(|_| binding.kinds.assignments == 1);
        if let Some(Value::Alias(path)) = value {
            let path = Path {
                attributes: [path.attributes.as_slice(), attributes].concat(),
                ..path.clone()
            };
            return self.path_within(module, &path, depth + 1);
        }
        if binding.origins.is_empty() {
            return Meaning::unknown();
        }
        for origin in &binding.origins {
            meaning.add(self.origin(module, origin, attributes, depth + 1));
        }
        meaning
    }

    /// What a value that comes from somewhere may be.
    pub fn came_from(&self, module: ModuleId, origin: &Origin) -> Meaning {
        self.origin(module, origin, &[], 0)
    }

    fn origin(&self, module: ModuleId, origin: &Origin, attributes: &[String], depth: usize) -> Meaning {
        if depth >= DEEPEST {
            return Meaning::unknown();
        }
        let longer = |path: &Path| Path {
            attributes: [path.attributes.as_slice(), attributes].concat(),
            ..path.clone()
        };
        match origin {
            Origin::Object(path) => self.path_within(module, &longer(path), depth),
            // An element, or something else that it holds.
            Origin::Held(path) | Origin::Part(path) => {
                let mut meaning = self.path_within(module, path, depth);
                if matches!(origin, Origin::Part(_)) {
                    meaning.within |= !self.is_container(module, path);
                    for whole in std::mem::take(&mut meaning.modules) {
                        meaning.add(self.attributes_of(whole, depth + 1));
                    }
                }
                meaning
            }
            Origin::Call(path) => self.result(module, path, attributes, depth),
            Origin::Lambda(_) => Meaning::default(),
            Origin::Unknown => Meaning::unknown(),
        }
    }

    /// What some attribute of a module may be: what is defined there, imported there, or assigned.
    fn attributes_of(&self, module: ModuleId, depth: usize) -> Meaning {
        let facts = self
            .program
            .facts(module)
            .filter(|_| self.program.modules[module].is_own());
        let Some(facts) = facts.filter(|_| depth < DEEPEST) else {
            return Meaning::default();
        };
        let mut meaning = Meaning::default();
        for binding in facts.scopes[MODULE as usize]
            .names
            .iter()
            .map(|&id| &facts.bindings[id as usize])
        {
            // What is made of literals is not a function or class.
            let is_data = binding.kinds.assignments > 0 && binding.origins.is_empty();
            let is_only_data = is_data && binding.kinds.functions + binding.kinds.classes + binding.kinds.imports == 0;
            if !is_only_data || binding.kinds.from_global_statement {
                meaning.add(self.global(module, &binding.name, depth + 1));
            }
        }
        meaning
    }

    /// What a call hands out: an instance of a class, or what cannot be told.
    fn result(&self, module: ModuleId, path: &Path, attributes: &[String], depth: usize) -> Meaning {
        let called = self.path_within(module, path, depth);
        let is_class = |&owner: &Owner| self.definition(owner).is_some_and(|definition| definition.is_class);
        let classes: Vec<Owner> = called.owners.iter().copied().filter(is_class).collect();
        if !classes.is_empty() {
            let mut meaning = Meaning::default();
            for class in classes {
                meaning.add(self.of_instance(class, attributes, depth));
            }
            return meaning;
        }
        // `vars(cls).values()` is what `vars` hands on.
        let mut names = std::iter::once(&path.root).chain(&path.attributes);
        let hands_on = names.any(|name| self.rules.knows(Group::HandsOn, name) || name == "super");
        match called.is_foreign() && !hands_on {
            true => Meaning::default(),
            false => Meaning::unknown(),
        }
    }

    /// Whether a variable holds containers that are made on the spot: what is taken out of one is what was put into it.
    fn is_container(&self, module: ModuleId, path: &Path) -> bool {
        let facts = self.program.facts(module);
        let binding = facts.and_then(|facts| facts.bindings.get(path.binding? as usize));
        let mut origins = binding.map(|binding| binding.origins.iter()).into_iter().flatten();
        let is_variable = binding.is_some_and(|binding| binding.kinds.assignments > 0 && !binding.origins.is_empty());
        is_variable && path.attributes.is_empty() && origins.all(|origin| matches!(origin, Origin::Held(_)))
    }
}

fn own(program: &Program) -> impl Iterator<Item = (ModuleId, &ModuleFacts)> {
    let ids = program.own_modules();
    ids.filter_map(|id| Some((id, program.facts(id)?)))
}
