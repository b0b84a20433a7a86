//! Functions and classes that are told to live in another module: `Thing.__module__ = "app.api"`. Who pickles one, or looks it up as
//! pickle does, finds it as an attribute of that module, where an import put it.
use rustc_hash::FxHashSet;

use super::{Sighting, Visibility, note};
use crate::graph::program::{Entity, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, ExprId, Literal, Stmt};
use crate::syntax::{Span, prefixes};

const HOME: &str = "__module__";

/// What makes a class and may be told, as `module=`, where that lives.
/// Not in `rules/`: the standard library has no others.
const MAKERS: [&str; 8] = [
    "Enum",
    "Flag",
    "IntEnum",
    "IntFlag",
    "StrEnum",
    "make_dataclass",
    "namedtuple",
    "set_module",
];

/// Notes the names of such modules as read.
pub(super) fn told(program: &Program, seen: &mut Visibility) {
    let tellers: FxHashSet<ModuleId> = all(program)
        .filter(|(_, facts)| tells(facts))
        .map(|(module, _)| module)
        .collect();
    if tellers.is_empty() {
        return;
    }
    for (teller, facts) in all(program) {
        // What an installed package calls has no name of this project's to hand on.
        if !program.modules[teller].is_own() && !tellers.contains(&teller) {
            continue;
        }
        // A function that tells is called with the name: `@set_module("app.api")`.
        let calls_one = || relatives(program, teller, facts).any(|other| tellers.contains(&other));
        if !tellers.contains(&teller) && !calls_one() {
            continue;
        }
        let mut homes: Vec<(ModuleId, Span)> = named(program, facts).collect();
        if tellers.contains(&teller) {
            // `__name__.partition(".")[0]`, `__package__`
            let around = prefixes(&program.modules[teller].name).filter_map(|name| program.find(name));
            homes.extend(around.map(|home| (home, Span::default())));
        }
        for (home, span) in homes.into_iter().filter(|(home, _)| program.modules[*home].is_own()) {
            keep(program, seen, (teller, facts), home, span);
        }
    }
}

/// What a module has from the one that tells, or from those that this one imports or is imported by.
fn keep(program: &Program, seen: &mut Visibility, teller: (ModuleId, &ModuleFacts), home: ModuleId, span: Span) {
    let at = Sighting { module: teller.0, span };
    let near: FxHashSet<ModuleId> = relatives(program, teller.0, teller.1).collect();
    let is_near = |source: ModuleId| {
        let imports_it = || {
            let facts = program.facts(source);
            facts.is_some_and(|facts| relatives(program, source, facts).any(|other| other == teller.0))
        };
        source == teller.0 || near.contains(&source) || imports_it()
    };
    let Some(facts) = program.facts(home) else { return };
    for import in facts.imports.iter().filter(|import| import.name.is_some()) {
        let Some(binding) = import.binding else { continue };
        let source = program.trail(home, binding, &[]).map(|trail| trail.end);
        if let Some(Entity::Attribute(source, _)) = source
            && is_near(source)
        {
            let name = facts.bindings[binding as usize].name.clone();
            note(&mut seen.read, (home, name), at);
        }
    }
}

fn all(program: &Program) -> impl Iterator<Item = (ModuleId, &ModuleFacts)> {
    (0..program.modules.len()).filter_map(|id| Some((id, program.facts(id)?)))
}

/// The modules that a file imports.
fn relatives<'a>(
    program: &'a Program,
    module: ModuleId,
    facts: &'a ModuleFacts,
) -> impl Iterator<Item = ModuleId> + 'a {
    let imports = facts.imports.iter();
    imports.flat_map(move |import| program.targets(module, import))
}

/// Whether a file says where something lives.
fn tells(facts: &ModuleFacts) -> bool {
    let code = &facts.code;
    let has = |name: &str| code.has_name(name);
    let is_attribute = |expr: &Expr| matches!(expr, Expr::Attribute(_, name) if code.name(*name) == HOME);
    let sets = || {
        // Who asks for it says nothing; a class body, `setattr` and the dict of a class name it by itself.
        let mut others = code.expressions.iter().filter(|expr| !is_attribute(expr));
        let mut bodies = code.bodies.iter();
        others.any(|expr| match expr {
            Expr::Name(name) | Expr::Literal(Literal::Text(name)) => code.name(*name) == HOME,
            _ => false,
        }) || bodies.any(|body| assigns(&body.statements, &|target| is_attribute(code.expression(target))))
    };
    has(HOME) && sets() || has("module") && MAKERS.iter().any(|maker| has(maker))
}

/// Whether a statement assigns to such a target.
fn assigns(statements: &[Stmt], is_it: &dyn Fn(ExprId) -> bool) -> bool {
    statements.iter().any(|statement| {
        matches!(statement, Stmt::Assign { targets, .. } if targets.iter().any(|&target| is_it(target)))
            || statement.blocks().into_iter().any(|block| assigns(block, is_it))
    })
}

/// The modules of the project that stand in a file as strings.
fn named<'a>(program: &'a Program, facts: &'a ModuleFacts) -> impl Iterator<Item = (ModuleId, Span)> + 'a {
    let code = &facts.code;
    let texts = code.expressions.iter().zip(&code.spans);
    texts.filter_map(|(expr, span)| match expr {
        Expr::Literal(Literal::Text(text)) => Some((program.find(code.name(*text))?, *span)),
        _ => None,
    })
}
