//! The modules that files look up by their names and give to those which call them: `def get(name): return import_module(name)`.
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Visibility;
use super::confined::MODULES;
use super::given::Given;
use super::handed_over::HandedOver;
use super::look::{Attributes, Look};
use super::parts::{Part, each_part};
use crate::graph::program::{ModuleId, Program};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::{MODULE, Mention};
use crate::syntax::Span;

/// What is given on, is given on by no more files than these.
const FARTHEST: usize = 4;

/// What a file gives.
struct Giving {
    /// What hands it out, or holds it.
    names: Vec<String>,
    modules: Vec<ModuleId>,
}

/// What each file may get.
pub(super) fn given(
    program: &Program,
    rules: &Rules,
    (defined, attributes): (&OnceCell<FxHashSet<String>>, &OnceCell<Attributes>),
) -> FxHashMap<ModuleId, Given> {
    let mut giving: FxHashMap<ModuleId, Giving> = FxHashMap::default();
    let nothing = HandedOver::default();
    let files = || program.own_modules().filter_map(|id| Some((id, program.facts(id)?)));
    for (module, facts) in files().filter(|(_, facts)| loads_by_name(facts)) {
        // Nothing is noted there.
        let mut seen = Visibility::default();
        let look = Look {
            program,
            rules,
            module,
            facts,
            handed: &nothing,
            given: None,
            defined,
            attributes,
            seen: &mut seen,
        };
        let modules = look.reach().given;
        if !modules.is_empty() {
            let names = giving_names(facts);
            giving.insert(module, Giving { names, modules });
        }
    }
    let mut found: FxHashMap<ModuleId, Given> = FxHashMap::default();
    // What others get of them, they may give on.
    for _ in 0..FARTHEST {
        for (module, facts) in files().filter(|_| !giving.is_empty()) {
            for import in &facts.imports {
                for target in program.targets(module, import) {
                    if let Some(giving) = giving.get(&target).filter(|_| target != module) {
                        let given = found.entry(module).or_default();
                        if import.name.as_ref().is_some_and(|name| giving.names.contains(name)) {
                            given.names.insert(import.bound_name().to_owned());
                            given.imported.insert(import.bound_name().to_owned());
                        }
                        given.names.extend(giving.names.iter().cloned());
                        given.modules.extend(&giving.modules);
                    }
                }
            }
        }
        let on = found.iter().filter(|(module, _)| !giving.contains_key(module));
        let on = on.filter_map(|(&module, given)| {
            let code = &program.facts(module)?.code;
            let mut names = calling(code, &given.names, &|body| hands_on(code, body, &given.names));
            names.extend(given.imported.iter().cloned());
            let modules = given.modules.clone();
            (!names.is_empty()).then_some((module, Giving { names, modules }))
        });
        let on: Vec<(ModuleId, Giving)> = on.collect();
        if on.is_empty() {
            break;
        }
        giving.extend(on);
    }
    for (&module, given) in &mut found {
        given.modules.sort_unstable();
        given.modules.dedup();
        let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
        let of_others = imports.filter(|import| {
            let mut targets = program.targets(module, import).into_iter();
            !targets.any(|target| giving.contains_key(&target))
        });
        given.others = of_others.map(|import| import.bound_name().to_owned()).collect();
    }
    found
}

/// Whether a file finds modules by their names.
fn loads_by_name(facts: &ModuleFacts) -> bool {
    facts.mentions.iter().any(Mention::loads_by_name) || facts.code.has_name(MODULES)
}

/// What of a file may give the modules that it finds: the functions that look for one, those which call them, and classes and variables.
fn giving_names(facts: &ModuleFacts) -> Vec<String> {
    let code = &facts.code;
    let lookups = facts.mentions.iter().filter(|mention| mention.loads_by_name());
    let lookups: FxHashSet<Span> = lookups.map(|one| one.span).collect();
    let looks_up = |body: &Body| {
        any_part(code, body, &mut |at| {
            let is_modules = matches!(*code.expression(at), Expr::Name(name) | Expr::Attribute(_, name) if code.name(name) == MODULES);
            is_modules || lookups.contains(&code.span(at))
        })
    };
    let functions = || code.bodies.iter().filter(|body| body.kind == BodyKind::Function);
    let looking = functions().filter(|body| looks_up(body));
    let mut names: FxHashSet<String> = looking.map(|body| code.name(body.name).to_owned()).collect();
    names.extend(facts.loaders.iter().cloned());
    loop {
        let before = names.len();
        let more = calling(code, &names, &|_| true);
        names.extend(more);
        if names.len() == before {
            break;
        }
    }
    let classes = facts.definitions.iter().filter(|one| one.is_class).map(|one| &one.name);
    let variables = facts
        .bindings
        .iter()
        .filter(|one| one.scope == MODULE && one.kinds.assignments > 0);
    names.extend(classes.chain(variables.map(|one| &one.name)).cloned());
    names.into_iter().collect()
}

/// The functions of a file that pass a test, and call something of one of these names.
fn calling(code: &Code, names: &FxHashSet<String>, test: &dyn Fn(&Body) -> bool) -> Vec<String> {
    let functions = code.bodies.iter().filter(|body| body.kind == BodyKind::Function);
    let found = functions.filter(|body| any_part(code, body, &mut |at| calls_one(code, at, names)) && test(body));
    found.map(|body| code.name(body.name).to_owned()).collect()
}

/// Whether an expression calls something of one of these names.
fn calls_one(code: &Code, at: ExprId, names: &FxHashSet<String>) -> bool {
    match code.expression(at) {
        Expr::Call(callee, _) => matches!(*code.expression(*callee),
            Expr::Name(name) | Expr::Attribute(_, name) if names.contains(code.name(name))),
        _ => false,
    }
}

fn any_part(code: &Code, body: &Body, test: &mut dyn FnMut(ExprId) -> bool) -> bool {
    let mut found = false;
    each_part(code, &body.statements, &mut |part| {
        if let Part::Expression(at, _) = part {
            found = found || test(at);
        }
    });
    found
}

/// Whether a function hands out what a call of one of these names gives it.
fn hands_on(code: &Code, body: &Body, names: &FxHashSet<String>) -> bool {
    let is_call = |value: ExprId| calls_one(code, value, names);
    // A call of something else keeps it, or makes another thing of it.
    let holds = |value: ExprId| match code.expression(value) {
        Expr::Call(..) => is_call(value),
        Expr::Name(_) | Expr::Literal(_) => false,
        _ => {
            let statement = Stmt::Expression(value);
            let mut found = false;
            each_part(code, std::slice::from_ref(&statement), &mut |part| {
                found |= matches!(part, Part::Expression(at, _) if is_call(at));
            });
            found
        }
    };
    let mut variables: FxHashSet<Name> = FxHashSet::default();
    let mut yielded = false;
    each_part(code, &body.statements, &mut |part| match part {
        Part::Binding(target, value) if holds(value) => {
            if let Expr::Name(name) = *code.expression(target) {
                variables.insert(name);
            }
        }
        Part::Expression(at, _) => yielded |= matches!(code.expression(at), Expr::Yield(_) | Expr::YieldFrom(_)),
        Part::Binding(..) => {}
    });
    let is_given = |value: ExprId| {
        holds(value) || matches!(*code.expression(value), Expr::Name(name) if variables.contains(&name))
    };
    yielded || returned(&body.statements).into_iter().any(is_given)
}

/// What statements return.
fn returned(block: &[Stmt]) -> Vec<ExprId> {
    let of_statement = |statement: &Stmt| match statement {
        Stmt::Return(value) => value.iter().copied().collect(),
        _ => statement.blocks().into_iter().flat_map(returned).collect::<Vec<_>>(),
    };
    block.iter().flat_map(of_statement).collect()
}
