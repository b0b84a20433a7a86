//! Whether calling something of a module of Python may look at an attribute of a class there: the code that this runs in the module
//! names it, or looks up what nobody sees.
use rustc_hash::FxHashMap;

use crate::graph::visibility::{Part, each_part};
use crate::graph::{ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::code::{Body, BodyKind, Code, Expr};

/// What runs when a class is called.
/// Not in `rules/`: Python's data model has no others.
const MAKING: [&str; 4] = ["__init__", "__new__", "__post_init__", "__call__"];

/// What looks up names that are not written.
/// Not in `rules/`: the language has no others.
const LOOKS_UP: [&str; 3] = ["getattr", "attrgetter", "methodcaller"];

/// Whether a call of what goes by a dotted name below a module may come to `attribute`; so it may where the code is not there.
pub(super) fn may_look_at(program: &Program, rules: &Rules, module: ModuleId, called: &str, attribute: &str) -> bool {
    let Some(facts) = program.facts(module) else {
        return true;
    };
    let below = called.strip_prefix(&program.modules[module].name);
    let names = below.and_then(|below| below.strip_prefix('.'));
    let is_special = attribute.is_empty() || rules.knows(Group::AskedByPython, attribute);
    let Some(names) = names.filter(|_| !is_special) else {
        return true;
    };
    let last = names.rsplit('.').next().unwrap_or(names);
    comes_to(&facts.code, last, attribute)
}

/// Whether what is called `first` in a file names `attribute`, or does so by what it names itself.
fn comes_to(code: &Code, first: &str, attribute: &str) -> bool {
    // A lambda goes by the name of what it stands in.
    let mut by_name: FxHashMap<&str, Vec<&Body>> = FxHashMap::default();
    for body in &code.bodies {
        by_name.entry(code.name(body.name)).or_default().push(body);
        if let (BodyKind::Lambda, Some(parent)) = (body.kind, body.parent) {
            let parent = code.name(code.bodies[parent as usize].name);
            by_name.entry(parent).or_default().push(body);
        }
    }
    // What the module does not define comes from another one.
    if !code.bodies.iter().any(|body| code.name(body.name) == first) {
        return true;
    }
    let mut pending = vec![first];
    let mut is_found = false;
    while let Some(bodies) = pending.pop().map(|name| by_name.remove(name)) {
        for body in bodies.into_iter().flatten() {
            if body.kind == BodyKind::Class {
                pending.extend(MAKING);
                continue;
            }
            each_part(code, &body.statements, &mut |part| {
                let Part::Expression(id, _) = part else { return };
                if let Expr::Name(name) | Expr::Attribute(_, name) = code.expression(id) {
                    let name = code.name(*name);
                    is_found |= name == attribute || LOOKS_UP.contains(&name);
                    pending.push(name);
                }
            });
        }
        if is_found {
            return true;
        }
    }
    false
}
