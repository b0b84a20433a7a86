//! What handlers catch, and whether an exception is among that.
use rustc_hash::FxHashMap;

use crate::evaluate::{Raised, class_name};
use crate::graph::visibility::{Part, parts_of_statement};
use crate::rules::{Group, Rules};
use crate::semantics::code::{Code, Expr, ExprId, Handler, Stmt};
use crate::semantics::facts::ImportId;
use crate::syntax::Span;

/// What a class of exceptions may be caught as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caught {
    /// Anything, as far as is known.
    All,
    /// A class, by its last name.
    Class(String),
}

/// What catches every exception of a program. Not in `rules/`: Python has no others.
const ALL: [&str; 2] = ["BaseException", "Exception"];

/// Whether an exception may be caught so. A class whose bases are not known may be any.
pub(super) fn may_catch(rules: &Rules, caught: &[Caught], raised: &Raised) -> bool {
    let base = |class: &str| rules.exception_base(class);
    let Some(raised) = raised.exception.as_deref() else {
        return !caught.is_empty();
    };
    caught.iter().any(|caught| {
        let Caught::Class(class) = caught else { return true };
        if class == raised || base(raised).is_none() {
            return true;
        }
        // What inherits from the class of a handler that is not known is not known either.
        let mut above = std::iter::successors(base(raised), |class| base(class));
        above.any(|above| above == class)
    })
}

/// Whether a handler says that it is for missing modules: one for anything is not there for them, where a function is called.
pub(super) fn is_for_missing(caught: &Caught) -> bool {
    let Caught::Class(class) = caught else { return false };
    matches!(class.as_str(), "ImportError" | "ModuleNotFoundError")
}

/// What stands in the body of a `try`: what its handlers catch, and those of each `try` around it. So does a `with` whose manager
/// swallows something.
#[derive(Default)]
pub(super) struct Around {
    /// By import statement.
    pub imports: FxHashMap<ImportId, Vec<Caught>>,
    /// By the place of a call.
    pub calls: FxHashMap<Span, Vec<Caught>>,
    /// By where a name begins.
    pub names: FxHashMap<u32, Vec<Caught>>,
}

/// What is caught around the statements of a file.
pub(super) fn caught_around(rules: &Rules, code: &Code) -> Around {
    let mut found = Around::default();
    for body in &code.bodies {
        note(rules, code, &body.statements, &mut Vec::new(), &mut found);
    }
    found
}

fn note(rules: &Rules, code: &Code, block: &[Stmt], around: &mut Vec<Caught>, found: &mut Around) {
    for statement in block {
        if !around.is_empty() {
            parts_of_statement(code, statement, &mut |part| {
                let Part::Expression(id, _) = part else { return };
                match code.expression(id) {
                    Expr::Call(..) => drop(found.calls.insert(code.span(id), around.clone())),
                    Expr::Name(_) => drop(found.names.insert(code.span(id).start, around.clone())),
                    _ => {}
                }
            });
        }
        match statement {
            Stmt::Import(imports) if !around.is_empty() => {
                let imports = imports.iter().map(|&import| (import, around.clone()));
                found.imports.extend(imports);
            }
            Stmt::Try {
                body,
                handlers,
                otherwise,
                finally,
            } => {
                let outside = around.len();
                around.extend(
                    handlers
                        .iter()
                        .filter(|handler| !raises_again(handler))
                        .flat_map(|handler| caught_by(code, handler)),
                );
                note(rules, code, body, around, found);
                around.truncate(outside);
                let handled = handlers.iter().map(|handler| handler.body.as_slice());
                for block in handled.chain([otherwise.as_slice(), finally.as_slice()]) {
                    note(rules, code, block, around, found);
                }
            }
            Stmt::With { items, body } => {
                let outside = around.len();
                around.extend(
                    items
                        .iter()
                        .flat_map(|&(manager, _)| suppressed_by(rules, code, manager)),
                );
                note(rules, code, body, around, found);
                around.truncate(outside);
            }
            _ => {
                for inner in statement.blocks() {
                    note(rules, code, inner, around, found);
                }
            }
        }
    }
}

/// Whether a handler says something, and raises again what it caught.
fn raises_again(handler: &Handler) -> bool {
    let is_told = |statement: &Stmt| matches!(statement, Stmt::Expression(_));
    match handler.body.split_last() {
        Some((Stmt::Raise { exception: None, .. }, told)) => told.iter().all(is_told),
        Some(_) | None => false,
    }
}

/// Whether a name is written as those of classes are.
fn is_of_a_class(name: &str) -> bool {
    name.trim_start_matches('_').starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

fn caught_by(code: &Code, handler: &Handler) -> Vec<Caught> {
    match handler.kind {
        Some(kind) => caught_as(code, kind),
        None => vec![Caught::All],
    }
}

/// What a context manager swallows: `suppress(ValueError)`, `pytest.raises(ValueError)`.
fn suppressed_by(rules: &Rules, code: &Code, manager: ExprId) -> Vec<Caught> {
    let Expr::Call(_, arguments) = code.expression(manager) else {
        return Vec::new();
    };
    match class_name(code, manager) {
        Some(manager) if rules.knows(Group::Swallows, manager) => {
            let classes = arguments.iter().map(|argument| argument.value);
            classes.flat_map(|class| caught_as(code, class)).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

fn caught_as(code: &Code, kind: ExprId) -> Vec<Caught> {
    let kinds = match code.expression(kind) {
        Expr::Sequence(_, kinds) => kinds.to_vec(),
        _ => vec![kind],
    };
    let of = |kind| match code.expression(kind) {
        Expr::Name(_) | Expr::Attribute(..) => class_name(code, kind).map(str::to_owned),
        _ => None,
    };
    let told = |kind| match of(kind) {
        // Written otherwise than classes are, it is a variable that holds some, or another name of `OSError`.
        Some(name) if !ALL.contains(&name.as_str()) && is_of_a_class(&name) => Caught::Class(name),
        Some(_) | None => Caught::All,
    };
    kinds.into_iter().map(told).collect()
}
