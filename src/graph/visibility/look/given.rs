//! What the objects under an attribute are, where the project says so wherever it sets one: `self.stack = ExitStack()`.
use super::Look;
use super::attributes::Setting;
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, BodyKind, Expr, ExprId, Name};
use crate::semantics::facts::{DefinitionId, MODULE, Path, ScopeId};

impl Look<'_> {
    /// Whether the object behind `self.name`, in a method whose scope this is, is one that code of others made: every statement
    /// that may set it gives it what a call of such code makes.
    pub(super) fn is_of_others(&self, held: &[String], scope: ScopeId) -> bool {
        self.made_by_others(held, scope).is_some()
    }

    /// The names of what made the object behind `self.name`, those that every such statement says; none where some statement
    /// gives it anything but what a call of code of others makes.
    pub(super) fn made_by_others(&self, held: &[String], scope: ScopeId) -> Option<Vec<String>> {
        let ([root, name], Some(class)) = (held, self.class_around(scope)) else {
            return None;
        };
        if self.method_of(scope) != Some(root.as_str()) {
            return None;
        }
        let settings = self.settings_of(name)?.iter();
        let settings = settings.filter(|setting| self.may_be_of(setting, class));
        let makers = settings.map(|setting| {
            let (facts, value) = self.program.facts(setting.module).zip(setting.value)?;
            let callee = self.callee_of_others(setting.module, facts, setting.body, value)?;
            Some(self.program.known_names(setting.module, &callee))
        });
        let makers: Option<Vec<Vec<String>>> = makers.collect();
        let mut makers = makers?.into_iter();
        let mut common = makers.next()?;
        makers.for_each(|names| common.retain(|name| names.contains(name)));
        Some(common)
    }

    /// Whether a statement may set an attribute of an instance of a class of this file.
    fn may_be_of(&self, setting: &Setting, class: DefinitionId) -> bool {
        let facts = self.program.facts(setting.module);
        let receiver = facts.and_then(|facts| {
            let body = &facts.code.bodies[setting.body as usize];
            self.receiver_of_another(setting.module, facts, body, class)
        });
        let is_left_out = |object: &Option<Name>| receiver.is_some() && *object == receiver;
        !setting.objects.iter().all(is_left_out)
    }

    /// The class whose method has this scope.
    fn class_around(&self, scope: ScopeId) -> Option<DefinitionId> {
        let method = self.facts.scopes[scope as usize].definition?;
        let around = self.facts.definitions[method as usize].scope;
        self.facts.scopes[around as usize].definition
    }

    /// The first parameter of a method of another class, which has no base and from which nobody derives: it is not an instance of
    /// this one.
    fn receiver_of_another(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        body: &Body,
        class: DefinitionId,
    ) -> Option<Name> {
        let around = &facts.code.bodies[body.parent? as usize];
        let other = facts.scopes[around.scope as usize].definition?;
        let definition = &facts.definitions[other as usize];
        let is_plain = definition.is_class && definition.bases.is_empty() && definition.keywords.is_empty();
        let is_same = module == self.module && other == class;
        let derives = |base: &Option<Path>| base.as_ref().is_none_or(|base| base.last() == definition.name);
        let mut all = self.program.own_modules().filter_map(|id| self.program.facts(id));
        let mut has_heir = || all.any(|facts| facts.definitions.iter().any(|one| one.bases.iter().any(derives)));
        let method = facts.scopes[body.scope as usize].definition;
        let is_method = method.is_some_and(|id| facts.definitions[id as usize].decorators.is_empty());
        let first = body
            .parameters
            .first()
            .filter(|_| body.kind == BodyKind::Function && is_method)?;
        (is_plain && !is_same && !has_heir()).then_some(first.name)
    }

    /// What a value calls, where that is code of others, and nothing else.
    fn callee_of_others(&self, module: ModuleId, facts: &ModuleFacts, body: BodyId, value: ExprId) -> Option<Path> {
        let code = &facts.code;
        let Expr::Call(callee, _) = code.expression(value) else {
            return None;
        };
        let path = code.dotted(*callee).and_then(|(root, attributes)| {
            // Not a variable of the function, or of one around it, that has the same name.
            let mut around = std::iter::successors(Some(body), |id| code.bodies[*id as usize].parent);
            let hidden = around.any(|id| {
                let body = &code.bodies[id as usize];
                body.parent.is_some() && body.locals.iter().any(|&local| code.name(local) == root)
            });
            let binding = facts
                .global(root)
                .filter(|&id| !hidden && facts.bindings[id as usize].scope == MODULE)?;
            Some(Path {
                root: root.to_owned(),
                binding: Some(binding),
                attributes,
            })
        });
        let only_imported = |path: &Path| {
            let kinds = path.binding.map(|id| facts.bindings[id as usize].kinds);
            kinds.is_some_and(|kinds| kinds.imports == 1 && kinds.assignments + kinds.functions + kinds.classes == 0)
        };
        let path = path.filter(only_imported)?;
        let entity = self.program.entity(module, &path);
        let is_of_others =
            matches!(entity, Some(Entity::Attribute(target, _)) if !self.program.modules[target].is_own());
        is_of_others.then_some(path)
    }
}
