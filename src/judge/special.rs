//! Functions that run at odd times: while the interpreter shuts down, in the course of an import, and whenever the program starts.
mod collected;
mod entering;
mod inheritance;
mod made;
mod unnamed;
mod within;

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use self::entering::{Ending, entered};
use self::inheritance::Inheritance;
use crate::graph::{ModuleId, Program, called};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{MODULE, Operation, OperationKind, Path, ScopeId};

/// Methods that Python or the collector may call while the interpreter shuts down.
/// Not in `rules/`: Python's data model has no others.
pub(super) const SHUTDOWN_METHODS: [&str; 1] = ["__del__"];

/// The hook of `sys` that is told what such a method raises.
const TOLD_AT_THE_END: &str = "unraisablehook";

/// Methods that Python calls in the course of an import.
/// Not in `rules/`: the protocol of Python's import system has no others.
pub(super) const IMPORT_HOOKS: [&str; 6] = [
    "find_spec",
    "find_module",
    "load_module",
    "exec_module",
    "create_module",
    "get_code",
];

/// The functions that the interpreter calls when imports may fail, by their modules and the scopes of their bodies.
#[derive(Debug, Default)]
pub(super) struct Special {
    /// While it shuts down.
    pub shutdown: FxHashSet<(ModuleId, ScopeId)>,
    /// In the course of an import.
    pub hooks: FxHashSet<(ModuleId, ScopeId)>,
    /// Whenever the program starts: what an entry point names or a main guard calls, and what these call in any case.
    pub first: FxHashSet<(ModuleId, ScopeId)>,
    /// By the modules that entry points name, what each of these is sure to run first of all: a command its function, what is only
    /// loaded, and may be called or not, nothing.
    pub entered: BTreeMap<ModuleId, Vec<FxHashSet<(ModuleId, ScopeId)>>>,
}

impl Special {
    /// Follows the calls within the project. `stand_ins` are the functions that are put in the place of `__import__`.
    pub fn new(program: &Program, rules: &Rules, stand_ins: &[(ModuleId, ScopeId)]) -> Self {
        let own = program.own_modules();
        let own: Vec<(ModuleId, &ModuleFacts)> = own.filter_map(|id| Some((id, program.facts(id)?))).collect();
        let start = |names: &[&str], group: Group| -> Vec<(ModuleId, ScopeId)> {
            let of = |&(module, facts): &(ModuleId, &ModuleFacts)| {
                let methods =
                    methods(facts, names).chain(handed(program, module, facts, &|name| rules.knows(group, name)));
                methods.map(|body| (module, body)).collect::<Vec<_>>()
            };
            own.iter().flat_map(of).collect()
        };
        // A base class that is installed may call what a class of the project has in the place of its own.
        let installed = (0..program.modules.len()).filter(|&id| !program.modules[id].is_own());
        let installed = installed.filter_map(|id| Some((id, program.facts(id)?)));
        let finishing = installed.filter(|(_, facts)| methods(facts, &SHUTDOWN_METHODS).next().is_some());
        let finishing: Vec<(ModuleId, &ModuleFacts)> = finishing.collect();
        let inheritance = Inheritance::new(program, rules, finishing.iter().map(|&(id, _)| id));
        let mut shutdown = start(&SHUTDOWN_METHODS, Group::Collector);
        for &(module, facts) in &own {
            shutdown.extend(collected::under_names(program, module, facts, &SHUTDOWN_METHODS));
            let told = collected::assigned(&facts.code, TOLD_AT_THE_END).into_iter();
            shutdown.extend(told.flat_map(|value| collected::of_expression(program, module, facts, value)));
        }
        shutdown.extend(inheritance.called_by_bases(rules, &SHUTDOWN_METHODS));
        for &(id, facts) in &finishing {
            shutdown.extend(methods(facts, &SHUTDOWN_METHODS).map(|body| (id, body)));
        }
        let named = program.started.iter().filter_map(|name| {
            let (of, function) = name.split_once(':')?;
            Some(entering::function(program, program.find(of)?, function))
        });
        let named: FxHashSet<(ModuleId, String)> = named.collect();
        let first = own
            .iter()
            .flat_map(|&(module, facts)| started(&named, module, facts))
            .collect();
        Special {
            shutdown: reached(
                program,
                shutdown,
                &|module, facts, call| {
                    let mut bodies = known(called(program, module, facts, call));
                    bodies.extend(inheritance.other_methods(module, facts, call));
                    if bodies.is_empty() {
                        bodies.extend(known(within::held(program, module, facts, call)));
                    }
                    bodies
                },
                &|body| unnamed::unnamed(&inheritance, program, rules, body),
            ),
            hooks: reached(
                program,
                [start(&IMPORT_HOOKS, Group::ImportHook), stand_ins.to_vec()].concat(),
                &|module, facts, call| known(called(program, module, facts, call)),
                &|_| Vec::new(),
            ),
            first: reached(
                program,
                first,
                &|module, facts, call| match in_any_case(facts, call) {
                    true => known(called(program, module, facts, call)),
                    false => Vec::new(),
                },
                &|_| Vec::new(),
            ),
            entered: {
                let others = program.started.iter().filter(|name| !program.scripts.contains(name));
                let others =
                    others.filter_map(|name| Some((program.find(name.split(':').next()?)?, FxHashSet::default())));
                let ending = Ending::new(program, rules);
                let scripts = program
                    .scripts
                    .iter()
                    .filter_map(|name| entered(program, &ending, name));
                let mut entered: BTreeMap<ModuleId, Vec<_>> = BTreeMap::new();
                for (module, first) in scripts.chain(others) {
                    entered.entry(module).or_default().push(first);
                }
                entered
            },
        }
    }
}

/// The functions of a module that an entry point names, which are `named`, or its main guard calls. A decorator may put more in front of one, such
/// as the help of a command.
fn started(named: &FxHashSet<(ModuleId, String)>, module: ModuleId, facts: &ModuleFacts) -> Vec<(ModuleId, ScopeId)> {
    let calls = facts
        .operations
        .iter()
        .filter(|call| call.context.main_guard && call.kind == OperationKind::Call);
    let called = calls
        .filter_map(|call| call.path.as_ref())
        .filter(|path| path.attributes.is_empty());
    let called: FxHashSet<&str> = called.map(|path| path.root.as_str()).collect();
    let is_it = |name: &String| called.contains(name.as_str()) || named.contains(&(module, name.clone()));
    let functions = facts.definitions.iter();
    functions
        .filter(|function| !function.is_class && function.scope == MODULE && function.decorators.is_empty())
        .filter(|function| is_it(&function.name))
        .map(|function| (module, function.body))
        .collect()
}

/// Whether a function that runs does this whatever happens: it stands in none of its branches.
fn in_any_case(facts: &ModuleFacts, operation: &Operation) -> bool {
    !operation.context.conditional && !facts.is_in_block(operation.span)
}

/// Methods of these names.
fn methods(facts: &ModuleFacts, names: &[&str]) -> impl Iterator<Item = ScopeId> {
    let methods = facts.definitions.iter();
    methods
        .filter(|method| method.scope != MODULE && names.contains(&method.name.as_str()))
        .map(|method| method.body)
}

/// The functions that are handed to some calls.
fn handed(program: &Program, module: ModuleId, facts: &ModuleFacts, is_one: &dyn Fn(&str) -> bool) -> Vec<ScopeId> {
    let known = |path: &Path| program.known_names(module, path);
    let handing = facts.operations.iter().filter(|call| {
        let names = call.path.as_ref().filter(|_| !call.arguments.is_empty()).map(known);
        names.unwrap_or_default().iter().any(|name| is_one(name))
    });
    let handed = handing.flat_map(|call| &call.arguments);
    let scopes = handed.flat_map(|path| {
        // `self.clean`, whoever `self` is.
        let functions = facts.definitions.iter().filter(move |function| {
            let is_it = !function.is_class && function.name == path.last();
            is_it && (path.attributes.is_empty() || function.scope != MODULE)
        });
        functions.map(|function| function.body)
    });
    scopes.collect()
}

/// A function.
type Executed = (ModuleId, ScopeId);

/// The functions that a call runs, each with whether it is known whose they are.
type Runs<'a> = dyn Fn(ModuleId, &ModuleFacts, &Operation) -> Vec<(Executed, bool)> + 'a;

fn known(bodies: Vec<Executed>) -> Vec<(Executed, bool)> {
    bodies.into_iter().map(|body| (body, true)).collect()
}

/// The functions that some of them run by calls that are followed, and these themselves. On the way to one, a method may be
/// taken for that of any class once: what a name leads to behind that is anything. `unnamed` runs without being called.
fn reached(
    program: &Program,
    from: Vec<Executed>,
    runs: &Runs,
    unnamed: &dyn Fn(Executed) -> Vec<(Executed, bool)>,
) -> FxHashSet<Executed> {
    // By whether all is known on the way there.
    let mut seen: FxHashMap<Executed, bool> = from.iter().map(|&body| (body, true)).collect();
    let mut queue: Vec<(Executed, bool)> = from.into_iter().map(|body| (body, true)).collect();
    while let Some(((module, scope), is_known)) = queue.pop() {
        let Some(facts) = program.facts(module) else { continue };
        let calls = facts.operations.iter();
        let own = calls.filter(|call| facts.executing_function(call.scope) == Some(scope));
        let called = own.flat_map(|call| runs(module, facts, call));
        // Of a method that may be another one's, what it does besides calling is not guessed.
        let unnamed = match is_known {
            true => unnamed((module, scope)),
            false => Vec::new(),
        };
        for (body, is_theirs) in called.chain(unnamed) {
            if !program.modules[body.0].is_own() || !is_known && !is_theirs {
                continue;
            }
            let is_known = is_known && is_theirs;
            let before = seen.get(&body).copied();
            if before.is_none() || before == Some(false) && is_known {
                seen.insert(body, is_known);
                queue.push((body, is_known));
            }
        }
    }
    seen.into_keys().collect()
}
