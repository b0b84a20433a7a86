//! The effects of changing objects: assigning attributes and items, and calling methods that change their object in place.
use super::names::{self, known};
use super::objects::Owner;
use super::observe::Observer;
use super::resolve::Found;
use super::substitute::target;
use super::{Effect, Target};
use crate::graph::{Entity, ModuleId};
use crate::rules::EffectKind;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Operation, OperationKind, Origin, Path};

impl Observer<'_> {
    /// The effects of an assignment to an attribute or item, or of `name += value`.
    pub fn of_change(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Vec<Effect> {
        let Some(path) = &operation.path else {
            let what = "changes an object that has no name".to_owned();
            return vec![Effect {
                kind: EffectKind::Mutation,
                ..self.unknown(module, operation.span, what)
            }];
        };
        let object = match operation.kind {
            // The attribute of an object, rather than what is in the attribute.
            OperationKind::WriteAttribute => object_of(path),
            _ => path.clone(),
        };
        let method = match operation.kind {
            OperationKind::WriteAttribute => "__setattr__",
            OperationKind::WriteItem => "__setitem__",
            _ => "__iadd__",
        };
        let mut effects: Vec<Effect> = self
            .of_change_by(module, operation, &object, path)
            .into_iter()
            .collect();
        let special = Path {
            attributes: [object.attributes.as_slice(), &[method.to_owned()]].concat(),
            ..object
        };
        for one in self.found(module, &special) {
            if matches!(one, Found::Function { .. }) {
                effects.extend(self.run(module, facts, operation, &one));
            }
        }
        effects
    }

    fn of_change_by(&self, module: ModuleId, operation: &Operation, object: &Path, path: &Path) -> Option<Effect> {
        let what = format!("changes `{}`", path.dotted());
        let known = self.program.known_names(module, path);
        if let Some(kind) = known.iter().find_map(|name| known::changed(name)) {
            return Some(self.effect(kind, module, operation.span, what));
        }
        let (target, is_known) = target(self.owner(module, object))?;
        let kind = match operation.kind {
            OperationKind::WriteItem => EffectKind::Registration,
            OperationKind::WriteAttribute => match self.program.entity(module, object) {
                Some(Entity::Module(_)) => EffectKind::Patching,
                _ => EffectKind::Mutation,
            },
            _ => EffectKind::Mutation,
        };
        Some(Effect {
            target,
            is_certain: is_known,
            ..self.effect(kind, module, operation.span, what)
        })
    }

    /// The effect of a method that changes its object in place.
    pub fn changed(&self, module: ModuleId, operation: &Operation, owner: Owner, path: &Path) -> Option<Effect> {
        let (target, is_known) = target(owner)?;
        let kind = if names::registers(path.last()) {
            EffectKind::Registration
        } else {
            EffectKind::Mutation
        };
        Some(Effect {
            target,
            is_certain: is_known,
            ..self.effect(kind, module, operation.span, format!("calls `{}`", path.dotted()))
        })
    }

    /// `setattr(object, name, value)` and `delattr`.
    pub fn of_setattr(&self, module: ModuleId, operation: &Operation) -> Option<Effect> {
        let origins = operation.handed.first().map(|argument| argument.origins.as_slice());
        let owner = self.owner_of(module, origins.unwrap_or_default());
        let shown = match origins {
            Some([Origin::Object(path)]) => path.dotted(),
            _ => "an object".to_owned(),
        };
        let (target, is_known) = target(owner)?;
        let kind = match (origins, &target) {
            (Some([Origin::Object(path)]), Target::Module(_))
                if matches!(self.program.entity(module, path), Some(Entity::Module(_))) =>
            {
                EffectKind::Patching
            }
            _ => EffectKind::Mutation,
        };
        Some(Effect {
            target,
            is_certain: is_known,
            ..self.effect(kind, module, operation.span, format!("sets an attribute of `{shown}`"))
        })
    }
}

/// The object whose attribute a path is.
fn object_of(path: &Path) -> Path {
    Path {
        attributes: path
            .attributes
            .split_last()
            .map_or_else(Vec::new, |(_, rest)| rest.to_vec()),
        ..path.clone()
    }
}
