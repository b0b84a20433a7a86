//! What a program does with what its parsers put into namespaces: `args.func(args)`, `getattr(args, "func")`, `vars(args)["func"]`.
//! Whatever may be such a read counts, on whatever object, but for modules of others and `self`.
use rustc_hash::{FxHashMap, FxHashSet};

use super::LONGEST;
use super::uses::{Use, Uses};
use crate::graph::program::{Entity, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{ArgumentKind, Expr, ExprId, Literal};

/// Who reads what parsers put into namespaces, over the whole program.
#[derive(Debug, Default)]
pub(super) struct Readers {
    /// What is called by its name only: the key, and whether the name is read, too.
    pub called: FxHashMap<String, bool>,
    /// Whether somebody looks at a namespace as a whole.
    pub shown: bool,
}

/// Finds out what is done with what parsers put into namespaces.
pub(super) fn readers(program: &Program, rules: &Rules) -> Readers {
    let own: Vec<(ModuleId, &ModuleFacts)> = program
        .own_modules()
        .filter_map(|id| Some((id, program.facts(id)?)))
        .collect();
    let mut keys: FxHashSet<&str> = FxHashSet::default();
    for (_, facts) in &own {
        let code = &facts.code;
        for expression in &code.expressions {
            if let Expr::Call(callee, arguments) = expression
                && matches!(code.expression(*callee), Expr::Attribute(_, method) if code.name(*method) == "set_defaults")
            {
                keys.extend(arguments.iter().filter_map(|argument| match argument.kind {
                    ArgumentKind::Keyword(key) => Some(code.name(key)),
                    _ => None,
                }));
            }
        }
        // Somebody else's method.
        if code.bodies.iter().any(|body| code.name(body.name) == "set_defaults") {
            return Readers::default();
        }
    }
    let mut found = Readers::default();
    if keys.is_empty() {
        return found;
    }
    let mut refused: FxHashSet<&str> = FxHashSet::default();
    for &(module, facts) in &own {
        let uses = Uses::of(&facts.code, rules);
        let namespaces = namespaces(&uses, &keys);
        for id in 0..facts.code.expressions.len() as ExprId {
            if let Some((key, read)) = read(program, module, facts, &uses, &keys, id)
                && !refused.contains(key)
            {
                let mut by_name = false;
                match read.is_none_or(|read| is_read_to_call(&uses, read, 0, &mut by_name)) {
                    true => *found.called.entry(key.to_owned()).or_default() |= by_name,
                    false => drop(refused.insert(key)),
                }
            }
            found.shown |= is_shown(&uses, &namespaces, id);
        }
    }
    found.called.retain(|key, _| !refused.contains(key.as_str()));
    found
}

/// The key that an expression reads from what may be a namespace, and the expression whose value it is; none of what is known
/// not to be one.
fn read<'k>(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    uses: &Uses<'_>,
    keys: &FxHashSet<&'k str>,
    id: ExprId,
) -> Option<(&'k str, Option<ExprId>)> {
    let code = &facts.code;
    match code.expression(id) {
        Expr::Attribute(object, name) => {
            let key = keys.get(code.name(*name))?;
            (!is_no_namespace(program, module, facts, *object)).then_some((*key, Some(id)))
        }
        &Expr::Literal(Literal::Text(text)) => {
            let key = *keys.get(code.name(text))?;
            match uses.of_value(id) {
                Use::Index(item) => Some((key, Some(item))),
                Use::Handed(call, at) => {
                    let Expr::Call(callee, _) = code.expression(call) else {
                        return None;
                    };
                    let called = match code.expression(*callee) {
                        Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name),
                        _ => return Some((key, Some(id))),
                    };
                    match called {
                        "getattr" if at == 1 => Some((key, Some(call))),
                        "get_default" => Some((key, Some(call))),
                        "attrgetter" | "itemgetter" | "methodcaller" => Some((key, Some(id))),
                        _ if uses.rules.knows(Group::TakesItem, called) && at == 0 => Some((key, Some(call))),
                        _ => None,
                    }
                }
                _ => None,
            }
        }
        // `Namespace(func=...)`, to compare with.
        Expr::Call(callee, arguments) => {
            let is_namespace = matches!(
                code.expression(*callee),
                Expr::Name(name) | Expr::Attribute(_, name) if code.name(*name) == "Namespace"
            );
            let mut names = arguments.iter().filter_map(|argument| match argument.kind {
                ArgumentKind::Keyword(name) => keys.get(code.name(name)),
                _ => None,
            });
            let key = names.next().filter(|_| is_namespace)?;
            Some((*key, Some(*callee).filter(|_| program.modules[module].is_beside())))
        }
        _ => None,
    }
}

/// Whether an object is something else: a module, something that is not of the project, or the instance of a class around.
fn is_no_namespace(program: &Program, module: ModuleId, facts: &ModuleFacts, object: ExprId) -> bool {
    let mut root = object;
    let mut attributes = Vec::new();
    while let &Expr::Attribute(inner, name) = facts.code.expression(root) {
        attributes.push(facts.code.name(name).to_owned());
        root = inner;
    }
    attributes.reverse();
    let Expr::Name(name) = facts.code.expression(root) else {
        return false;
    };
    let name = facts.code.name(*name);
    if name == "self" || name == "cls" {
        return root == object;
    }
    let mut bindings = facts.bindings.iter().filter(|binding| binding.name == name);
    let Some(binding) = facts
        .global(name)
        .filter(|_| bindings.all(|found| found.kinds.only_imports()))
    else {
        return false;
    };
    match program.trail(module, binding, &attributes).map(|trail| trail.end) {
        Some(Entity::Module(_)) => true,
        Some(Entity::Attribute(owner, _)) => !program.modules[owner].is_own(),
        None => false,
    }
}

/// Whether what is read is called, or asked for its name, and no more.
fn is_read_to_call(uses: &Uses<'_>, id: ExprId, depth: usize, by_name: &mut bool) -> bool {
    match uses.of_value(id) {
        Use::Called | Use::Tested => true,
        Use::Flows(whole) => depth < LONGEST && is_read_to_call(uses, whole, depth + 1, by_name),
        Use::Object(attribute) => {
            let is_name = matches!(
                uses.code.expression(attribute),
                Expr::Attribute(_, name) if matches!(uses.text(*name), "__name__" | "__qualname__")
            );
            *by_name |= is_name;
            is_name
        }
        Use::Named(target) => {
            let Expr::Name(name) = *uses.code.expression(target) else {
                return false;
            };
            let body = uses.body_of(target);
            let is_local = uses.is_local(name, body) && depth < LONGEST;
            let mut places = uses.named(name, body).collect::<Vec<_>>().into_iter();
            is_local && places.all(|place| place == target || is_read_to_call(uses, place, depth + 1, by_name))
        }
        _ => false,
    }
}

/// The names in a file that stand for namespaces: a key is read from them, or they are what a parser makes.
fn namespaces(uses: &Uses<'_>, keys: &FxHashSet<&str>) -> FxHashSet<u32> {
    let mut found = FxHashSet::default();
    for id in 0..uses.code.expressions.len() as ExprId {
        match (uses.code.expression(id), uses.of_value(id)) {
            (&Expr::Attribute(object, key), _) if keys.contains(uses.text(key)) => match uses.code.expression(object) {
                Expr::Name(name) if !matches!(uses.text(*name), "self" | "cls") => drop(found.insert(*name)),
                _ => {}
            },
            (Expr::Call(callee, _), Use::Named(target)) => {
                let parses = matches!(
                    uses.code.expression(*callee),
                    Expr::Attribute(_, method) if matches!(uses.text(*method), "parse_args" | "parse_intermixed_args")
                );
                if let (true, Expr::Name(name)) = (parses, uses.code.expression(target)) {
                    found.insert(*name);
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether an expression shows a namespace as a whole.
fn is_shown(uses: &Uses<'_>, namespaces: &FxHashSet<u32>, id: ExprId) -> bool {
    let code = uses.code;
    let is_namespace = |id: ExprId| matches!(code.expression(id), Expr::Name(name) if namespaces.contains(name));
    match code.expression(id) {
        Expr::Format(parts) => parts.iter().any(|&part| is_namespace(part)),
        Expr::Formatted(value, _) => is_namespace(*value),
        Expr::Operator(_, parts) => parts.iter().any(|&part| is_namespace(part)),
        Expr::Compare(left, others) => is_namespace(*left) || others.iter().any(|&(_, other)| is_namespace(other)),
        Expr::Attribute(object, name) => is_namespace(*object) && uses.text(*name) == "__dict__",
        Expr::Call(callee, arguments) => {
            let shows = matches!(
                code.expression(*callee),
                Expr::Name(name) | Expr::Attribute(_, name) if uses.rules.knows(Group::ShowsWhole, uses.text(*name))
            );
            shows && arguments.iter().any(|argument| is_namespace(argument.value))
        }
        _ => false,
    }
}
