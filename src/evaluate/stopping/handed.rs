//! What a call hands of what was given to the function that it runs: which parameters hold some of it.
use super::given::{Given, Names};
use crate::semantics::code::{
    Argument, ArgumentKind, Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Parameter, ParameterKind, Stmt,
};
use crate::syntax::Span;

/// A function of a file.
pub(super) type Function<'a> = (&'a Code, BodyId);

/// What makes an instance, and is handed what the class is. Not in `rules/`: Python's data model has no others.
const MAKING: [&str; 2] = ["__init__", "__new__"];

/// The names that a function gets, of what `given` tells at an expression that runs it.
pub(super) fn handed(given: &Given<'_>, at: ExprId, (code, function): Function<'_>) -> Names {
    let body = &code.bodies[function as usize];
    let mut names = Names::default();
    let Expr::Call(callee, arguments) = given.code.expression(at) else {
        // A property, an operator, or what a loop goes over.
        if given.holds(at) {
            names
                .whole
                .extend(body.parameters.iter().map(|parameter| parameter.name));
        } else if let Expr::Attribute(of, _) = given.code.expression(at)
            && let Some(first) = body.parameters.first()
        {
            hand(given, code, *of, first.name, &mut names);
        }
        return names;
    };
    let class = body.parent.map(|id| &code.bodies[id as usize]);
    let class = class.filter(|class| class.kind == BodyKind::Class);
    let own = code.name(body.name);
    let is_bound = class.is_some_and(|class| !is_static(code, class, function));
    let (called, receiver) = match given.code.expression(*callee) {
        Expr::Name(name) => (Some(given.code.name(*name)), None),
        Expr::Attribute(of, name) => (Some(given.code.name(*name)), Some(*of)),
        _ => (None, None),
    };
    if class.is_some() && own == "__post_init__" && called != Some(own) {
        fields(given, arguments, (code, body), class, &mut names);
        return names;
    }
    let is_making = class.is_some() && MAKING.contains(&own);
    if called != Some(own) && !is_making {
        // Something else is called, which calls this some time, with what it was handed.
        if given.holds(at) {
            names
                .whole
                .extend(body.parameters.iter().map(|parameter| parameter.name));
        }
        return names;
    }
    let first = body.parameters.first().filter(|_| is_bound);
    if let Some((first, receiver)) = first.zip(receiver).filter(|_| called == Some(own)) {
        hand(given, code, receiver, first.name, &mut names);
    }
    let parameters = &body.parameters[usize::from(first.is_some())..];
    let by_place = |at: usize| {
        let plain =
            |parameter: &&Parameter| matches!(parameter.kind, ParameterKind::PositionalOnly | ParameterKind::Plain);
        let rest = || {
            parameters
                .iter()
                .find(|parameter| parameter.kind == ParameterKind::Rest)
        };
        parameters.iter().filter(plain).nth(at).or_else(rest)
    };
    for (at, argument) in arguments.iter().enumerate() {
        let to = match argument.kind {
            ArgumentKind::Plain => by_place(at),
            ArgumentKind::Keyword(name) => {
                let name = given.code.name(name);
                let named = parameters.iter().find(|parameter| code.name(parameter.name) == name);
                named.or_else(|| {
                    parameters
                        .iter()
                        .find(|parameter| parameter.kind == ParameterKind::Keywords)
                })
            }
            ArgumentKind::Star | ArgumentKind::Keywords => {
                if given.holds(argument.value) {
                    names.whole.extend(parameters.iter().map(|parameter| parameter.name));
                }
                None
            }
        };
        if let Some(to) = to {
            hand(given, code, argument.value, to.name, &mut names);
        }
    }
    names
}

/// The names that a hook gets which making a class runs, by where the name of that stands: the class has attributes that were given, and
/// a metaclass is handed a mapping of them.
pub(super) fn handed_to_hook(given: &Given<'_>, class: Span, (code, function): Function<'_>) -> Names {
    let set = given.set_in_class(class);
    let mut names = Names::default();
    if set.is_empty() {
        return names;
    }
    let parameters = &code.bodies[function as usize].parameters;
    for parameter in parameters {
        let known = set.iter().filter_map(|&part| name_in(code, given.code.name(part)));
        names.parts.extend(known.map(|part| (parameter.name, part)));
    }
    let mapping = parameters.get(NAMES_OF_CLASS).into_iter();
    let rest = parameters.iter().filter(|one| one.kind == ParameterKind::Rest);
    names.values.extend(mapping.chain(rest).map(|parameter| parameter.name));
    names
}

/// Where a metaclass is handed the names of a class: behind itself, the name and the bases.
const NAMES_OF_CLASS: usize = 3;

/// One argument, to one parameter.
fn hand(given: &Given<'_>, code: &Code, argument: ExprId, to: Name, names: &mut Names) {
    if let Expr::Name(name) = given.code.expression(argument) {
        let of_it = given.names.parts.iter().filter(|(root, _)| root == name);
        let known = of_it.filter_map(|&(_, part)| name_in(code, given.code.name(part)));
        names.parts.extend(known.map(|part| (to, part)));
        if given.names.values.contains(name) && !given.names.whole.contains(name) {
            names.values.insert(to);
            return;
        }
    }
    if given.holds(argument) {
        names.whole.insert(to);
    }
}

/// A dataclass keeps what it is handed under the names of its fields.
fn fields(
    given: &Given<'_>,
    arguments: &[Argument],
    (code, body): (&Code, &Body),
    class: Option<&Body>,
    names: &mut Names,
) {
    let Some((class, first)) = class.zip(body.parameters.first()) else {
        return;
    };
    let declared = class.statements.iter().filter_map(|statement| match statement {
        Stmt::Declare(target) => Some(*target),
        Stmt::Assign { targets, .. } => targets.first().copied(),
        _ => None,
    });
    let declared = declared.filter_map(|target| match code.expression(target) {
        Expr::Name(name) => Some(*name),
        _ => None,
    });
    let declared: Vec<Name> = declared.collect();
    for (at, argument) in arguments
        .iter()
        .enumerate()
        .filter(|(_, argument)| given.holds(argument.value))
    {
        let field = match argument.kind {
            ArgumentKind::Plain => declared.get(at).copied(),
            ArgumentKind::Keyword(name) => {
                let name = given.code.name(name);
                declared.iter().copied().find(|&field| code.name(field) == name)
            }
            ArgumentKind::Star | ArgumentKind::Keywords => None,
        };
        match field {
            Some(field) => drop(names.parts.insert((first.name, field))),
            // One of a base, or any.
            None => drop(names.whole.insert(first.name)),
        }
    }
}

/// Whether a function of a class is handed no instance.
fn is_static(code: &Code, class: &Body, function: BodyId) -> bool {
    class.statements.iter().any(|statement| match statement {
        Stmt::Define { body, decorators, .. } if *body == function => {
            let mut decorators = decorators.iter();
            decorators.any(|&at| matches!(code.expression(at), Expr::Name(name) if code.name(*name) == "staticmethod"))
        }
        _ => false,
    })
}

/// A name in the code of a file.
pub(super) fn name_in(code: &Code, text: &str) -> Option<Name> {
    let at = code.names.iter().position(|name| name == text)?;
    Name::try_from(at).ok()
}
