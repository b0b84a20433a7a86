//! Which modules a variable may hold that is given what `import_module` hands out, and nothing else.
use super::look::Look;
use super::parts::binds;
use super::reach::Reach;
use crate::graph::program::{Entity, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{ArgumentKind, Body, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::{MODULE, Mention, MentionKind, Object, Origin, Path};

/// What loads a module by its name, and hands that out.
/// Not in `rules/`: it is the one whose texts are followed here.
const LOADS: &str = "import_module";

impl Look<'_> {
    /// The modules of the project that an object may be of which no more is known than that it may be any.
    pub(super) fn any_of(&self, object: &Object, reach: &Reach) -> Vec<ModuleId> {
        let loaded = self.loaded_by_name(object);
        let mut found = loaded.unwrap_or_else(|| reach.of(object, self.rules, &self.facts.loaders).to_vec());
        let given = self.given.filter(|given| given.may_be(self.facts, object));
        found.extend(given.into_iter().flat_map(|given| &given.modules));
        if let Object::Path(path) = object
            && let Some(Entity::Attribute(module, name)) = self.program.entity(self.module, path)
        {
            found.extend(self.program.set_at(module, &name));
        }
        if let Object::Below(start) = object
            && !self.program.may_be_other_below(start)
            && !self.is_replaced()
        {
            found.retain(|&id| self.program.modules[id].name.starts_with(start));
        }
        found
    }

    /// The modules of the project that a variable of a function holds, where the names say which it loads, or how they begin.
    fn loaded_by_name(&self, object: &Object) -> Option<Vec<ModuleId>> {
        let Object::Path(path) = object else { return None };
        let binding = &self.facts.bindings[path.binding.filter(|_| path.attributes.is_empty())? as usize];
        let kinds = binding.kinds;
        let only_assigned = kinds.parameters + kinds.imports + kinds.functions + kinds.classes == 0;
        let is_loaded = |origin: &Origin| matches!(origin, Origin::Call(path) if self.is_loader(path));
        let is_local = only_assigned && binding.scope != MODULE && !kinds.from_global_statement;
        if !is_local || binding.origins.is_empty() || !binding.origins.iter().all(is_loaded) || self.is_replaced() {
            return None;
        }
        let code = &self.facts.code;
        let body = code.bodies.iter().find(|body| body.scope == binding.scope)?;
        let mut found = Vec::new();
        for call in calls_assigned(code, body, &binding.name)? {
            let at = code.span(call);
            let mut is_named = false;
            for mention in self
                .facts
                .mentions
                .iter()
                .filter(|mention: &&Mention| mention.span == at)
            {
                match &mention.kind {
                    MentionKind::ImportsByName { module } if !module.starts_with('.') => {
                        is_named = true;
                        found.extend(self.program.named_or_below(module));
                    }
                    MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed => return None,
                    _ => {}
                }
            }
            if !is_named {
                return None;
            }
        }
        let mut all: Vec<ModuleId> = found
            .into_iter()
            .flat_map(|module| self.program.meant(module))
            .collect();
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    /// Whether a path is Python's own function, by a name that an import alone binds.
    fn is_loader(&self, path: &Path) -> bool {
        let kinds = path.binding.map(|id| self.facts.bindings[id as usize].kinds);
        let mut names = self.program.known_names(self.module, path).into_iter();
        kinds.is_some_and(|kinds| kinds.only_imports() && kinds.imports == 1)
            && names.any(|name| name == "importlib.import_module")
    }

    /// Whether somebody puts something else in its place.
    fn is_replaced(&self) -> bool {
        let mut own = self.program.own_modules().filter_map(|id| self.program.facts(id));
        let says = |facts: &ModuleFacts| facts.code.names.iter().any(|name| name.ends_with(".import_module"));
        self.sets_attribute(LOADS) || own.any(says)
    }
}

/// The calls that a variable of a function is given, each with one argument, where statements `name = import_module(...)` are all that
/// gives it anything.
fn calls_assigned(code: &Code, body: &Body, name: &str) -> Option<Vec<ExprId>> {
    let name = code.names.iter().position(|known| known == name)? as Name;
    let mut walrus = code.expressions.iter();
    let is_elsewhere = code
        .bodies
        .iter()
        .any(|body| body.nonlocals.contains(&name) || body.globals.contains(&name))
        || walrus.any(|expr| matches!(expr, Expr::Assign(target, _) if binds(code, *target, name)));
    let mut calls = Vec::new();
    (!is_elsewhere && are_calls(code, &body.statements, name, &mut calls)).then_some(calls)
}

fn are_calls(code: &Code, block: &[Stmt], name: Name, calls: &mut Vec<ExprId>) -> bool {
    block.iter().all(|statement| {
        let is_plain = match statement {
            Stmt::Assign { targets, value } if targets.iter().any(|&target| binds(code, target, name)) => {
                calls.push(*value);
                let is_alone =
                    matches!(targets.as_slice(), [target] if matches!(code.expression(*target), Expr::Name(_)));
                is_alone && is_call(code, *value)
            }
            Stmt::Augment { target, .. } | Stmt::For { target, .. } => !binds(code, *target, name),
            Stmt::With { items, .. } => items
                .iter()
                .all(|(_, target)| target.is_none_or(|target| !binds(code, target, name))),
            Stmt::Try { handlers, .. } => handlers.iter().all(|handler| handler.name != Some(name)),
            Stmt::Match { .. } => false,
            _ => true,
        };
        is_plain
            && statement
                .blocks()
                .into_iter()
                .all(|block| are_calls(code, block, name, calls))
    })
}

/// Whether an expression is a call of `import_module` with the name alone.
fn is_call(code: &Code, at: ExprId) -> bool {
    let Expr::Call(callee, arguments) = code.expression(at) else {
        return false;
    };
    let is_it = match code.expression(*callee) {
        Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name) == LOADS,
        _ => false,
    };
    is_it && matches!(&**arguments, [only] if only.kind == ArgumentKind::Plain)
}
