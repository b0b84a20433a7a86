//! Functions that take away from the search path what they, or others of their class, put there before.
use super::{Function, Holding};
use crate::evaluate::{Access, Effect, Facet};
use crate::graph::ModuleId;
use crate::graph::visibility::{Part, binds, each_part, holds};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};

/// Methods that run before all others of an object. Not in `rules/`: Python's data model has no others.
const FIRST: [&str; 2] = ["__init__", "__enter__"];

fn is(effect: &Effect, facet: &str) -> bool {
    matches!(&effect.facet, Facet::State(name) if name == facet)
}

impl Function<'_> {
    /// Whether a write takes an entry away from the search path which the function put there, as it is written.
    pub(super) fn takes_back(&self, write: &Effect) -> bool {
        let of_path = |effect: &&&Effect| is(effect, "sys.path") && effect.access != Access::Read;
        let mut at_once = self.effects.iter().filter(of_path);
        let mut earlier = self.effects.iter().filter(of_path);
        (is(write, "path_entries") || is(write, "path_hooks"))
            && at_once.any(|other| other.span == write.span)
            && earlier.any(|other| other.span.start < write.span.start && self.removes(other, write))
    }

    /// Whether a removal names the entry that an earlier call added: by its value (`remove(folder)`), or by its place (`pop(0)`
    /// behind `insert(0, folder)`, `pop()` behind `append(folder)`). What is not done by such calls is taken for it.
    fn removes(&self, added: &Effect, removed: &Effect) -> bool {
        let (Some((adding, added)), Some((removing, removed))) = (self.call(added), self.call(removed)) else {
            return true;
        };
        match (adding, removing, added.as_slice(), removed.as_slice()) {
            ("insert", "remove", [_, entry], [value]) | ("append", "remove", [entry], [value]) => {
                self.code.is_same(*entry, *value)
            }
            ("insert", "pop", [place, _], [value]) => self.code.is_same(*place, *value),
            ("insert" | "append", "remove" | "pop", _, removed) => adding == "append" && removed.is_empty(),
            _ => true,
        }
    }

    /// The method that an effect calls, with what it is handed.
    fn call(&self, effect: &Effect) -> Option<(&str, Vec<ExprId>)> {
        let mut found = None;
        each_part(self.code, &self.body.statements, &mut |part| {
            let Part::Expression(id, _) = part else { return };
            if let Expr::Call(callee, handed) = self.code.expression(id)
                && self.code.span(id) == effect.span
                && let Expr::Attribute(_, method) = self.code.expression(*callee)
            {
                let handed = handed.iter().map(|argument| argument.value);
                found = Some((self.code.name(*method), handed.collect()));
            }
        });
        found
    }

    /// What a write takes away from the search path: `remove(folder)`.
    pub(super) fn removed_entry(&self, write: &Effect) -> Option<ExprId> {
        if !["sys.path", "path_entries"].iter().any(|facet| is(write, facet)) {
            return None;
        }
        match self.call(write)? {
            ("remove", handed) => handed.first().copied(),
            _ => None,
        }
    }
}

impl Holding<'_> {
    /// Whether another method of a class appends the entry that one of its methods takes away, as it is written: nothing was found
    /// there that is found elsewhere, and nothing else is lost.
    pub(super) fn is_appended_by_class(
        &self,
        (module, class): (ModuleId, BodyId),
        code: &Code,
        (remover, entry): (&Body, ExprId),
    ) -> bool {
        if code.bodies[class as usize].kind != BodyKind::Class {
            return false;
        }
        let is_first = |body: &Body| FIRST.contains(&code.name(body.name));
        let methods = (0..).zip(&code.bodies);
        let methods = methods.filter(|(_, body)| body.parent == Some(class) && is_first(body));
        let mut appended = methods.flat_map(|(id, body)| {
            let effects = self.effects.get(&(module, id)).map_or(&[][..], Vec::as_slice);
            let function = Function { code, body, effects };
            let of_path = effects.iter().filter(|effect| is(effect, "sys.path"));
            let calls = of_path.filter_map(|effect| function.call(effect));
            let appends = calls.filter(|(method, _)| *method == "append");
            let entries: Vec<ExprId> = appends.filter_map(|(_, handed)| handed.first().copied()).collect();
            entries.into_iter().map(move |entry| (body, entry))
        });
        appended.any(|(adder, added)| {
            // One that may have been there before is only taken off where somebody asks first.
            let is_sure = !is_in_branch(code, adder, added) || is_in_branch(code, remover, entry);
            let (Some(added), Some(entry)) = (written(code, adder, added), written(code, remover, entry)) else {
                return false;
            };
            is_sure && code.is_same(added, entry) && is_of_self(code, adder, added) && is_of_self(code, remover, entry)
        })
    }
}

/// Whether an expression stands in a branch of a body.
fn is_in_branch(code: &Code, body: &Body, at: ExprId) -> bool {
    let mut blocks = body.statements.iter().flat_map(Stmt::blocks);
    blocks.any(|block| holds(code, block, code.span(at)))
}

/// What is written for a value: that of a variable which is assigned once. None where that is a parameter, or assigned in another way.
fn written(code: &Code, body: &Body, value: ExprId) -> Option<ExprId> {
    let Expr::Name(name) = *code.expression(value) else {
        return Some(value);
    };
    let mut values = Vec::new();
    each_part(code, &body.statements, &mut |part| {
        if let Part::Binding(target, value) = part
            && binds(code, target, name)
        {
            let is_it = matches!(code.expression(target), Expr::Name(_));
            values.push(is_it.then_some(value));
        }
    });
    match values.as_slice() {
        [only] if !body.parameters.iter().any(|parameter| parameter.name == name) => *only,
        _ => None,
    }
}

/// Whether a value is made of nothing but a method's object and what all functions of the file see.
fn is_of_self(code: &Code, body: &Body, value: ExprId) -> bool {
    let mut own: Vec<Name> = body.parameters.iter().skip(1).map(|parameter| parameter.name).collect();
    each_part(code, &body.statements, &mut |part| {
        if let Part::Binding(target, _) = part
            && let Expr::Name(name) = code.expression(target)
        {
            own.push(*name);
        }
    });
    let span = code.span(value);
    let inside = code.expressions.iter().zip(&code.spans);
    let mut inside = inside.filter(|(_, at)| span.start <= at.start && at.end <= span.end);
    !inside.any(|(expr, _)| matches!(expr, Expr::Name(name) if own.contains(name)))
}
