//! The modules that files look up by their names and give to those which call them: `def get(name): return import_module(name)`.
use std::cell::OnceCell;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Visibility;
use super::confined::MODULES;
use super::look::{Attributes, Look};
use super::parts::{Part, each_part};
use crate::graph::program::{ModuleId, Program};
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Body, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::{MODULE, Mention, MentionKind, Object, Operation, OperationKind, Origin, Path, ScopeId};
use crate::syntax::Span;

/// Variables are followed through this many others.
const DEEPEST: usize = 4;

/// What a file may get of those which it imports.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What hands it out, or holds it, under the names that it has for that.
    names: FxHashSet<String>,
    /// Those of its own names for it that an import binds.
    imported: FxHashSet<String>,
    /// Names for what it imports from elsewhere.
    others: FxHashSet<String>,
    /// The modules of the project.
    pub modules: Vec<ModuleId>,
}

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
    let files = || program.own_modules().filter_map(|id| Some((id, program.facts(id)?)));
    for (module, facts) in files().filter(|(_, facts)| loads_by_name(facts)) {
        // Nothing is noted there.
        let mut seen = Visibility::default();
        let look = Look {
            program,
            rules,
            module,
            facts,
            handed: &[],
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
    for _ in 0..DEEPEST {
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
    facts.mentions.iter().any(|mention| {
        matches!(
            mention.kind,
            MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed
        )
    }) || facts.code.has_name(MODULES)
}

impl Given {
    /// Whether a call of this path may hand one out.
    pub fn is_call(&self, path: &Path) -> bool {
        let mut parts = std::iter::once(&path.root).chain(&path.attributes);
        !self.others.contains(&path.root) && parts.any(|part| self.names.contains(part))
    }

    /// Whether a file calls anything that does.
    pub fn is_asked_for(&self, facts: &ModuleFacts) -> bool {
        self.calls(facts).next().is_some()
    }

    fn calls<'f>(&self, facts: &'f ModuleFacts) -> impl Iterator<Item = &'f Operation> {
        let calls = facts
            .operations
            .iter()
            .filter(|operation| operation.kind == OperationKind::Call);
        calls.filter(|call| call.path.as_ref().is_some_and(|path| self.is_call(path)))
    }

    /// Whether an object of a file may be one.
    pub fn may_be(&self, facts: &ModuleFacts, object: &Object) -> bool {
        match object {
            Object::Made(path) => self.is_call(path),
            Object::Path(path) => self.is_given(facts, path, DEEPEST),
            Object::Unknown => true,
            Object::ThisModule | Object::Module(_) | Object::Value => false,
        }
    }

    fn is_given(&self, facts: &ModuleFacts, path: &Path, depth: usize) -> bool {
        if self.is_call(path) {
            return true;
        }
        let Some(id) = path.binding.filter(|_| depth > 0) else {
            return false;
        };
        let binding = &facts.bindings[id as usize];
        self.among(facts, &binding.origins, depth - 1)
            || binding.kinds.parameters > 0
                && (self.is_called_back(facts, binding.scope) || self.is_handed_on(facts, binding.scope, depth - 1))
    }

    /// Whether one is seen to be among these values of a file.
    pub fn comes_from(&self, facts: &ModuleFacts, origins: &[Origin]) -> bool {
        let known: Vec<Origin> = origins
            .iter()
            .filter(|origin| !matches!(origin, Origin::Unknown))
            .cloned()
            .collect();
        self.among(facts, &known, DEEPEST)
    }

    /// Whether a file calls its own function of this scope with one.
    fn is_handed_on(&self, facts: &ModuleFacts, scope: ScopeId, depth: usize) -> bool {
        let Some(id) = facts.scopes[scope as usize].definition else {
            return false;
        };
        let function = facts.definitions[id as usize].name.as_str();
        let calls = facts.operations.iter().filter(|call| {
            let path = call.path.as_ref();
            call.kind == OperationKind::Call && path.is_some_and(|path| path.last() == function)
        });
        let is_known = |origin: &&Origin| !matches!(origin, Origin::Unknown);
        let mut handed = calls
            .flat_map(|call| &call.handed)
            .flat_map(|one| &one.origins)
            .filter(is_known);
        handed.any(|origin| self.among(facts, std::slice::from_ref(origin), depth))
    }

    fn among(&self, facts: &ModuleFacts, origins: &[Origin], depth: usize) -> bool {
        origins.iter().any(|origin| match origin {
            Origin::Call(path) => self.is_call(path) || self.is_given(facts, path, depth),
            Origin::Object(path) | Origin::Part(path) | Origin::Held(path) => self.is_given(facts, path, depth),
            Origin::Unknown => true,
            Origin::Lambda(_) => false,
        })
    }

    /// Whether a file hands the function of this scope to what may call it with one.
    fn is_called_back(&self, facts: &ModuleFacts, scope: ScopeId) -> bool {
        let definition = facts.scopes[scope as usize].definition;
        let function = definition.map(|id| facts.definitions[id as usize].name.as_str());
        let is_it = |origin: &Origin| match origin {
            Origin::Lambda(_) => function.is_none(),
            Origin::Object(path) => function == Some(path.last()),
            Origin::Call(_) | Origin::Part(_) | Origin::Held(_) | Origin::Unknown => false,
        };
        let mut handed = self.calls(facts).flat_map(|call| &call.handed);
        handed.any(|argument| argument.origins.iter().any(is_it))
    }
}

/// What of a file may give the modules that it finds: the functions that look for one, those which call them, and classes and variables.
fn giving_names(facts: &ModuleFacts) -> Vec<String> {
    let code = &facts.code;
    let at_once = |mention: &&Mention| {
        matches!(
            mention.kind,
            MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed
        )
    };
    let lookups: FxHashSet<Span> = facts.mentions.iter().filter(at_once).map(|one| one.span).collect();
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
    let found = functions.filter(|body| {
        let calls = any_part(code, body, &mut |at| match code.expression(at) {
            Expr::Call(callee, _) => match *code.expression(*callee) {
                Expr::Name(name) | Expr::Attribute(_, name) => names.contains(code.name(name)),
                _ => false,
            },
            _ => false,
        });
        calls && test(body)
    });
    found.map(|body| code.name(body.name).to_owned()).collect()
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
    let is_call = |value: ExprId| match code.expression(value) {
        Expr::Call(callee, _) => matches!(*code.expression(*callee),
            Expr::Name(name) | Expr::Attribute(_, name) if names.contains(code.name(name))),
        _ => false,
    };
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
