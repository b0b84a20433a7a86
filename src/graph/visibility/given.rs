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
use crate::semantics::code::{BodyKind, Code, Expr, Stmt};
use crate::semantics::facts::{MentionKind, Object, Operation, OperationKind, Origin, Path};

/// Variables are followed through this many others.
const DEEPEST: usize = 4;

/// What a file may get of those which it imports.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// What it may call to get it, by the last word.
    names: FxHashSet<String>,
    /// The names that it has for these files, and for what it takes from them.
    roots: FxHashSet<String>,
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
            let functions = facts.definitions.iter().map(|one| &one.name);
            let names = functions.chain(&facts.loaders).cloned().collect();
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
                        given.roots.insert(import.bound_name().to_owned());
                        given.names.extend(giving.names.iter().cloned());
                        given.modules.extend(&giving.modules);
                    }
                }
            }
        }
        let on = found.iter().filter(|(module, _)| !giving.contains_key(module));
        let on = on.filter_map(|(&module, given)| {
            let names = given.given_on(&program.facts(module)?.code);
            let modules = given.modules.clone();
            (!names.is_empty()).then_some((module, Giving { names, modules }))
        });
        let on: Vec<(ModuleId, Giving)> = on.collect();
        if on.is_empty() {
            break;
        }
        giving.extend(on);
    }
    for given in found.values_mut() {
        given.modules.sort_unstable();
        given.modules.dedup();
    }
    found
}

/// Whether a file finds modules by their names.
fn loads_by_name(facts: &ModuleFacts) -> bool {
    facts.mentions.iter().any(|mention| {
        matches!(
            mention.kind,
            MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed { .. }
        )
    }) || facts.code.has_name(MODULES)
}

impl Given {
    /// Whether a call of this path may hand one out.
    pub fn is_call(&self, path: &Path) -> bool {
        self.names.contains(path.last()) || self.roots.contains(&path.root)
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
        if self.roots.contains(&path.root) {
            return true;
        }
        let Some(id) = path.binding.filter(|_| depth > 0) else {
            return false;
        };
        let binding = &facts.bindings[id as usize];
        self.among(facts, &binding.origins, depth - 1) || binding.kinds.parameters > 0 && self.calls_back(facts)
    }

    /// Whether one may be among these values of a file.
    pub fn comes_from(&self, facts: &ModuleFacts, origins: &[Origin]) -> bool {
        self.among(facts, origins, DEEPEST)
    }

    fn among(&self, facts: &ModuleFacts, origins: &[Origin], depth: usize) -> bool {
        origins.iter().any(|origin| match origin {
            Origin::Call(path) => self.is_call(path) || self.is_given(facts, path, depth),
            Origin::Object(path) | Origin::Part(path) | Origin::Held(path) => self.is_given(facts, path, depth),
            Origin::Unknown => true,
            Origin::Lambda(_) => false,
        })
    }

    /// Whether a file hands a function of its own to what may call it with one.
    fn calls_back(&self, facts: &ModuleFacts) -> bool {
        let is_function = |origin: &Origin| match origin {
            Origin::Lambda(_) => true,
            Origin::Object(path) => path
                .binding
                .is_some_and(|id| facts.bindings[id as usize].kinds.functions > 0),
            Origin::Call(_) | Origin::Part(_) | Origin::Held(_) | Origin::Unknown => false,
        };
        let mut handed = self.calls(facts).flat_map(|call| &call.handed);
        handed.any(|argument| argument.origins.iter().any(is_function))
    }

    /// The functions of a file that call for one, and hand out something.
    fn given_on(&self, code: &Code) -> Vec<String> {
        let functions = code.bodies.iter().filter(|body| body.kind == BodyKind::Function);
        let giving = functions.filter(|body| {
            let (mut calls, mut hands_out) = (false, false);
            each_part(code, &body.statements, &mut |part| {
                let Part::Expression(at, _) = part else { return };
                match code.expression(at) {
                    Expr::Call(callee, _) => {
                        calls |= match *code.expression(*callee) {
                            Expr::Name(name) => {
                                let name = code.name(name);
                                self.names.contains(name) || self.roots.contains(name)
                            }
                            Expr::Attribute(_, name) => self.names.contains(code.name(name)),
                            _ => false,
                        }
                    }
                    Expr::Yield(_) | Expr::YieldFrom(_) => hands_out = true,
                    _ => {}
                }
            });
            calls && (hands_out || returns(&body.statements))
        });
        giving.map(|body| code.name(body.name).to_owned()).collect()
    }
}

/// Whether statements return anything.
fn returns(block: &[Stmt]) -> bool {
    block.iter().any(|statement| {
        matches!(statement, Stmt::Return(Some(_))) || statement.blocks().into_iter().any(|block| returns(block))
    })
}
