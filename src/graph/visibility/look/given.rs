//! What the objects under an attribute are, where the project says so wherever it sets one: `self.stack = ExitStack()`.
use super::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::{DefinitionId, MODULE, Mention, MentionKind, Path, ScopeId, ScopeKind, Touch};

impl Look<'_> {
    /// Whether the object behind `self.name`, in a method whose scope this is, is one that code of others made: every statement
    /// that may set it gives it what a call of such code makes.
    pub(super) fn is_of_others(&self, held: &[String], scope: ScopeId) -> bool {
        let ([root, name], Some(class)) = (held, self.class_around(scope)) else {
            return false;
        };
        if self.method_of(scope) != Some(root.as_str()) {
            return false;
        }
        let own = self.program.own_modules();
        let mut made = 0;
        for (module, facts) in own.filter_map(|id| Some((id, self.program.facts(id)?))) {
            let mut bindings = facts.bindings.iter();
            let is_kept = |scope: ScopeId| facts.scopes[scope as usize].kind == ScopeKind::Class;
            let mut mentions = facts.mentions.iter();
            let sets = |mention: &Mention| match &mention.kind {
                MentionKind::Attribute { name: set, touch, .. } => set == name && *touch != Touch::Read,
                _ => false,
            };
            if bindings.any(|binding| binding.name == *name && is_kept(binding.scope)) || mentions.any(sets) {
                return false;
            }
            let (set, found) = self.made_by_others(module, facts, name, class);
            if found < set {
                return false;
            }
            made += found;
        }
        made > 0
    }

    /// The class whose method has this scope.
    fn class_around(&self, scope: ScopeId) -> Option<DefinitionId> {
        let method = self.facts.scopes[scope as usize].definition?;
        let around = self.facts.definitions[method as usize].scope;
        self.facts.scopes[around as usize].definition
    }

    /// How many statements of a file bind an attribute of this name, and how many of them to what a call of code of others makes.
    fn made_by_others(&self, module: ModuleId, facts: &ModuleFacts, name: &str, class: DefinitionId) -> (usize, usize) {
        let code = &facts.code;
        let (mut set, mut found) = (0, 0);
        for id in 0..code.bodies.len() as BodyId {
            let receiver = self.receiver_of_another(module, facts, &code.bodies[id as usize], class);
            let mut blocks_left = vec![code.bodies[id as usize].statements.as_slice()];
            while let Some(block) = blocks_left.pop() {
                blocks_left.extend(block.iter().flat_map(Stmt::blocks));
                for statement in block {
                    let (targets, made) = match statement {
                        Stmt::Assign { targets, value } => (
                            targets.clone(),
                            targets.len() == 1 && self.is_call_of_others(module, facts, id, *value),
                        ),
                        Stmt::Augment { target, .. } | Stmt::For { target, .. } => (vec![*target], false),
                        Stmt::With { items, .. } => (items.iter().filter_map(|item| item.1).collect(), false),
                        _ => continue,
                    };
                    let is_bound = targets
                        .iter()
                        .any(|&target| binds_attribute(code, target, name, receiver));
                    set += usize::from(is_bound);
                    found += usize::from(is_bound && made);
                }
            }
        }
        (set, found)
    }

    /// The first parameter of a method of another class, which has no base and from which nobody derives: it is no instance of
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

    fn is_call_of_others(&self, module: ModuleId, facts: &ModuleFacts, body: BodyId, value: ExprId) -> bool {
        let code = &facts.code;
        let Expr::Call(callee, _) = code.expression(value) else {
            return false;
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
        let entity = path
            .filter(only_imported)
            .and_then(|path| self.program.entity(module, &path));
        matches!(entity, Some(Entity::Attribute(target, _)) if !self.program.modules[target].is_own())
    }
}

/// Whether a target is such an attribute, of another object than this.
fn binds_attribute(code: &Code, target: ExprId, name: &str, besides: Option<Name>) -> bool {
    match code.expression(target) {
        Expr::Attribute(object, set) => {
            let is_left_out =
                besides.is_some_and(|besides| matches!(code.expression(*object), Expr::Name(of) if *of == besides));
            code.name(*set) == name && !is_left_out
        }
        Expr::Sequence(_, parts) => parts.iter().any(|&part| binds_attribute(code, part, name, besides)),
        Expr::Starred(inner) => binds_attribute(code, *inner, name, besides),
        _ => false,
    }
}
