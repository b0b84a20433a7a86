//! What a command is sure to run, before anything can end it.
use rustc_hash::FxHashSet;

use super::{Executed, in_any_case, known, reached};
use crate::graph::{Entity, ModuleId, Program, called};
use crate::project::standard;
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Definition, MODULE, Operation, OperationKind};
use crate::syntax::Span;

/// What ends a program. Not in `rules/`: Python has no others.
const ENDS: [&str; 6] = ["sys.exit", "os._exit", "os.abort", "exit", "quit", "os.kill"];

/// What may end the program before it comes to anything.
pub(super) struct Ending<'a> {
    program: &'a Program,
    rules: &'a Rules,
    /// The names of all functions of the project.
    names: FxHashSet<&'a str>,
}

/// The module and the name of the function that a command names, be it by another module's name for it.
pub(super) fn function(program: &Program, module: ModuleId, name: &str) -> (ModuleId, String) {
    match program.named(module, name).end {
        Entity::Attribute(home, name) if program.modules[home].is_own() => (home, name),
        Entity::Attribute(..) | Entity::Module(_) => (module, name.to_owned()),
    }
}

/// The module that a command names, and the functions that it is sure to run before anything can end it: the one that it
/// names, and what that calls before all else that may answer the command line. None where that
/// is not plain to see.
pub(super) fn entered(program: &Program, ending: &Ending, name: &str) -> Option<(ModuleId, FxHashSet<Executed>)> {
    let (of, function) = name.split_once(':').unwrap_or((name, ""));
    let module = program.find(of)?;
    let (home, function) = self::function(program, module, function);
    let mut functions = program.facts(home)?.definitions.iter();
    let is_it = |one: &&Definition| one.name == function && one.scope == MODULE;
    let named = functions
        .find(is_it)
        .filter(|one| !one.is_class && one.decorators.is_empty());
    let first = named.map(|one| (home, one.body)).into_iter().collect();
    let runs = |module, facts: &ModuleFacts, call: &Operation| match ending.is_first((module, facts), call) {
        true => known(called(program, module, facts, call)),
        false => Vec::new(),
    };
    Some((module, reached(program, first, &runs, &|_| Vec::new())))
}

impl<'a> Ending<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules) -> Self {
        let own = program.own_modules().filter_map(|id| program.facts(id));
        let functions = own.flat_map(|facts| facts.definitions.iter().filter(|one| !one.is_class));
        let names = functions.map(|one| one.name.as_str()).collect();
        Ending { program, rules, names }
    }

    /// Whether its function makes a call before anything that may end the program. The call that it is an argument of comes behind it.
    fn is_first(&self, of: (ModuleId, &ModuleFacts), call: &Operation) -> bool {
        let (_, facts) = of;
        let function = facts.executing_function(call.scope);
        let definition = function.and_then(|body| facts.scopes[body as usize].definition);
        let Some(start) = definition.map(|id| facts.definitions[id as usize].name_span.start) else {
            return false;
        };
        let is_before = |span: Span| start < span.start && span.start < call.span.start;
        let mut others = facts.operations.iter().filter(|one| one.kind == OperationKind::Call);
        in_any_case(facts, call)
            && !facts.blocks.iter().any(|block| is_before(block.span))
            && !others.any(|one| {
                is_before(one.span)
                    && one.span.end <= call.span.start
                    && facts.executing_function(one.scope) == function
                    && self.may_end(of, one, &mut FxHashSet::default())
            })
    }

    /// Whether a call may answer the command line, or end the program: by its name, or by what it calls.
    fn may_end(
        &self,
        (module, facts): (ModuleId, &ModuleFacts),
        call: &Operation,
        seen: &mut FxHashSet<Executed>,
    ) -> bool {
        let Some(path) = &call.path else { return true };
        let last = path.last().trim_start_matches('_');
        let ends = |name: &String| ENDS.contains(&name.as_str());
        if self.rules.knows(Group::ParsesCommandLine, last) || self.program.known_names(module, path).iter().any(ends) {
            return true;
        }
        let bodies = called(self.program, module, facts, call);
        if bodies.is_empty() {
            // A method of whatever object: of one of the project's, it may do anything, and so may what others installed.
            let is_of_python = |name: &String| standard::is_standard(name.split('.').next().unwrap_or_default());
            let is_method = !path.attributes.is_empty()
                && path
                    .binding
                    .is_none_or(|id| facts.bindings[id as usize].kinds.imports == 0);
            let mut names = self.program.known_names(module, path).into_iter();
            let is_builtin = || path.binding.is_none() && standard::is_builtin_name(&path.dotted());
            let is_known = is_method || is_builtin() || names.any(|name| is_of_python(&name));
            return !is_known || self.names.contains(path.last());
        }
        bodies.into_iter().any(|(module, body)| {
            if !seen.insert((module, body)) {
                return false;
            }
            let Some(facts) = self.program.facts(module) else {
                return true;
            };
            let calls = facts.operations.iter().filter(|one| one.kind == OperationKind::Call);
            let mut own = calls.filter(|one| facts.executing_function(one.scope) == Some(body));
            own.any(|one| self.may_end((module, facts), one, seen))
        })
    }
}
