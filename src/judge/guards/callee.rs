//! What a call calls, as it is written: a name, a method, or a method that `super()` finds; and what is known of a name.
use super::Guards;
use crate::graph::{ModuleId, Program};
use crate::rules::Group;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Literal, Name};
use crate::semantics::facts::{MODULE, Operation, OperationKind, Origin};
use crate::syntax::Span;

/// What a call calls by a name, as it is written.
pub(super) enum Callee<'a> {
    Name(Name),
    Method(&'a str),
    /// `super().method()`
    OfSuper(&'a str),
}

impl<'a> Callee<'a> {
    /// What a call calls; none for what has no name.
    pub fn of(code: &'a Code, callee: ExprId) -> Option<Self> {
        let is_super = |of: ExprId| matches!(code.expression(of), Expr::Name(name) if code.name(*name) == "super");
        match code.expression(callee) {
            Expr::Name(name) => Some(Callee::Name(*name)),
            Expr::Attribute(of, name) => match code.expression(*of) {
                Expr::Call(of, arguments) if arguments.is_empty() && is_super(*of) => {
                    Some(Callee::OfSuper(code.name(*name)))
                }
                _ => Some(Callee::Method(code.name(*name))),
            },
            _ => None,
        }
    }
}

/// Whether a call hands on functions that are called apart from everything else.
pub(super) fn calls_apart(
    guards: &Guards<'_>,
    (module, code): (ModuleId, &Code),
    call: &Operation,
    callee: &Callee<'_>,
) -> bool {
    let (program, rules) = (guards.inputs.program, guards.inputs.rules);
    let last = match callee {
        Callee::Name(name) => code.name(*name),
        Callee::Method(name) | Callee::OfSuper(name) => name,
    };
    let is_one = |name: &str| rules.knows(Group::CallsApart, name);
    let dotted = call.path.as_ref().map(|path| program.known_names(module, path));
    is_one(last) || dotted.is_some_and(|names| names.iter().any(|name| is_one(name)))
}

/// Whether a name of a module is that of a function or a class, or begins with one.
pub(super) fn is_defined(program: &Program, module: ModuleId, name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    let facts = program.facts(module);
    facts.is_some_and(|facts| {
        facts
            .definitions
            .iter()
            .any(|one| one.scope == MODULE && one.name == first)
    })
}

/// Whether a call calls a variable or a parameter, of which nobody knows what it holds.
pub(super) fn is_variable(facts: &ModuleFacts, call: &Operation) -> bool {
    let path = call.path.as_ref().filter(|path| path.attributes.is_empty());
    let binding = path
        .and_then(|path| path.binding)
        .map(|id| &facts.bindings[id as usize]);
    binding.is_none_or(|binding| binding.scope != MODULE || binding.kinds.imports == 0)
        && path.is_some_and(|path| path.binding.is_some())
}

/// Whether a call calls a variable that is assigned once, from a call of foreign code which is handed no function: `Point =
/// namedtuple("Point", "x y")`. What that makes runs no function of the project, unless a text names where one is.
pub(super) fn is_made_of_texts(program: &Program, module: ModuleId, facts: &ModuleFacts, call: &Operation) -> bool {
    let binding = call.path.as_ref().and_then(|path| path.binding);
    let Some(binding) = binding.map(|id| &facts.bindings[id as usize]) else {
        return false;
    };
    let [Origin::Call(maker)] = binding.origins.as_slice() else {
        return false;
    };
    let mut makings = facts.operations.iter().filter(|making| {
        making.kind == OperationKind::Call && making.path.as_ref() == Some(maker) && making.scope == binding.scope
    });
    let leads_nowhere = |making: &Operation| {
        let code = &facts.code;
        let inside = |at: &Span| making.span.start <= at.start && at.end <= making.span.end;
        let mut parts = code.expressions.iter().zip(&code.spans).filter(|(_, at)| inside(at));
        let names_own = |(part, _): (&Expr, &Span)| match part {
            Expr::Literal(Literal::Text(text)) => {
                let first = code
                    .name(*text)
                    .split(['.', ':'])
                    .next()
                    .and_then(|top| program.find(top));
                first.is_some_and(|id| program.modules[id].is_own())
            }
            _ => false,
        };
        making.handed.iter().all(|argument| argument.origins.is_empty()) && !parts.any(names_own)
    };
    program.is_of_others(module, maker) && binding.kinds.is_assigned_once() && makings.all(leads_nowhere)
}
