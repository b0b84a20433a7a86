//! The effects of making a class: metaclasses and `__init_subclass__` of its bases.
use super::Look;
use crate::graph::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, MODULE, Path};
use crate::syntax::Span;

/// Metaclasses of the standard library that register nothing but the class's own members.
const HARMLESS_METACLASSES: [&str; 5] = [
    "abc.ABCMeta",
    "enum.EnumMeta",
    "enum.EnumType",
    "type",
    "typing.NamedTupleMeta",
];
const DEEPEST_BASES: usize = 20;

impl Look<'_> {
    /// The first class of the observed module whose making may do something.
    pub(super) fn of_classes(&self, facts: &ModuleFacts) -> Option<(Span, String)> {
        let at_import =
            |definition: &&Definition| definition.is_class && facts.executing_function(definition.scope).is_none();
        facts.definitions.iter().filter(at_import).find_map(|definition| {
            let reason = self.making(self.module, definition, 0, false)?;
            Some((definition.name_span, reason))
        })
    }

    /// Whether making an instance of a class runs nothing but methods that are observed.
    pub(super) fn instances_are_plain(&self, module: ModuleId, definition: &Definition) -> bool {
        self.making(module, definition, 0, false).is_none()
    }

    /// What making a subclass of (or, at depth 0, the class of) a definition may do.
    fn making(&self, module: ModuleId, definition: &Definition, depth: usize, foreign: bool) -> Option<String> {
        if depth > DEEPEST_BASES {
            return Some("has a base class that cannot be followed".to_owned());
        }
        let facts = self.program.facts(module)?;
        for (keyword, path) in &definition.keywords {
            let harmless = path.as_ref().is_some_and(|path| {
                self.program
                    .known_names(module, path)
                    .iter()
                    .any(|name| HARMLESS_METACLASSES.contains(&name.as_str()) || self.rules.is_harmless_call(name))
            });
            if keyword == "metaclass" && !harmless {
                return Some(format!("makes the class `{}` with a metaclass", definition.name));
            }
        }
        let hook = facts.definitions.iter().any(|inner| {
            inner.scope == definition.body && matches!(inner.name.as_str(), "__init_subclass__" | "__set_name__")
        });
        // The project's own hooks are run with the module and observed there; those of packages are not.
        if foreign && hook {
            return Some(format!(
                "makes a subclass of `{}`, which has an `__init_subclass__`",
                definition.name
            ));
        }
        definition.bases.iter().find_map(|base| match base {
            Some(base) => self.subclassing(module, base, depth),
            None => Some(format!("makes the class `{}` from a computed base", definition.name)),
        })
    }

    fn subclassing(&self, module: ModuleId, base: &Path, depth: usize) -> Option<String> {
        let known = self.program.known_names(module, base);
        if known.iter().any(|name| self.rules.is_harmless_call(name)) {
            return None;
        }
        let unknown = || {
            Some(format!(
                "makes a subclass of `{}`, which may do anything",
                base.dotted()
            ))
        };
        // A builtin does nothing.
        base.binding?;
        match self.program.entity(module, base) {
            Some(Entity::Attribute(target, name)) => {
                if self.program.modules[target].kind == crate::graph::Kind::Standard {
                    return None;
                }
                let Some(facts) = self.program.facts(target) else {
                    return unknown();
                };
                let mut found = facts
                    .definitions
                    .iter()
                    .filter(|definition| definition.scope == MODULE && definition.is_class && definition.name == name);
                match found.next() {
                    Some(definition) => {
                        self.making(target, definition, depth + 1, !self.program.modules[target].is_own())
                    }
                    None => unknown(),
                }
            }
            _ => {
                let local = self
                    .program
                    .facts(module)
                    .zip(base.binding)
                    .is_some_and(|(facts, id)| facts.bindings[id as usize].kinds.classes == 1);
                if local { None } else { unknown() }
            }
        }
    }
}
