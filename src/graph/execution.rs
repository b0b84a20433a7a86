//! Which function bodies run while a module is imported: those that its body, or a decorator in it, calls by name, and so on.
//!
//! An approximation by names. It decides what an edit saves; that a moved import is found does not depend on it.
use rustc_hash::FxHashMap;

use super::program::{Entity, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, MODULE, Operation, OperationKind, Path, ScopeId, Value};

/// What belongs to each body of a module: `None` is all that runs with the module itself.
#[derive(Debug, Default)]
pub struct Bodies {
    /// Indices of operations.
    pub operations: FxHashMap<Option<ScopeId>, Vec<usize>>,
    /// Indices of references.
    pub references: FxHashMap<Option<ScopeId>, Vec<usize>>,
    /// Indices of imports.
    pub imports: FxHashMap<Option<ScopeId>, Vec<usize>>,
}

impl Bodies {
    /// Sorts what a file holds by the function that runs it.
    pub fn new(facts: &ModuleFacts) -> Self {
        let functions: Vec<Option<ScopeId>> = (0..facts.scopes.len())
            .map(|scope| facts.executing_function(scope as ScopeId))
            .collect();
        let mut bodies = Bodies::default();
        for (at, operation) in facts.operations.iter().enumerate() {
            bodies
                .operations
                .entry(functions[operation.scope as usize])
                .or_default()
                .push(at);
        }
        for (at, reference) in facts.references.iter().enumerate() {
            bodies
                .references
                .entry(functions[reference.scope as usize])
                .or_default()
                .push(at);
        }
        for (at, import) in facts.imports.iter().enumerate() {
            bodies
                .imports
                .entry(functions[import.scope as usize])
                .or_default()
                .push(at);
        }
        bodies
    }
}

/// The bodies that an operation runs, as far as they can be told by name.
pub fn called(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    operation: &Operation,
) -> Vec<(ModuleId, ScopeId)> {
    match operation.context.main_guard {
        true => Vec::new(),
        false => called_by_scripts(program, module, facts, operation),
    }
}

/// The same where who runs the file as a script calls it as others do.
pub fn called_by_scripts(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    operation: &Operation,
) -> Vec<(ModuleId, ScopeId)> {
    let Some(path) = &operation.path else {
        return Vec::new();
    };
    let Some((target, name)) = callee(program, module, facts, path) else {
        return Vec::new();
    };
    let Some(target_facts) = program.facts(target) else {
        return Vec::new();
    };
    let making = ["__init__", "__new__", "__post_init__", "__set_name__"].as_slice();
    let bodies = match operation.kind {
        OperationKind::Call | OperationKind::Decorate => bodies_of(target_facts, &name, making),
        OperationKind::With => bodies_of(target_facts, &name, &["__init__", "__new__", "__enter__", "__exit__"]),
        // The call made a function, which is called at once with what it decorates.
        OperationKind::DecorateByResult => bodies_of(target_facts, &name, &["__call__"])
            .iter()
            .flat_map(|&body| functions_in(target_facts, body))
            .collect(),
        _ => Vec::new(),
    };
    bodies.into_iter().map(|body| (target, body)).collect()
}

/// The module and the qualified name (or the scope, for a local function) that a path calls.
fn callee(program: &Program, module: ModuleId, facts: &ModuleFacts, path: &Path) -> Option<(ModuleId, Callee)> {
    let binding = &facts.bindings[path.binding? as usize];
    if let Some((class, method)) = own_method(facts, path) {
        return Some((module, Callee::Local(class, method)));
    }
    if binding.scope != MODULE && binding.kinds.imports == 0 {
        let scope = binding.scope;
        return Some((module, Callee::Local(scope, binding.name.clone())));
    }
    if let Some(Value::Call(class)) = binding.value.as_deref()
        && let Some(Entity::Attribute(target, name)) = program.entity(module, class)
    {
        return Some((target, Callee::Named(format!("{name}.{}", path.attributes.join(".")))));
    }
    match program.entity(module, path)? {
        Entity::Attribute(target, name) => Some((target, Callee::Named(name))),
        Entity::Module(_) => None,
    }
}

/// The class scope and the name of the method that `self.method` or `cls.method` means in a method of that class.
pub fn own_method(facts: &ModuleFacts, path: &Path) -> Option<(ScopeId, String)> {
    let [method] = path.attributes.as_slice() else {
        return None;
    };
    let binding = &facts.bindings[path.binding? as usize];
    let is_self = matches!(binding.name.as_str(), "self" | "cls") && binding.kinds.parameters == 1;
    let class = facts.scopes[binding.scope as usize].parent.filter(|_| is_self)?;
    let found = facts
        .definitions
        .iter()
        .any(|inner| inner.scope == class && inner.name == *method && !inner.is_class);
    found.then(|| (class, method.clone()))
}

enum Callee {
    Named(String),
    Local(ScopeId, String),
}

/// The bodies behind a name; of a class, those of the given methods.
fn bodies_of(facts: &ModuleFacts, callee: &Callee, methods: &[&str]) -> Vec<ScopeId> {
    let (scope, name) = match callee {
        Callee::Named(name) => (MODULE, name.as_str()),
        Callee::Local(scope, name) => (*scope, name.as_str()),
    };
    let (head, rest) = name
        .split_once('.')
        .map_or((name, None), |(head, rest)| (head, Some(rest)));
    let within = |class: ScopeId, method: &str| bodies_of(facts, &Callee::Local(class, method.to_owned()), &[]);
    let named = facts
        .definitions
        .iter()
        .filter(|definition| definition.scope == scope && definition.name == head);
    named
        .flat_map(|definition| match (definition.is_class, rest) {
            (false, None) => vec![definition.body],
            (true, None) => methods
                .iter()
                .flat_map(|method| within(definition.body, method))
                .collect(),
            (true, Some(method)) => within(definition.body, method),
            (false, Some(_)) => Vec::new(),
        })
        .collect()
}

fn functions_in(facts: &ModuleFacts, scope: ScopeId) -> Vec<ScopeId> {
    let nested = facts
        .definitions
        .iter()
        .filter(|definition| definition.scope == scope && !definition.is_class);
    nested.map(|definition| definition.body).collect()
}

/// `__init_subclass__` of the bases of some classes of a module.
pub fn subclass_hooks(program: &Program, module: ModuleId, definitions: &[Definition]) -> Vec<(ModuleId, ScopeId)> {
    let mut hooks = Vec::new();
    for definition in definitions.iter().filter(|definition| definition.is_class) {
        for base in definition.bases.iter().flatten() {
            if let Some(Entity::Attribute(target, name)) = program.entity(module, base)
                && let Some(target_facts) = program.facts(target)
            {
                let hook = Callee::Named(format!("{name}.__init_subclass__"));
                hooks.extend(
                    bodies_of(target_facts, &hook, &[])
                        .into_iter()
                        .map(|body| (target, body)),
                );
            }
        }
    }
    hooks
}
