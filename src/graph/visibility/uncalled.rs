//! Private functions all of whose uses are seen: those that nothing calls, and those that only module code calls, while it is
//! imported.
//!
//! A function is private where its name, or that of its module or of a package around it, begins with an underscore: who uses
//! a program from outside does not call it.
mod constants;
mod outside;
mod uses;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::program::{ModuleId, Program};
use crate::rules::{Leaves, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::code::BodyKind;
use crate::semantics::facts::{MODULE, ScopeId};
use uses::Spelled;

/// Functions, each by the scope of its body.
#[derive(Debug, Default)]
pub struct Uncalled {
    never: FxHashSet<(ModuleId, ScopeId)>,
    at_import: FxHashSet<(ModuleId, ScopeId)>,
}

/// A private function at module level.
struct Private<'a> {
    module: ModuleId,
    scope: ScopeId,
    name: &'a str,
    /// Whether calling it runs it, and not the code that goes over what it hands out.
    runs_at_once: bool,
}

/// A place that names a function.
#[derive(Debug, Clone, Copy)]
struct Use {
    /// Who runs the code there.
    by: Caller,
    /// Whether it is called there and then; anything else may hand it to any caller.
    is_call: bool,
}

/// Who runs some code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// The import of a module.
    Import,
    /// A function at module level, by the scope of its body.
    Function(ModuleId, ScopeId),
    /// Any code, at any time.
    Anybody,
}

impl Uncalled {
    /// Looks for all uses of all private functions of the project.
    pub(super) fn new(program: &Program, rules: &Rules) -> Self {
        let private = private_functions(program, rules);
        if private.is_empty() {
            return Uncalled::default();
        }
        let by_name: FxHashMap<&str, Vec<usize>> = {
            let mut by_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
            for (at, function) in private.iter().enumerate() {
                by_name.entry(function.name).or_default().push(at);
            }
            by_name
        };
        let mut uses: Vec<Vec<Use>> = private.iter().map(|_| Vec::new()).collect();
        let spelled = Spelled::new(program, rules, &private, &by_name, &mut uses);
        for module in program.own_modules() {
            spelled.uses_in(module, &mut uses);
        }
        from_uses(&private, &uses)
    }

    /// Whether code of a scope never runs: it belongs to a function that nothing calls.
    pub fn never_runs(&self, facts: &ModuleFacts, module: ModuleId, scope: ScopeId) -> bool {
        !self.never.is_empty()
            && facts
                .scope_chain(scope)
                .any(|scope| self.never.contains(&(module, scope)))
    }

    /// Whether nobody calls the function with this scope once modules are imported.
    pub fn is_done(&self, module: ModuleId, scope: ScopeId) -> bool {
        self.never.contains(&(module, scope)) || self.at_import.contains(&(module, scope))
    }
}

/// Whether a name is for its own program alone.
fn is_private(name: &str) -> bool {
    name.starts_with('_') && !name.starts_with("__")
}

fn private_functions<'a>(program: &'a Program, rules: &Rules) -> Vec<Private<'a>> {
    let mut found = Vec::new();
    for (module, known) in program.modules.iter().enumerate() {
        let Some(facts) = program.facts(module).filter(|_| known.is_own() && !known.is_beside()) else {
            continue;
        };
        let is_inside = known.name.split('.').any(is_private);
        for definition in facts.definitions.iter().filter(|definition| definition.scope == MODULE) {
            let name = definition.name.as_str();
            let is_dunder = name.starts_with("__");
            if definition.is_class || is_dunder || !(is_inside || is_private(name)) {
                continue;
            }
            let is_kept = definition.decorators.iter().all(|decorator| {
                let names = decorator.path.as_ref().map(|path| program.known_names(module, path));
                let mut names = names.into_iter().flatten();
                names.any(|name| rules.leaves(&name, Leaves::Function))
            });
            let kinds = facts.global(name).map(|id| facts.bindings[id as usize].kinds);
            let is_all = kinds.is_some_and(|kinds| {
                kinds.functions == 1
                    && kinds.imports + kinds.classes + kinds.assignments + kinds.deletions == 0
                    && !kinds.from_global_statement
            });
            let body = facts.code.bodies.iter().find(|body| body.scope == definition.body);
            let Some(body) = body.filter(|body| is_kept && is_all && body.kind == BodyKind::Function) else {
                continue;
            };
            found.push(Private {
                module,
                scope: definition.body,
                name,
                runs_at_once: !body.is_generator && !body.is_async && definition.decorators.is_empty(),
            });
        }
    }
    found
}

/// What follows from all uses: who is called by functions that run later runs later, too.
fn from_uses(private: &[Private<'_>], uses: &[Vec<Use>]) -> Uncalled {
    let places: FxHashMap<(ModuleId, ScopeId), usize> = private
        .iter()
        .enumerate()
        .map(|(at, function)| ((function.module, function.scope), at))
        .collect();
    let mut is_called = vec![false; private.len()];
    let mut is_called_later = vec![false; private.len()];
    loop {
        let mut is_changed = false;
        for (at, uses) in uses.iter().enumerate() {
            let of = |caller: Caller, called: &[bool]| match caller {
                Caller::Anybody => true,
                Caller::Function(module, scope) => places.get(&(module, scope)).is_none_or(|&at| called[at]),
                Caller::Import => false,
            };
            let called = uses
                .iter()
                .any(|used| used.by == Caller::Import || of(used.by, &is_called));
            // Who is handed a function may call it at any time.
            let later = uses.iter().any(|used| match (used.by, used.is_call) {
                (Caller::Import, true) => !private[at].runs_at_once,
                (Caller::Import, false) => true,
                (caller, true) => of(caller, &is_called_later),
                (caller, false) => of(caller, &is_called),
            });
            is_changed |= called != is_called[at] || later != is_called_later[at];
            (is_called[at], is_called_later[at]) = (called, later);
        }
        if !is_changed {
            break;
        }
    }
    let mut found = Uncalled::default();
    for (at, function) in private.iter().enumerate() {
        let key = (function.module, function.scope);
        if !is_called[at] {
            found.never.insert(key);
        } else if !is_called_later[at] {
            found.at_import.insert(key);
        }
    }
    found
}
