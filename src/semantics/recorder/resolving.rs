//! Resolves names to bindings, once all that a file binds is known.
use super::{RawReference, Recorder};
use crate::project::standard::is_builtin_name;
use crate::rules::{Group, Rules};
use crate::semantics::facts::{
    BindingId, MODULE, MentionKind, ModuleFacts, Object, OperationKind, Origin, Path, Phase, Piece, Reference, ScopeId,
    ScopeKind, Unbound, Value, ValueTest,
};

impl Recorder {
    /// What `name` means where it is read in `scope` (Python's rules: class scopes are seen from themselves only).
    fn resolve(&self, scope: ScopeId, name: &str) -> Option<BindingId> {
        let mut own = true;
        for id in self.facts.scope_chain(scope) {
            let current = &self.facts.scopes[id as usize];
            if current.kind == ScopeKind::Class && !own {
                continue;
            }
            if current.globals.iter().any(|global| global == name) {
                return self.names[MODULE as usize].get(name).copied();
            }
            if let Some(&binding) = self.names[id as usize].get(name) {
                return Some(binding);
            }
            own &= current.kind == ScopeKind::TypeParameters;
        }
        None
    }

    /// Resolves every name and hands out the facts.
    pub fn finish(mut self, rules: &Rules) -> ModuleFacts {
        let raw = std::mem::take(&mut self.raw);
        let mut references = Vec::new();
        let mut loose = rustc_hash::FxHashSet::default();
        for reference in raw {
            let binding = self.resolve(reference.scope, &reference.root);
            let fallback = self.class_fallback(&reference, binding);
            let Some(id) = fallback.or(binding).filter(|&id| self.is_kept(id)) else {
                let own = matches!(reference.root.as_str(), "self" | "cls");
                if let Some(first) = reference.attributes.get(usize::from(own)) {
                    loose.insert(first.clone());
                }
                let is_unbound = binding.is_none() && reference.phase != Phase::TypeCheckers;
                if is_unbound && (!is_builtin_name(&reference.root) || !reference.attributes.is_empty()) {
                    self.facts.unbound.push(Unbound {
                        name: reference.root.to_string(),
                        attributes: reference.attributes,
                        span: reference.span,
                        scope: reference.scope,
                        access: reference.access,
                    });
                }
                continue;
            };
            // What a variable holds may be a module.
            if self.facts.bindings[id as usize].kinds.assignments > 0
                && let Some(first) = reference.attributes.first()
            {
                loose.insert(first.clone());
            }
            references.push(Reference {
                binding: id,
                span: reference.span,
                scope: reference.scope,
                block: reference.block,
                attributes: reference.attributes,
                phase: reference.phase,
                access: reference.access,
                role: reference.role,
                class_fallback: fallback.is_some(),
            });
        }
        self.facts.loose_attributes.extend(loose);
        self.facts.loose_attributes.sort_unstable();
        self.facts.loose_attributes.dedup();
        self.facts.references = references;
        self.resolve_paths(rules);
        self.facts
    }

    /// The module-level name behind a class-level one: a class body reads its own name only once it is bound.
    fn class_fallback(&self, reference: &RawReference, binding: Option<BindingId>) -> Option<BindingId> {
        let found = &self.facts.bindings[binding? as usize];
        let is_class = self.facts.scopes[found.scope as usize].kind == ScopeKind::Class;
        (is_class && found.scope == reference.scope)
            .then(|| self.names[MODULE as usize].get(reference.root.as_str()).copied())
            .flatten()
    }

    fn is_kept(&self, id: BindingId) -> bool {
        let binding = &self.facts.bindings[id as usize];
        binding.scope == MODULE || binding.kinds.imports > 0
    }

    fn resolve_paths(&mut self, rules: &Rules) {
        let raw_origins = std::mem::take(&mut self.origins);
        let mut facts = std::mem::take(&mut self.facts);
        let scopes = std::mem::take(&mut facts.scopes);
        let mut bindings = std::mem::take(&mut facts.bindings);
        self.facts.scopes = scopes;
        let fill = |scope: ScopeId, path: &mut Path| path.binding = self.resolve(scope, &path.root);
        let fill_object = |scope: ScopeId, object: &mut Object| {
            if let Object::Path(path) | Object::Made(path) = object {
                fill(scope, path);
            }
        };
        let fill_origins = |scope: ScopeId, origins: &mut [Origin]| {
            for origin in origins {
                if let Origin::Object(path) | Origin::Part(path) | Origin::Held(path) | Origin::Call(path) = origin {
                    fill(scope, path);
                }
            }
        };
        for operation in &mut facts.operations {
            operation
                .path
                .iter_mut()
                .chain(&mut operation.arguments)
                .for_each(|path| fill(operation.scope, path));
            fill_origins(operation.scope, &mut operation.receiver);
            for argument in &mut operation.handed {
                fill_origins(operation.scope, &mut argument.origins);
            }
        }
        // What is neither imported nor made by a class has no special methods of its own.
        facts.operations.retain(|operation| {
            let of_object = operation.path.as_ref().and_then(|path| path.binding).is_some_and(|id| {
                let binding = &bindings[id as usize];
                let kinds = binding.kinds;
                kinds.imports + kinds.classes > 0 || matches!(binding.value.as_deref(), Some(Value::Call(_)))
            });
            operation.kind != OperationKind::Implicit || of_object
        });
        for definition in &mut facts.definitions {
            let scope = definition.scope;
            definition
                .decorators
                .iter_mut()
                .filter_map(|decorator| decorator.path.as_mut())
                .for_each(|path| fill(scope, path));
            // Bases can name type parameters, whose scope is the parent of the body's.
            let inner = self.facts.scopes[definition.body as usize].parent.unwrap_or(scope);
            definition.bases.iter_mut().flatten().for_each(|path| fill(inner, path));
            definition
                .keywords
                .iter_mut()
                .filter_map(|(_, path)| path.as_mut())
                .for_each(|path| fill(inner, path));
            fill_origins(definition.body, &mut definition.returns);
        }
        let supposed = facts.supposed.iter_mut().map(|supposed| &mut supposed.mention);
        for mention in facts.mentions.iter_mut().chain(supposed) {
            match &mut mention.kind {
                MentionKind::Attribute { object, .. }
                | MentionKind::ComputedAttribute { object, .. }
                | MentionKind::DefinedAttribute { object, .. }
                | MentionKind::LoadedOf { object, .. } => {
                    fill_object(mention.scope, object);
                }
                MentionKind::Joined { pieces, .. } => {
                    for piece in pieces {
                        if let Piece::NameOf(object) = piece {
                            fill_object(mention.scope, object);
                        }
                    }
                }
                MentionKind::Puts { name, object } => {
                    fill_object(mention.scope, object);
                    for piece in name {
                        if let Piece::NameOf(object) = piece {
                            fill_object(mention.scope, object);
                        }
                    }
                }
                MentionKind::WritesPart { origins, .. } => fill_origins(mention.scope, origins),
                MentionKind::Text { .. }
                | MentionKind::SetterHanded { .. }
                | MentionKind::Loaded { .. }
                | MentionKind::LoadedBelow { .. }
                | MentionKind::LoadedAll { .. }
                | MentionKind::RunsText
                | MentionKind::LoadedComputed { .. }
                | MentionKind::LoadedAnew { .. }
                | MentionKind::ThisModule
                | MentionKind::ReplacesThisModule
                | MentionKind::ImportsComputed
                | MentionKind::ImportsByName { .. } => {}
            }
        }
        // A name of the program may hide the builtin one.
        facts.namespace_reads.retain(|read| {
            let builtin = read
                .how
                .strip_suffix("()")
                .filter(|name| rules.knows(Group::SeesNames, name));
            let hiding = builtin.and_then(|name| self.resolve(read.scope, name));
            hiding.is_none_or(|id| bindings[id as usize].kinds.imports > 0)
        });
        for read in &mut facts.namespace_reads {
            fill_object(read.scope, &mut read.object);
            for test in &mut read.passes {
                if let ValueTest::Call { function, classes } = test {
                    classes
                        .iter_mut()
                        .chain([function])
                        .for_each(|path| fill(read.scope, path));
                }
            }
        }
        for read in &mut facts.hint_reads {
            fill_object(read.scope, &mut read.object);
        }
        for binding in &mut bindings {
            if let Some(Value::Call(path) | Value::Alias(path)) = binding.value.as_deref_mut() {
                fill(binding.scope, path);
            }
        }
        for (id, scope, mut origins) in raw_origins {
            fill_origins(scope, &mut origins);
            bindings[id as usize].origins.extend(origins);
        }
        facts.scopes = std::mem::take(&mut self.facts.scopes);
        facts.bindings = bindings;
        self.facts = facts;
    }
}
