//! What a method runs of its own object without calling it by its name: properties, what operators ask of it, and what is looked up by a
//! text.
use super::Executed;
use super::collected::assigned;
use super::inheritance::Inheritance;
use crate::graph::ModuleId;
use crate::graph::Program;
use crate::graph::visibility::{Part, each_part};
use crate::judge::properties::makes_property;
use crate::rules::Rules;
use crate::semantics::code::{Argument, BodyKind, Code, Expr, ExprId, Literal, Name, Stmt};
use crate::semantics::facts::ScopeId;

/// The methods that a method runs of its object without calling them by their names: properties, what operators and functions of
/// Python ask of it, and what is looked up by a text.
pub(super) fn unnamed(
    inheritance: &Inheritance<'_>,
    program: &Program,
    rules: &Rules,
    (module, scope): Executed,
) -> Vec<(Executed, bool)> {
    let Some(facts) = program.facts(module).filter(|_| program.modules[module].is_own()) else {
        return Vec::new();
    };
    let code = &facts.code;
    let bodies = code.bodies.iter();
    let bodies =
        bodies.filter(|body| body.scope == scope && matches!(body.kind, BodyKind::Function | BodyKind::Lambda));
    // Whose it may be where a base class is not known is not guessed: most attributes run nothing.
    let run = |name: &str| {
        let methods = inheritance.of_own_object(module, facts, scope, name).into_iter();
        methods.filter(|&(_, is_known)| is_known)
    };
    let is_property = |&((module, body), _): &(Executed, bool)| is_property(program, rules, module, body);
    let mut found = Vec::new();
    for body in bodies {
        let Some(own) = body.parameters.first().map(|first| first.name) else {
            continue;
        };
        let uses = Uses::of(code, &body.statements, own);
        let attributes = uses.attributes.iter().chain(&uses.set);
        found.extend(attributes.flat_map(|name| run(name)).filter(is_property));
        found.extend(uses.texts.iter().flat_map(|name| run(name)));
        // What somebody assigns is there, as far as is known, and so is a method.
        let is_there = |name: &&str| run(name).next().is_some() || is_assigned(program, name);
        if uses.attributes.iter().any(|name| !is_there(name)) {
            found.extend(run("__getattr__"));
        }
        if !uses.attributes.is_empty() {
            found.extend(run("__getattribute__"));
        }
        if !uses.set.is_empty() {
            found.extend(run("__setattr__"));
        }
        if uses.is_entered {
            found.extend(ENTERING.iter().flat_map(|name| run(name)));
        }
        if uses.is_asked || uses.is_looked_up {
            let methods = inheritance.methods_of_own_object(module, facts, scope).into_iter();
            let is_run = |name: &str| match is_special(name) {
                true => uses.is_asked && !NOT_ASKED.contains(&name),
                false => uses.is_looked_up,
            };
            found.extend(methods.filter(|(name, _)| is_run(name)).map(|(_, body)| (body, true)));
        }
    }
    found
}

/// What a `with` calls of its object. Not in `rules/`: Python's data model has no others.
const ENTERING: [&str; 4] = ["__enter__", "__exit__", "__aenter__", "__aexit__"];

/// Special methods that no operator asks of an object that is there. Not in `rules/`: Python's data model has no others.
const NOT_ASKED: [&str; 13] = [
    "__init__",
    "__new__",
    "__del__",
    "__init_subclass__",
    "__set_name__",
    "__class_getitem__",
    "__getattr__",
    "__getattribute__",
    "__setattr__",
    "__enter__",
    "__exit__",
    "__aenter__",
    "__aexit__",
];

/// What looks an attribute up by a text.
/// Not in `rules/`: these are functions of Python itself.
const LOOKING_UP: [&str; 2] = ["getattr", "hasattr"];
/// What asks nothing of an object that it is handed.
/// Not in `rules/`: these are functions of Python itself.
const ASKING_NOTHING: [&str; 5] = ["super", "id", "type", "isinstance", "callable"];

fn is_special(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__")
}

/// Whether an attribute of a name is assigned anywhere in the project.
fn is_assigned(program: &Program, name: &str) -> bool {
    let mut own = program.own_modules().filter_map(|id| program.facts(id));
    own.any(|facts| !assigned(&facts.code, name).is_empty())
}

/// What a method does with its own object.
#[derive(Default)]
struct Uses<'c> {
    /// Attributes that it reads, and those that it sets.
    attributes: Vec<&'c str>,
    set: Vec<&'c str>,
    /// Texts that it hands to who gets the object as well: `getattr(self, "close")`.
    texts: Vec<&'c str>,
    /// Whether an attribute is looked up by a name that is not known.
    is_looked_up: bool,
    /// Whether it enters the object.
    is_entered: bool,
    /// Whether it does anything else with it.
    is_asked: bool,
}

impl<'c> Uses<'c> {
    fn of(code: &'c Code, statements: &[Stmt], own: Name) -> Self {
        let mut uses = Uses::default();
        let is_own = |id: ExprId| matches!(code.expression(id), Expr::Name(name) if *name == own);
        each_part(code, statements, &mut |part| match part {
            Part::Binding(target, _) => {
                if let Expr::Attribute(object, name) = code.expression(target)
                    && is_own(*object)
                {
                    uses.set.push(code.name(*name));
                }
            }
            Part::Expression(id, around) => match code.expression(id) {
                Expr::Attribute(object, name) if is_own(*object) => uses.attributes.push(code.name(*name)),
                Expr::Name(name) if *name == own => match around.map(|around| code.expression(around)) {
                    Some(Expr::Attribute(..) | Expr::Sequence(..) | Expr::Dict(_)) => {}
                    Some(Expr::Call(callee, arguments)) => uses.hand_over(code, *callee, arguments),
                    // `return self`, or `with self:`, which is told apart below.
                    None => {}
                    Some(Expr::Compare(_, rest)) => {
                        uses.is_asked |= !rest.iter().all(|(operator, _)| operator.is_identity());
                    }
                    Some(_) => uses.is_asked = true,
                },
                _ => {}
            },
        });
        uses.of_statements(statements, &is_own);
        uses
    }

    /// The object is handed to a call, with texts or other things.
    fn hand_over(&mut self, code: &'c Code, callee: ExprId, arguments: &'c [Argument]) {
        let called = match code.expression(callee) {
            Expr::Name(name) => code.name(*name),
            _ => "",
        };
        match arguments {
            [_, name, ..] if LOOKING_UP.contains(&called) => match code.expression(name.value) {
                Expr::Literal(Literal::Text(text)) => self.texts.push(code.name(*text)),
                _ => self.is_looked_up = true,
            },
            _ => self.is_asked |= !ASKING_NOTHING.contains(&called),
        }
    }

    /// What statements do with the object itself: a condition, a loop, a `with`.
    fn of_statements(&mut self, statements: &[Stmt], is_own: &dyn Fn(ExprId) -> bool) {
        for statement in statements {
            match statement {
                Stmt::If { test: asked, .. }
                | Stmt::While { test: asked, .. }
                | Stmt::Assert { test: asked, .. }
                | Stmt::For { iterable: asked, .. }
                | Stmt::Match { subject: asked, .. } => self.is_asked |= is_own(*asked),
                Stmt::With { items, .. } => self.is_entered |= items.iter().any(|(item, _)| is_own(*item)),
                _ => {}
            }
            for block in statement.blocks() {
                self.of_statements(block, is_own);
            }
        }
    }
}

fn is_property(program: &Program, rules: &Rules, module: ModuleId, body: ScopeId) -> bool {
    let facts = program.facts(module);
    let definition = facts.and_then(|facts| {
        let id = facts.scopes[body as usize].definition?;
        Some(&facts.definitions[id as usize])
    });
    definition.is_some_and(|one| makes_property(program, rules, module, &one.decorators))
}
