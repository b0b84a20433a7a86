//! From a name to what it stands for, through imports and re-exports of other modules.
use super::{ModuleId, Program};
use crate::semantics::facts::{BindingId, Import, MODULE, Path, Value};

/// What a name stands for, seen from the whole program.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Entity {
    /// A module.
    Module(ModuleId),
    /// An attribute (perhaps dotted) of a module, defined there or of unknown origin.
    Attribute(ModuleId, String),
}

/// An attribute of a module that was passed on the way to an [`Entity`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Hop {
    /// The module.
    pub module: ModuleId,
    /// Its attribute.
    pub name: String,
    /// How many of the attributes of the path were used up to get here; the last of them is `name`.
    pub used: usize,
}

/// A resolved path: every module attribute that it passes, and where it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The attributes passed, in order: each is read when the path is evaluated.
    pub hops: Vec<Hop>,
    /// The end.
    pub end: Entity,
}

/// Re-exports are followed this far; longer chains are taken for loops.
pub(super) const LONGEST_CHAIN: usize = 24;

impl Program {
    /// What an import binds its name to.
    pub fn imported(&self, importer: ModuleId, import: &Import) -> Option<Entity> {
        self.trail_of_import(importer, import).map(|trail| trail.end)
    }

    /// The same, with how it gets there.
    pub fn trail_of_import(&self, importer: ModuleId, import: &Import) -> Option<Trail> {
        self.imported_trail(importer, import, 0)
    }

    /// Whether an installed module has taken a name from another one when it was loaded: what becomes of the name there, it does
    /// not notice.
    pub fn has_copy(&self, module: ModuleId, name: &str) -> bool {
        let Some(facts) = self.facts(module).filter(|_| !self.modules[module].is_own()) else {
            return false;
        };
        let Some(binding) = facts.global(name) else {
            return false;
        };
        let mut brings = facts.imports.iter().filter(|import| import.binding == Some(binding));
        let only = brings.next().filter(|_| brings.next().is_none());
        only.is_some_and(|import| import.name.is_some() && import.scope == MODULE && import.runs_in_any_case())
            && facts.bindings[binding as usize].kinds.only_imports()
            && facts.global("__getattr__").is_none()
    }

    pub(super) fn imported_trail(&self, importer: ModuleId, import: &Import, depth: usize) -> Option<Trail> {
        let base = self.absolute(importer, import)?;
        match &import.name {
            None if import.asname.is_some() => Some(Trail {
                hops: Vec::new(),
                end: Entity::Module(self.find(&base)?),
            }),
            None => Some(Trail {
                hops: Vec::new(),
                end: Entity::Module(self.find(base.split('.').next()?)?),
            }),
            Some(name) => Some(self.attribute(self.find(&base)?, name, 0, depth + 1)),
        }
    }

    /// What attribute `name` of a module is.
    pub(super) fn attribute(&self, module: ModuleId, name: &str, used: usize, depth: usize) -> Trail {
        let mut hops = vec![Hop {
            module,
            name: name.to_owned(),
            used,
        }];
        let own = self
            .binding(module, name)
            .filter(|&id| self.is_own_submodule(module, name, id));
        if let Some(submodule) = own.and_then(|_| self.submodule(module, name)) {
            return Trail {
                hops,
                end: Entity::Module(submodule),
            };
        }
        if depth < LONGEST_CHAIN
            && let Some(import) = self.imports_of(module, name).first()
            && let Some(rest) = self.imported_trail(module, import, depth)
        {
            // Imports in a circle, which only the submodule of that name can end.
            let is_circle = matches!(&rest.end, Entity::Attribute(end, name) if {
                let mut passed = rest.hops.iter().filter(|hop| hop.module == *end && hop.name == *name);
                passed.nth(1).is_some()
            });
            let submodule = self.submodule(module, name).filter(|_| is_circle);
            hops.extend(rest.hops.into_iter().map(|hop| Hop { used, ..hop }));
            let end = submodule.map_or(rest.end, Entity::Module);
            return Trail { hops, end };
        }
        let end = match self.submodule(module, name).filter(|_| !self.binds(module, name)) {
            Some(submodule) => Entity::Module(submodule),
            None => Entity::Attribute(module, name.to_owned()),
        };
        Trail { hops, end }
    }

    /// What attribute `name` of a module is, followed by attributes, and how it gets there; the name itself is the first that is used.
    pub fn named_path(&self, module: ModuleId, name: &str, attributes: &[String]) -> Trail {
        let mut trail = self.attribute(module, name, 1, 0);
        for (at, name) in attributes.iter().enumerate() {
            trail = self.step(trail, name, at + 2);
        }
        trail
    }

    /// What attribute `name` of a module is, and how it gets there.
    pub fn named(&self, module: ModuleId, name: &str) -> Trail {
        self.attribute(module, name, 0, 0)
    }

    /// Follows attributes from an entity.
    fn follow(&self, mut trail: Trail, attributes: &[String]) -> Trail {
        for (at, name) in attributes.iter().enumerate() {
            trail = self.step(trail, name, at + 1);
        }
        trail
    }

    /// Follows one attribute, the `used`th.
    pub(super) fn step(&self, mut trail: Trail, name: &str, used: usize) -> Trail {
        match &mut trail.end {
            Entity::Module(module) => {
                let next = self.attribute(*module, name, used, 0);
                trail.hops.extend(next.hops);
                trail.end = next.end;
            }
            Entity::Attribute(_, path) => {
                path.push('.');
                path.push_str(name);
            }
        }
        trail
    }

    /// What a name bound by imports, followed by attributes, stands for.
    pub fn trail(&self, module: ModuleId, binding: BindingId, attributes: &[String]) -> Option<Trail> {
        let import = self.first_import(module, binding)?;
        let start = self.imported_trail(module, import, 0)?;
        Some(self.follow(
            Trail {
                hops: start.hops.into_iter().map(|hop| Hop { used: 0, ..hop }).collect(),
                ..start
            },
            attributes,
        ))
    }

    /// The entity that a path in a module stands for: an imported thing, a definition of the module, or what a variable was
    /// assigned from.
    pub fn entity(&self, module: ModuleId, path: &Path) -> Option<Entity> {
        self.entity_within(module, path, 0)
    }

    /// Whether a path in a module stands for something of an installed module, or one of Python's.
    pub fn is_of_others(&self, module: ModuleId, path: &Path) -> bool {
        match self.entity(module, path) {
            Some(Entity::Attribute(target, _) | Entity::Module(target)) => !self.modules[target].is_own(),
            None => false,
        }
    }

    /// The class which a path in a module stands for: the module that defines it, and its name; none where that is not seen to be one.
    pub fn class_named(&self, module: ModuleId, path: &Path) -> Option<(ModuleId, String)> {
        let Entity::Attribute(source, name) = self.entity(module, path)? else {
            return None;
        };
        let last = name.rsplit('.').next().unwrap_or_default();
        let mut definitions = self.facts(source)?.definitions.iter();
        let is_it = definitions.any(|one| one.is_class && one.name == last);
        is_it.then(|| (source, last.to_owned()))
    }

    fn entity_within(&self, module: ModuleId, path: &Path, depth: usize) -> Option<Entity> {
        let facts = self.facts(module)?;
        let binding = &facts.bindings[path.binding? as usize];
        if binding.kinds.imports > 0 {
            return self
                .trail(module, path.binding?, &path.attributes)
                .map(|trail| trail.end);
        }
        if let Some(Value::Alias(alias)) = binding.value.as_deref()
            && depth < LONGEST_CHAIN
            && let Some(entity) = self.entity_within(module, alias, depth + 1)
        {
            return Some(
                self.follow(
                    Trail {
                        hops: Vec::new(),
                        end: entity,
                    },
                    &path.attributes,
                )
                .end,
            );
        }
        (binding.scope == MODULE).then(|| Entity::Attribute(module, path.dotted()))
    }

    /// The dotted name of an entity.
    pub fn dotted(&self, entity: &Entity) -> String {
        match entity {
            Entity::Module(id) => self.modules[*id].name.clone(),
            Entity::Attribute(id, path) => format!("{}.{path}", self.modules[*id].name),
        }
    }
}
