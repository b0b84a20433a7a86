//! The functions of a file by which one of them is come to that looks into a frame: who calls another one is not looked into.
use rustc_hash::FxHashSet;

use super::super::parts::{Part, below, each_part};
use crate::semantics::code::{Body, BodyId, BodyKind, Code, Expr, ExprId, Literal, Name, Stmt};

/// Methods that run where an instance is made.
/// Not in `rules/`: Python's data model has no others.
const MAKING: [&str; 3] = ["__init__", "__new__", "__post_init__"];

/// Who is come to by what: names of functions, or of variables that hold them, and what these name.
type Naming = (FxHashSet<Name>, FxHashSet<Name>);

/// The function, and those of its file that name it, or one that does; none where Python itself may call one of them, by no name.
pub(in crate::graph::visibility) fn leading(code: &Code, function: BodyId) -> Option<FxHashSet<Name>> {
    let namings: Vec<Naming> = code.bodies.iter().flat_map(|body| namings(code, body)).collect();
    let mut found = FxHashSet::from_iter([called_by(code, &code.bodies[function as usize])]);
    loop {
        let naming = namings.iter().filter(|(_, named)| !named.is_disjoint(&found));
        let more: FxHashSet<Name> = naming.flat_map(|(by, _)| by).copied().collect();
        let before = found.len();
        found.extend(more);
        if found.len() == before {
            break;
        }
    }
    let is_called_by_python = |name: &Name| code.name(*name).starts_with("__");
    (!found.iter().any(is_called_by_python)).then_some(found)
}

/// What the functions around a body name by it; or, outside of functions, what variables hold.
fn namings(code: &Code, body: &Body) -> Vec<Naming> {
    let functions: FxHashSet<Name> = around(code, body)
        .filter(|body| body.kind == BodyKind::Function)
        .map(|function| called_by(code, function))
        .collect();
    let mut named = FxHashSet::default();
    let mut found = Vec::new();
    each_part(code, &body.statements, &mut |part| match part {
        Part::Expression(at, _) => named.extend(name(code, at)),
        // Another name for a function; what a function keeps in its variables is named in it.
        Part::Binding(target, value) if functions.is_empty() => found.push((names(code, target), names(code, value))),
        Part::Binding(..) => {}
    });
    found.extend(bases(code, &body.statements));
    found.push((functions, named));
    found
}

/// A body, and those around it.
fn around<'a>(code: &'a Code, body: &'a Body) -> impl Iterator<Item = &'a Body> {
    std::iter::successors(Some(body), |body| Some(&code.bodies[body.parent? as usize]))
}

/// By which name a function is called: who makes an instance names the class.
fn called_by(code: &Code, function: &Body) -> Name {
    let class = function.parent.map(|class| &code.bodies[class as usize]);
    let class = class.filter(|class| class.kind == BodyKind::Class && MAKING.contains(&code.name(function.name)));
    class.map_or(function.name, |class| class.name)
}

/// Classes with what their bases name: an instance of such a class is made as theirs are.
fn bases(code: &Code, statements: &[Stmt]) -> Vec<Naming> {
    let mut found = Vec::new();
    for statement in statements {
        if let Stmt::Class { body, arguments, .. } = statement {
            let named = arguments.iter().flat_map(|base| names(code, base.value)).collect();
            found.push((FxHashSet::from_iter([code.bodies[*body as usize].name]), named));
        }
        found.extend(statement.blocks().into_iter().flat_map(|block| self::bases(code, block)));
    }
    found
}

/// What an expression names, and all that it is made of.
fn names(code: &Code, at: ExprId) -> FxHashSet<Name> {
    let mut found = FxHashSet::default();
    below(code, at, None, &mut |part| {
        if let Part::Expression(at, _) = part {
            found.extend(name(code, at));
        }
    });
    found
}

/// The variable, the attribute or the text that an expression is.
fn name(code: &Code, at: ExprId) -> Option<Name> {
    match code.expression(at) {
        Expr::Name(name) | Expr::Attribute(_, name) | Expr::Literal(Literal::Text(name)) => Some(*name),
        _ => None,
    }
}
