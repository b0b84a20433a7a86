//! Whether calling something of a module of Python may look at an attribute of a class there: the code that this runs in the module
//! names it, or looks up what nobody sees.
use rustc_hash::FxHashSet;

use crate::graph::visibility::{Part, each_part};
use crate::graph::{ModuleId, Program};
use crate::semantics::code::{Body, BodyKind, Code, Expr};

/// What runs when a class is called.
/// Not in `rules/`: Python's data model has no others.
const MAKING: [&str; 4] = ["__init__", "__new__", "__post_init__", "__call__"];

/// What looks up names that are not written.
/// Not in `rules/`: the language has no others.
const LOOKS_UP: [&str; 3] = ["getattr", "attrgetter", "methodcaller"];

/// Whether a call of what goes by a dotted name below a module may come to `attribute`; so it may where the code is not there.
pub(super) fn may_look_at(program: &Program, module: ModuleId, called: &str, attribute: &str) -> bool {
    let Some(facts) = program.facts(module) else {
        return true;
    };
    let below = called.strip_prefix(&program.modules[module].name);
    let names = below.and_then(|below| below.strip_prefix('.'));
    let is_special = attribute.is_empty() || attribute.starts_with("__");
    let Some(names) = names.filter(|_| !is_special) else {
        return true;
    };
    let last = names.rsplit('.').next().unwrap_or(names);
    let mut search = Search {
        code: &facts.code,
        attribute,
        seen: FxHashSet::default(),
    };
    search.comes_to(last)
}

struct Search<'a> {
    code: &'a Code,
    attribute: &'a str,
    seen: FxHashSet<&'a str>,
}

impl<'a> Search<'a> {
    fn comes_to(&mut self, first: &str) -> bool {
        let defined = |name: &str| self.code.bodies.iter().find(|body| self.code.name(body.name) == name);
        // What the module does not define comes from another one.
        let Some(first) = defined(first) else { return true };
        let mut pending = vec![self.code.name(first.name)];
        while let Some(name) = pending.pop() {
            if !self.seen.insert(name) {
                continue;
            }
            let name_of = |body: &Body| self.code.name(body.name);
            let within = |body: &&Body| {
                let parent = body.parent.map(|id| name_of(&self.code.bodies[id as usize]));
                name_of(body) == name || body.kind == BodyKind::Lambda && parent == Some(name)
            };
            for body in self.code.bodies.iter().filter(within) {
                if body.kind == BodyKind::Class {
                    pending.extend(MAKING);
                    continue;
                }
                let mut is_found = false;
                each_part(self.code, &body.statements, &mut |part| {
                    let Part::Expression(id, _) = part else { return };
                    if let Expr::Name(name) | Expr::Attribute(_, name) = self.code.expression(id) {
                        let name = self.code.name(*name);
                        is_found |= name == self.attribute || LOOKS_UP.contains(&name);
                        pending.push(name);
                    }
                });
                if is_found {
                    return true;
                }
            }
        }
        false
    }
}
