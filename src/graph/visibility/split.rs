//! Whether code looks up a module by a part of a name: `module, _, attribute = name.rpartition(".")`, and then
//! `import_module(module)`. Of other strings that name something in a module, it gets no module.
use super::look::Look;
use super::parts::{Part, binds, each_part};
use crate::semantics::code::{Argument, BodyId, Code, Expr, ExprId, Literal, Name, Stmt};
use crate::semantics::facts::{Mention, MentionKind};
use crate::syntax::Span;

/// Methods of a string that give a part of it.
/// Not in `rules/`: they are those of a builtin.
const SPLITTING: [&str; 5] = ["partition", "removesuffix", "rpartition", "rsplit", "split"];

/// What a lookup is handed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Given {
    /// A part of a string.
    Part,
    /// Perhaps what its function was called with.
    Parameter,
    /// Something else.
    Other,
}

impl Look<'_> {
    /// Whether the file loads modules, or takes them out of `sys.modules`, by what may be a part of a longer name: taken there, or by
    /// who calls the function, in this file or in one that imports it.
    pub(super) fn looks_up_parts_of_names(&self) -> bool {
        let code = &self.facts.code;
        let mut called: Vec<&str> = Vec::new();
        for (id, body) in (0..).zip(&code.bodies) {
            match self.lookups_in(id) {
                Given::Part => return true,
                Given::Parameter => called.push(code.name(body.name)),
                Given::Other => {}
            }
        }
        let files: Vec<&Code> = std::iter::once(self.module)
            .chain(self.importers())
            .filter_map(|id| Some(&self.program.facts(id)?.code))
            .collect();
        let mut at = 0;
        while let Some(&name) = called.get(at) {
            at += 1;
            for code in files.iter().filter(|code| code.has_name(name)) {
                for (id, body) in (0..).zip(&code.bodies) {
                    match calls_in(code, id, name) {
                        Given::Part => return true,
                        Given::Parameter if !called.contains(&code.name(body.name)) => {
                            called.push(code.name(body.name))
                        }
                        Given::Parameter | Given::Other => {}
                    }
                }
            }
        }
        false
    }

    /// What the lookups of a body are handed.
    fn lookups_in(&self, body: BodyId) -> Given {
        let code = &self.facts.code;
        let is_computed = |mention: &&Mention| {
            matches!(
                mention.kind,
                MentionKind::ImportsComputed | MentionKind::LoadedComputed { .. }
            )
        };
        let lookups = self.facts.mentions.iter().filter(is_computed);
        let lookups: Vec<Span> = lookups.map(|mention| mention.span).collect();
        let mut given = Given::Other;
        each_part(code, &code.bodies[body as usize].statements, &mut |part| {
            let Part::Expression(at, _) = part else { return };
            match code.expression(at) {
                Expr::Call(_, arguments) if lookups.contains(&code.span(at)) => {
                    for argument in arguments {
                        given = given.or(handed(code, body, argument.value, 0));
                    }
                }
                Expr::Subscript(of, key) if is_modules(code, *of) => given = given.or(handed(code, body, *key, 0)),
                _ if lookups.contains(&code.span(at)) => given = given.or(handed(code, body, at, 0)),
                _ => {}
            }
        });
        given
    }
}

impl Given {
    fn or(self, other: Given) -> Given {
        match (self, other) {
            (Given::Part, _) | (_, Given::Part) => Given::Part,
            (Given::Parameter, _) | (_, Given::Parameter) => Given::Parameter,
            (Given::Other, Given::Other) => Given::Other,
        }
    }
}

/// What the calls of functions and methods of this name in a body are handed. One that is handed on may be called with anything that
/// stands beside it.
fn calls_in(code: &Code, body: BodyId, name: &str) -> Given {
    let mut given = Given::Other;
    let is_it = |at: ExprId| match *code.expression(at) {
        Expr::Name(of) | Expr::Attribute(_, of) => code.name(of) == name,
        _ => false,
    };
    each_part(code, &code.bodies[body as usize].statements, &mut |part| {
        if let Part::Expression(at, _) = part
            && let Expr::Call(callee, arguments) = code.expression(at)
            && (is_it(*callee) || arguments.iter().any(|argument| is_it(argument.value)))
        {
            for argument in arguments {
                given = given.or(handed(code, body, argument.value, 0));
            }
        }
    });
    given
}

/// Variables are followed so far.
const DEEPEST: usize = 4;

/// Whether a value is a part of a string, or a variable that is given one.
fn handed(code: &Code, body: BodyId, value: ExprId, depth: usize) -> Given {
    let mut given = Given::Other;
    let (mut names, mut attributes) = (Vec::new(), Vec::new());
    each_below(code, value, &mut |at| match *code.expression(at) {
        Expr::Call(callee, ref arguments) if takes_apart(code, callee, arguments) => given = Given::Part,
        Expr::Slice(_) => given = Given::Part,
        Expr::Name(name) => names.push(name),
        Expr::Attribute(_, name) => attributes.push(name),
        _ => {}
    });
    for name in names {
        // In a function within another one, it may be that one's.
        let around = std::iter::successors(Some(body), |&body| code.bodies[body as usize].parent);
        for body in around {
            let parameters = &code.bodies[body as usize].parameters;
            if parameters.iter().any(|parameter| parameter.name == name) {
                given = given.or(Given::Parameter);
            }
            if depth < DEEPEST && given != Given::Part {
                given = given.or(bound_to(code, body, name, depth));
            }
        }
    }
    // `self.module, self.name = path.rsplit(".", 1)`
    for name in attributes {
        for (body, _) in (0..).zip(&code.bodies) {
            if depth < DEEPEST && given != Given::Part {
                given = given.or(set_to(code, body, name, depth));
            }
        }
    }
    given
}

/// Whether a call takes a dotted name apart: at a dot or a colon, or at what is not known. A name has no white space.
fn takes_apart(code: &Code, callee: ExprId, arguments: &[Argument]) -> bool {
    let Expr::Attribute(_, method) = *code.expression(callee) else {
        return false;
    };
    let at = arguments.first().map(|argument| code.expression(argument.value));
    let is_at_dot = match at {
        Some(Expr::Literal(Literal::Text(text))) => code.name(*text).contains(['.', ':']),
        Some(_) => true,
        None => false,
    };
    SPLITTING.contains(&code.name(method)) && is_at_dot
}

/// What the assignments and loops of a body give to a variable.
fn bound_to(code: &Code, body: BodyId, name: Name, depth: usize) -> Given {
    let mut given = Given::Other;
    each_part(code, &code.bodies[body as usize].statements, &mut |part| {
        if let Part::Binding(target, value) = part
            && given != Given::Part
            && binds(code, target, name)
        {
            given = given.or(handed(code, body, value, depth + 1));
        }
    });
    given
}

/// What the assignments of a body give to attributes of this name.
fn set_to(code: &Code, body: BodyId, attribute: Name, depth: usize) -> Given {
    let mut given = Given::Other;
    let sets = |target: ExprId| {
        let is_it = |at: &ExprId| matches!(*code.expression(*at), Expr::Attribute(_, name) if name == attribute);
        match code.expression(target) {
            Expr::Sequence(_, parts) => parts.iter().any(is_it),
            _ => is_it(&target),
        }
    };
    each_part(code, &code.bodies[body as usize].statements, &mut |part| {
        if let Part::Binding(target, value) = part
            && given != Given::Part
            && sets(target)
        {
            given = given.or(handed(code, body, value, depth + 1));
        }
    });
    given
}

fn is_modules(code: &Code, at: ExprId) -> bool {
    match *code.expression(at) {
        Expr::Attribute(_, name) | Expr::Name(name) => code.name(name) == "modules",
        _ => false,
    }
}

fn each_below(code: &Code, value: ExprId, see: &mut dyn FnMut(ExprId)) {
    let statement = Stmt::Expression(value);
    each_part(code, std::slice::from_ref(&statement), &mut |part| {
        if let Part::Expression(at, _) = part {
            see(at);
        }
    });
}
