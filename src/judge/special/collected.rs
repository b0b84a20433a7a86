//! What the collector runs of an object besides the methods that are called `__del__` where they are defined: another method
//! under that name, and what an installed base class calls of those below it.
use super::{Executed, methods};
use crate::graph::{Entity, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Literal, Stmt};
use crate::semantics::facts::{MODULE, Origin, Path, ScopeId, ScopeKind};

/// The functions that classes of a module have under some names without being defined so: `__del__ = close` in a class, or
/// `Client.__del__ = close` behind it.
pub(super) fn under_names(program: &Program, module: ModuleId, facts: &ModuleFacts, names: &[&str]) -> Vec<Executed> {
    let classes = facts.scopes.iter().filter(|scope| scope.kind == ScopeKind::Class);
    let bound = classes
        .flat_map(|scope| &scope.names)
        .map(|&id| &facts.bindings[id as usize]);
    let bound = bound.filter(|binding| names.contains(&binding.name.as_str()));
    let origins = bound.flat_map(|binding| binding.origins.iter().map(move |origin| (binding.scope, origin)));
    let mut found: Vec<Executed> = origins
        .flat_map(|(class, origin)| of_origin(program, module, facts, origin, Some(class)))
        .collect();
    let later = names.iter().flat_map(|name| assigned(&facts.code, name));
    found.extend(later.flat_map(|value| of_expression(program, module, facts, value)));
    found
}

/// The values that attributes of a name are assigned somewhere in a file, or that stand under that name in a mapping: such as the names
/// of a class that a call makes.
pub(super) fn assigned(code: &Code, attribute: &str) -> Vec<ExprId> {
    let mut found = Vec::new();
    // Texts are among the names.
    if !code.has_name(attribute) {
        return found;
    }
    for body in &code.bodies {
        assigned_in(code, &body.statements, attribute, &mut found);
    }
    let is_it = |key: &ExprId| is_text(code, *key, attribute);
    for expression in &code.expressions {
        if let Expr::Dict(items) = expression {
            found.extend(
                items
                    .iter()
                    .filter(|(key, _)| key.as_ref().is_some_and(is_it))
                    .map(|&(_, value)| value),
            );
        }
    }
    found
}

/// Whether an expression is a certain text.
fn is_text(code: &Code, at: ExprId, text: &str) -> bool {
    matches!(code.expression(at), Expr::Literal(Literal::Text(found)) if code.name(*found) == text)
}

fn assigned_in(code: &Code, block: &[Stmt], attribute: &str, found: &mut Vec<ExprId>) {
    for statement in block {
        if let Stmt::Assign { targets, value } = statement {
            let is_it = |target: &ExprId| match code.expression(*target) {
                Expr::Attribute(_, name) => code.name(*name) == attribute,
                Expr::Subscript(_, key) => is_text(code, *key, attribute),
                _ => false,
            };
            found.extend(targets.iter().any(is_it).then_some(*value));
        }
        for inner in statement.blocks() {
            assigned_in(code, inner, attribute, found);
        }
    }
}

/// The functions that an expression names, or the lambda that it is.
pub(super) fn of_expression(program: &Program, module: ModuleId, facts: &ModuleFacts, value: ExprId) -> Vec<Executed> {
    if let Expr::Lambda(body) = facts.code.expression(value) {
        return vec![(module, facts.code.bodies[*body as usize].scope)];
    }
    let Some((root, attributes)) = facts.code.dotted(value) else {
        return Vec::new();
    };
    let path = Path {
        root: root.to_owned(),
        binding: facts.global(root),
        attributes,
    };
    of_path(program, module, facts, &path, None)
}

/// The functions that a dotted name leads to: in the class around it, where there is one; of `self.close`, the methods of that
/// name in the file.
pub(super) fn of_path(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    path: &Path,
    class: Option<ScopeId>,
) -> Vec<Executed> {
    let named = |facts: &ModuleFacts, scope: ScopeId, name: &str| -> Vec<ScopeId> {
        let functions = facts.definitions.iter().filter(|one| !one.is_class);
        let named = functions.filter(|one| one.scope == scope && one.name == name);
        named.map(|one| one.body).collect()
    };
    let in_class = class.filter(|_| path.attributes.is_empty());
    let in_class: Vec<ScopeId> = in_class
        .into_iter()
        .flat_map(|class| named(facts, class, &path.root))
        .collect();
    if !in_class.is_empty() {
        return in_class.into_iter().map(|body| (module, body)).collect();
    }
    if let Some(Entity::Attribute(target, name)) = program.entity(module, path)
        && let Some(facts) = program.facts(target)
    {
        let bodies = match name.rsplit_once('.') {
            None => named(facts, MODULE, &name),
            Some((_, method)) => methods(facts, &[method]).collect(),
        };
        return bodies.into_iter().map(|body| (target, body)).collect();
    }
    let is_method = path.binding.is_none() && !path.attributes.is_empty();
    let names = [path.last()];
    let of_file = methods(facts, &names).filter(|_| is_method);
    of_file.map(|body| (module, body)).collect()
}

/// The functions that what is assigned or handed over is by its origin: in the class around it, where there is one.
pub(super) fn of_origin(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    origin: &Origin,
    class: Option<ScopeId>,
) -> Vec<Executed> {
    match origin {
        Origin::Object(path) => of_path(program, module, facts, path, class),
        Origin::Lambda(start) => facts.lambdas_at(*start).map(|scope| (module, scope)).collect(),
        Origin::Part(_) | Origin::Held(_) | Origin::Call(_) | Origin::Unknown => Vec::new(),
    }
}
