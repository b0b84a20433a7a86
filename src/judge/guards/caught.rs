//! What handlers catch, and whether an exception is among that.
use rustc_hash::FxHashMap;

use super::Asks;
use super::other_names::OtherNames;
use crate::evaluate::{Raised, is_of_missing, may_be};
use crate::graph::ModuleId;
use crate::graph::visibility::{Part, parts_of_statement};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Handler, Name, Stmt};
use crate::semantics::facts::{ImportId, ScopeId};
use crate::syntax::Span;

/// What a class of exceptions may be caught as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Caught {
    /// Anything, as far as is known.
    All,
    /// A class, by its last name.
    Class(String),
}

/// What context managers of the project swallow, by the names of what makes them, and of variables that hold one.
pub(super) type Managers = FxHashMap<String, Vec<Caught>>;

/// What catches every exception of a program. Not in `rules/`: Python has no others.
const ALL: [&str; 2] = ["BaseException", "Exception"];

/// Whether an exception may be caught so. A class whose bases are not known may be any.
pub(super) fn may_catch(rules: &Rules, caught: &[Caught], raised: &Raised) -> bool {
    let Some(class) = raised.exception.as_deref() else {
        return !caught.is_empty();
    };
    caught.iter().any(|caught| {
        let Caught::Class(handled) = caught else { return true };
        may_be(rules, class, handled) || raised.or_below && may_be(rules, handled, class)
    })
}

/// Whether a handler says that it is for missing modules: one for anything is not there for them, where a function is called.
pub(super) fn is_for_missing(caught: &Caught) -> bool {
    let Caught::Class(class) = caught else { return false };
    is_of_missing(class)
}

/// Of what handlers ask whether it is there: those for anything are waiting for what is not installed, if for any of that.
pub(super) fn missing(caught: &[Caught]) -> Option<Asks> {
    let is_for_all = caught.contains(&Caught::All).then_some(Asks::Absent);
    let mut told = caught.iter();
    told.any(is_for_missing).then_some(Asks::All).or(is_for_all)
}

/// What tells what context managers and handlers catch that stand in a file.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub rules: &'a Rules,
    pub managers: &'a Managers,
    pub names: &'a OtherNames<'a>,
}

/// An attribute that is read in the body of a `try`.
pub(super) struct Attribute {
    pub name: Name,
    pub scope: ScopeId,
    pub span: Span,
    /// What the handlers catch.
    pub caught: Vec<Caught>,
}

/// What stands in the body of a `try`: what its handlers catch, and those of each `try` around it. So does a `with` whose manager
/// swallows something.
#[derive(Default)]
pub(super) struct Around {
    /// By import statement.
    pub imports: FxHashMap<ImportId, Vec<Caught>>,
    /// By the place of a call.
    pub calls: FxHashMap<Span, Vec<Caught>>,
    /// By where a name or a lambda begins.
    pub names: FxHashMap<u32, Vec<Caught>>,
    pub attributes: Vec<Attribute>,
}

/// A file of the program, with what is caught around its statements.
pub(super) struct File<'a> {
    pub module: ModuleId,
    pub facts: &'a ModuleFacts,
    pub around: Around,
}

/// What is caught around the statements of a file.
pub(super) fn caught_around(rules: &Rules, managers: &Managers, facts: &ModuleFacts) -> Around {
    let (code, names) = (&facts.code, &OtherNames::new(facts));
    let known = Known { rules, managers, names };
    let mut found = Around::default();
    for body in &code.bodies {
        note((known, body.scope), code, &body.statements, &mut Vec::new(), &mut found);
    }
    found
}

fn note(within: (Known<'_>, ScopeId), code: &Code, block: &[Stmt], around: &mut Vec<Caught>, found: &mut Around) {
    let (known, scope) = within;
    let at_first = around.len();
    for statement in block {
        if !around.is_empty() {
            parts_of_statement(code, statement, &mut |part| {
                let Part::Expression(id, _) = part else { return };
                match code.expression(id) {
                    Expr::Call(..) => drop(found.calls.insert(code.span(id), around.clone())),
                    Expr::Name(_) => drop(found.names.insert(code.span(id).start, around.clone())),
                    Expr::Lambda(_) => drop(found.names.insert(code.span(id).start, around.clone())),
                    &Expr::Attribute(_, name) => {
                        found.attributes.push(Attribute {
                            name,
                            scope,
                            span: code.span(id),
                            caught: around.clone(),
                        });
                    }
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
                // What leaves there drops what was raised.
                let at_end = around.len() + usize::from(finally.iter().any(Stmt::leaves));
                around.extend(finally.iter().any(Stmt::leaves).then_some(Caught::All));
                around.extend(
                    handlers
                        .iter()
                        .filter(|handler| !raises_again(handler))
                        .flat_map(|handler| caught_by(known.names, code, handler)),
                );
                note(within, code, body, around, found);
                around.truncate(at_end);
                let handled = handlers.iter().map(|handler| handler.body.as_slice());
                for block in handled.chain([otherwise.as_slice()]) {
                    note(within, code, block, around, found);
                }
                around.truncate(outside);
                note(within, code, finally, around, found);
            }
            Stmt::With { items, body } => {
                let outside = around.len();
                around.extend(
                    items
                        .iter()
                        .flat_map(|&(manager, _)| suppressed_by(known, code, manager)),
                );
                note(within, code, body, around, found);
                around.truncate(outside);
            }
            // What is entered by the stack of a block lasts until its end.
            Stmt::Expression(entered) | Stmt::Assign { value: entered, .. } => {
                if let Expr::Call(method, arguments) = code.expression(*entered)
                    && let Expr::Attribute(_, name) = code.expression(*method)
                    && matches!(code.name(*name), "enter_context" | "enter_async_context" | "push")
                {
                    let managers = arguments.iter().map(|argument| argument.value);
                    let swallowed = managers.flat_map(|manager| match code.expression(manager) {
                        // It is handed what was raised, and may say that this is done with.
                        Expr::Lambda(_) => vec![Caught::All],
                        _ => suppressed_by(known, code, manager),
                    });
                    around.extend(swallowed);
                }
            }
            _ => {
                for inner in statement.blocks() {
                    note(within, code, inner, around, found);
                }
            }
        }
    }
    around.truncate(at_first);
}

/// Whether a handler says something, and raises again what it caught.
pub(super) fn raises_again(handler: &Handler) -> bool {
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

pub(super) fn caught_by(names: &OtherNames<'_>, code: &Code, handler: &Handler) -> Vec<Caught> {
    match handler.kind {
        Some(kind) => caught_as(names, code, kind),
        None => vec![Caught::All],
    }
}

/// Whether a class of others makes such context managers.
pub(super) fn is_swallower(rules: &Rules, name: &str) -> bool {
    rules.knows(Group::Swallows, name)
}

/// What a context manager swallows: `suppress(ValueError)`, `pytest.raises(ValueError)`, and those of the project.
pub(super) fn suppressed_by(known: Known<'_>, code: &Code, manager: ExprId) -> Vec<Caught> {
    let named = known.names.named(code, manager);
    let own = || {
        let own = named.iter().filter_map(|name| known.managers.get(*name));
        own.flatten().cloned().collect()
    };
    let Expr::Call(_, arguments) = code.expression(manager) else {
        return own();
    };
    match named.iter().any(|name| is_swallower(known.rules, name)) {
        true => {
            let classes = arguments.iter().map(|argument| argument.value);
            classes.flat_map(|class| caught_as(known.names, code, class)).collect()
        }
        false => own(),
    }
}

fn caught_as(names: &OtherNames<'_>, code: &Code, kind: ExprId) -> Vec<Caught> {
    let kinds = match code.expression(kind) {
        Expr::Sequence(_, kinds) => kinds.to_vec(),
        _ => vec![kind],
    };
    let of = |kind| match code.expression(kind) {
        Expr::Name(_) | Expr::Attribute(..) => names.named(code, kind),
        _ => Vec::new(),
    };
    let told = |name: &str| match !ALL.contains(&name) && is_of_a_class(name) {
        // Written otherwise than classes are, it is a variable that holds some, or another name of `OSError`.
        true => Caught::Class(name.to_owned()),
        false => Caught::All,
    };
    let caught = kinds.into_iter().flat_map(|kind| match of(kind).as_slice() {
        [] => vec![Caught::All],
        names => names.iter().map(|name| told(name)).collect(),
    });
    caught.collect()
}
