//! Exceptions that are raised while a module is imported: by a statement in plain sight, or by a call of which the rules know that;
//! in installed packages at module level, where something outside of them decides it.
use super::object::Place;
use crate::graph::ModuleId;
use crate::rules::Rules;
use crate::semantics::code::{Code, Expr, ExprId, Handler, Name, Stmt};

/// An exception that leaves a module, unless a condition keeps it from that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raised {
    /// Where.
    pub place: Place,
    /// The last name of its class, as it is written; none where that is not told.
    pub exception: Option<String>,
    /// Whether it may be any class below that one as well.
    pub or_below: bool,
    /// Whether something outside the program decides it, as far as its text tells: what a file, a variable of the environment or the
    /// command line holds. Else it is raised whenever the program is started, or never.
    pub is_given: bool,
}

/// The last name of the class of an exception: of `errors.Missing("x")`, `Missing`.
pub fn class_name(code: &Code, exception: ExprId) -> Option<&str> {
    match code.expression(exception) {
        Expr::Name(name) | Expr::Attribute(_, name) => Some(code.name(*name)),
        Expr::Call(callee, _) => class_name(code, *callee),
        _ => None,
    }
}

/// The same of each exception that an expression may be: of `Missing() if given else Wrong()`, both; none for one that is not told.
pub(super) fn class_names(code: &Code, exception: ExprId) -> Vec<Option<&str>> {
    match code.expression(exception) {
        Expr::Conditional { then, otherwise, .. } => {
            let mut names = class_names(code, *then);
            names.extend(class_names(code, *otherwise));
            names
        }
        Expr::And(operands) | Expr::Or(operands) => operands
            .iter()
            .flat_map(|&operand| class_names(code, operand))
            .collect(),
        Expr::Call(callee, _) if matches!(code.expression(*callee), Expr::Conditional { .. }) => {
            class_names(code, *callee)
        }
        _ => vec![class_name(code, exception)],
    }
}

/// What catches every exception of a program. Not in `rules/`: Python has no others.
const ALL: [&str; 2] = ["BaseException", "Exception"];

/// What a `try` or a `with` catches of what is raised in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Catching {
    /// Anything, as far as is known.
    Anything,
    /// Exceptions of these classes, by their last names, and those below.
    Classes(Vec<String>),
}

/// The handlers around what is being executed.
#[derive(Debug, Default)]
pub(super) struct Handlers {
    /// What catches exceptions there.
    pub around: Vec<Catching>,
    /// What the handler is for that is being executed, where it raises that again.
    pub handling: Option<Catching>,
    /// By what names the handlers that are being executed have what they caught, where they raise that.
    pub named: Vec<(ModuleId, Name)>,
    /// How many handlers are being executed that wait for missing modules which are there.
    pub in_vain: usize,
}

impl Catching {
    /// What a handler catches.
    pub fn of(code: &Code, handler: &Handler) -> Self {
        let Some(kind) = handler.kind else {
            return Catching::Anything;
        };
        let kinds = match code.expression(kind) {
            Expr::Sequence(_, kinds) => kinds.to_vec(),
            _ => vec![kind],
        };
        let is_class = |name: &&str| {
            let name = name.trim_start_matches('_');
            name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
        };
        let classes = kinds.into_iter().map(|kind| match code.expression(kind) {
            Expr::Name(_) | Expr::Attribute(..) => class_name(code, kind).filter(is_class).map(str::to_owned),
            _ => None,
        });
        match classes.collect::<Option<Vec<String>>>() {
            Some(classes) if !classes.iter().any(|class| ALL.contains(&class.as_str())) => Catching::Classes(classes),
            Some(_) | None => Catching::Anything,
        }
    }

    /// Whether it may catch an exception, or one below that class. A class whose bases are not known may be any.
    pub fn may_catch(&self, rules: &Rules, exception: Option<&str>, or_below: bool) -> bool {
        let (Catching::Classes(classes), Some(exception)) = (self, exception) else {
            return true;
        };
        classes
            .iter()
            .any(|class| may_be(rules, exception, class) || or_below && may_be(rules, class, exception))
    }
}

/// Whether an exception of one class may be one of another: the classes above the first are not known, or the second is among them.
pub fn may_be(rules: &Rules, exception: &str, class: &str) -> bool {
    let base = |class: &str| rules.exception_base(class);
    exception == class
        || base(exception).is_none() && !ALL.contains(&exception)
        || std::iter::successors(base(exception), |class| base(class)).any(|above| above == class)
}

/// Whether a handler raises by its name what it caught, somewhere; not where it gives that name to anything else.
pub(super) fn raises_by_name(code: &Code, handler: &Handler) -> bool {
    fn does(block: &[Stmt], is_it: &dyn Fn(&Stmt) -> bool) -> bool {
        block
            .iter()
            .any(|one| is_it(one) || one.blocks().into_iter().any(|inner| does(inner, is_it)))
    }
    let Some(name) = handler.name else { return false };
    let is_name = |id: ExprId| *code.expression(id) == Expr::Name(name);
    let raises = |one: &Stmt| matches!(one, Stmt::Raise { exception: Some(exception), .. } if is_name(*exception));
    let binds =
        |one: &Stmt| matches!(one, Stmt::Assign { targets, .. } if targets.iter().any(|&target| is_name(target)));
    does(&handler.body, &raises) && !does(&handler.body, &binds)
}

/// Whether Python raises an exception of a class, by its last name, where a module or a name of it is missing.
pub fn is_of_missing(class: &str) -> bool {
    matches!(class, "ImportError" | "ModuleNotFoundError")
}

/// Whether handlers of some kind wait for missing modules alone.
pub(super) fn is_for_missing(kind: &Catching) -> bool {
    match kind {
        Catching::Anything => false,
        Catching::Classes(classes) => classes.iter().all(|class| is_of_missing(class)),
    }
}

/// Whether a handler raises again what it caught, whatever it does before.
pub(super) fn raises_again(handler: &Handler) -> bool {
    let is_last = matches!(handler.body.last(), Some(Stmt::Raise { exception: None, .. }));
    is_last && !handler.body.iter().any(Stmt::leaves)
}
