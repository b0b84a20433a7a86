//! Classes that calls make: `type("A", (Base,), {})`, `types.new_class("A", (Base,))`, `make_dataclass("A", fields, bases=(Base,))`, and
//! calls of a metaclass.
use crate::graph::{ModuleId, Program};
use crate::project::standard::is_builtin_name;
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, ArgumentKind, Code, Expr, ExprId, SequenceKind};
use crate::semantics::facts::{BindingId, Path};

/// The bases of each class that calls of a module make; none for one that is not known.
pub(super) fn made_by_calls(
    program: &Program,
    rules: &Rules,
    module: ModuleId,
    facts: &ModuleFacts,
) -> Vec<Vec<Option<Path>>> {
    let code = &facts.code;
    let calls = code.expressions.iter().filter_map(|expression| match expression {
        Expr::Call(callee, arguments) => Some((*callee, &arguments[..])),
        _ => None,
    });
    let made = calls.filter_map(|(callee, arguments)| {
        let bases = bases_among(code, arguments)?;
        let makes_class = || {
            // What the file defines itself is none of those that are known.
            let is_of_others = |id: BindingId| facts.bindings[id as usize].kinds.imports > 0;
            let path = path_of(facts, callee).filter(|path| path.binding.is_none_or(is_of_others))?;
            let known = program.known_names(module, &path);
            known
                .iter()
                .any(|name| rules.knows(Group::MakesClass, name))
                .then_some(())
        };
        match code.expression(bases) {
            Expr::Sequence(SequenceKind::Tuple, of) => {
                let of: Vec<Option<Path>> = of.iter().map(|&base| path_of(facts, base)).collect();
                let is_asked = match code.expression(callee) {
                    Expr::Name(name) | Expr::Attribute(_, name) => rules.knows(Group::TakesClass, code.name(*name)),
                    _ => false,
                };
                // Of whatever else is called with a tuple, only classes tell something.
                let is_class = |base: &Option<Path>| {
                    base.as_ref()
                        .is_some_and(|base| program.class_named(module, base).is_some())
                };
                (!is_asked && (of.iter().any(is_class) || makes_class().is_some())).then_some(of)
            }
            // `type("A", bases, names)`
            _ => makes_class().map(|()| vec![None]),
        }
    });
    made.collect()
}

/// The argument of a call that would be the bases of a class: the second one, behind its name, or what is called so.
fn bases_among(code: &Code, arguments: &[Argument]) -> Option<ExprId> {
    let is_named =
        |argument: &&Argument| matches!(argument.kind, ArgumentKind::Keyword(name) if code.name(name) == "bases");
    if let Some(named) = arguments.iter().find(is_named) {
        return Some(named.value);
    }
    match arguments {
        [first, second, ..] if first.kind == ArgumentKind::Plain && second.kind == ArgumentKind::Plain => {
            Some(second.value)
        }
        _ => None,
    }
}

/// The name that an expression is, as one of its module or of Python's.
fn path_of(facts: &ModuleFacts, at: ExprId) -> Option<Path> {
    let (root, attributes) = facts.code.dotted(at)?;
    let binding = facts.global(root);
    (binding.is_some() || is_builtin_name(root)).then(|| Path {
        root: root.to_owned(),
        binding,
        attributes,
    })
}
