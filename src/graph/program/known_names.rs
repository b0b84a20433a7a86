//! Under which dotted names the rules may know something.
use super::trail::{Entity, LONGEST_CHAIN};
use super::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Path, ScopeId, Value};

impl Program {
    /// The names under which rules may know what a path stands for, from the way it was imported to where it is defined; for a
    /// builtin, its name. Empty where nothing is known.
    pub fn known_names(&self, module: ModuleId, path: &Path) -> Vec<String> {
        let Some(facts) = self.facts(module) else {
            return Vec::new();
        };
        self.names_within(module, facts, path, 0)
    }

    fn names_within(&self, module: ModuleId, facts: &ModuleFacts, path: &Path, depth: usize) -> Vec<String> {
        let Some(id) = path.binding else {
            return vec![path.dotted()];
        };
        let binding = &facts.bindings[id as usize];
        let with_rest = |name: String| {
            std::iter::once(name)
                .chain(path.attributes.iter().cloned())
                .collect::<Vec<_>>()
                .join(".")
        };
        let mut names = Vec::new();
        if binding.kinds.imports > 0 {
            if let Some(import) = self.first_import(module, id)
                && let Some(base) = self.absolute(module, import)
            {
                let start = match (&import.name, &import.asname) {
                    (Some(name), _) => format!("{base}.{name}"),
                    (None, Some(_)) => base,
                    (None, None) => base.split('.').next().unwrap_or_default().to_owned(),
                };
                names.push(with_rest(start));
            }
            if let Some(trail) = self.trail(module, id, &path.attributes) {
                for hop in &trail.hops {
                    let rest = path.attributes[hop.used.min(path.attributes.len())..].iter();
                    let name = format!("{}.{}", self.modules[hop.module].name, hop.name);
                    names.push(std::iter::once(name).chain(rest.cloned()).collect::<Vec<_>>().join("."));
                }
                names.push(self.dotted(&trail.end));
                names.extend(self.names_of_variable(&trail.end, depth));
            }
        } else if depth < LONGEST_CHAIN {
            match binding.value.as_deref() {
                Some(Value::Call(value) | Value::Alias(value)) => {
                    names.extend(
                        self.names_within(module, facts, value, depth + 1)
                            .into_iter()
                            .map(with_rest),
                    );
                }
                None => names.extend(
                    self.decorated_names(module, facts, binding.scope, &binding.name, depth)
                        .into_iter()
                        .map(with_rest),
                ),
            }
        }
        names.dedup();
        names
    }

    /// The names of what a variable (or decorated function) of another module was made from.
    fn names_of_variable(&self, entity: &Entity, depth: usize) -> Vec<String> {
        let Entity::Attribute(module, dotted) = entity else {
            return Vec::new();
        };
        let Some(facts) = self.facts(*module).filter(|_| depth < LONGEST_CHAIN) else {
            return Vec::new();
        };
        let mut parts = dotted.split('.').map(str::to_owned);
        let Some(root) = parts.next() else { return Vec::new() };
        let Some(&id) = self.names[*module].bindings.get(&root) else {
            return Vec::new();
        };
        let kinds = facts.bindings[id as usize].kinds;
        // A plain function or class is known by its own name.
        if kinds.imports > 0 || kinds.assignments != 1 && kinds.functions != 1 {
            return Vec::new();
        }
        let path = Path {
            root,
            binding: Some(id),
            attributes: parts.collect(),
        };
        self.names_within(*module, facts, &path, depth + 1)
    }

    /// A function that is decorated becomes what the decorator makes of it: `@click.group()` makes a `click.group`.
    fn decorated_names(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        scope: ScopeId,
        name: &str,
        depth: usize,
    ) -> Vec<String> {
        let definition = facts
            .definitions
            .iter()
            .find(|definition| definition.scope == scope && definition.name == name);
        definition
            .and_then(|definition| definition.decorators.first())
            .and_then(|decorator| decorator.path.as_ref())
            .map(|path| self.names_within(module, facts, path, depth + 1))
            .unwrap_or_default()
    }
}
