//! Functions whose local names somebody goes through who looks into their frames: a name that is imported there would be one more.
use rustc_hash::FxHashSet;

use super::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::graph::visibility::frames::Whose;
use crate::graph::visibility::{Part, Sighting, each_part, note};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Name};
use crate::semantics::facts::{Definition, Operation, OperationKind, Path, ScopeId};

/// What has a function called with every frame.
/// Not in `rules/`: the standard library has no others.
const FOLLOWERS: [&str; 3] = ["setprofile", "settrace", "monitoring"];

impl Look<'_> {
    /// Notes the functions of the project whose frame it may be.
    pub(super) fn locals_of_callers(&mut self, whose: Whose, looking: Option<Name>, at: Sighting) {
        let program = self.program;
        // Who looks further back than one call may be called by others of this file first.
        let between = self.calling_by_name(looking);
        let own: Vec<(ModuleId, &ModuleFacts)> = program
            .own_modules()
            .filter_map(|id| Some((id, program.facts(id)?)))
            .collect();
        let is_between = |path: &Path| between.as_ref().is_none_or(|names| names.contains(path.last()));
        let is_of_this = |id: ModuleId, call: &Operation| match &call.path {
            // What is called that has no name.
            None => id == self.module && between.is_none(),
            Some(path) if id == self.module => is_between(path),
            Some(path) => match program.entity(id, path) {
                Some(Entity::Attribute(target, _)) => target == self.module && is_between(path),
                Some(Entity::Module(_)) => false,
                // A method of something.
                None if between.is_none() => !path.attributes.is_empty() && self.defines(path.last()),
                None => !path.attributes.is_empty() && is_between(path),
            },
        };
        let looks = |id: ModuleId, call: &Operation| match whose {
            Whose::Caller(name) => {
                let name = self.facts.code.name(name);
                call.path.as_ref().is_some_and(|path| path.last() == name)
            }
            Whose::Callers => is_of_this(id, call),
            Whose::Handed(_) | Whose::Own | Whose::Nobody => false,
        };
        let mut found = FxHashSet::default();
        for &(id, facts) in &own {
            let calls = facts
                .operations
                .iter()
                .filter(|call| call.kind != OperationKind::Implicit);
            let calling = calls.filter(|call| looks(id, call));
            found.extend(calling.filter_map(|call| Some((id, facts.executing_function(call.scope)?))));
            // The frames of all functions are handed over: those that are named are looked into.
            let is_followed =
                matches!(whose, Whose::Handed(_)) && FOLLOWERS.iter().any(|name| self.facts.code.has_name(name));
            let named = facts
                .definitions
                .iter()
                .filter(|function| is_followed && !function.is_class && self.facts.words.contains(&function.name));
            found.extend(named.map(|function| (id, function.body)));
        }
        for function in found {
            note(&mut self.seen.locals_read, function, at);
        }
    }

    /// The names under which this file's functions may be called that end up in the function that looks, by what they call in turn.
    /// None where it may be any of them: Python calls that function itself, or what looks stands in no function.
    fn calling_by_name(&self, looking: Option<Name>) -> Option<FxHashSet<&str>> {
        let name = self.facts.code.name(looking?);
        if name.starts_with("__") {
            return None;
        }
        let code = &self.facts.code;
        let renamings = self.renamings();
        let handed_on = self.handed_on(&renamings);
        let mut names = FxHashSet::from_iter([name]);
        loop {
            let before = names.len();
            // `TABLE[key]()`: it may be one of those that are handed on.
            let is_handed_on = !names.is_disjoint(&handed_on);
            let calls = self.facts.operations.iter();
            for call in calls.filter(|call| call.kind != OperationKind::Implicit) {
                let ends_there = call
                    .path
                    .as_ref()
                    .map_or(is_handed_on, |path| names.contains(path.last()));
                let around = ends_there.then(|| self.facts.executing_function(call.scope)).flatten();
                let Some(function) = around.and_then(|scope| self.function_of(scope)) else {
                    continue;
                };
                names.insert(match function.name.as_str() {
                    // Who makes an instance names the class.
                    "__init__" | "__new__" | "__post_init__" => &self.function_of(function.scope)?.name,
                    name if name.starts_with("__") => return None,
                    name => name,
                });
            }
            for &(target, value) in &renamings {
                if last_name(code, value).is_some_and(|name| names.contains(name)) {
                    names.extend(last_name(code, target));
                }
            }
            if names.len() == before {
                return Some(names);
            }
        }
    }

    /// What is given a second name: `system = system_raw`. The targets with the values.
    fn renamings(&self) -> Vec<(ExprId, ExprId)> {
        let code = &self.facts.code;
        let is_name = |at: ExprId| matches!(code.expression(at), Expr::Name(_) | Expr::Attribute(..));
        let mut found = Vec::new();
        for body in &code.bodies {
            each_part(code, &body.statements, &mut |part| {
                if let Part::Binding(target, value) = part
                    && is_name(target)
                    && is_name(value)
                {
                    found.push((target, value));
                }
            });
        }
        found
    }

    /// The reads of names and attributes other than to call them or to give them a second name.
    fn handed_on(&self, renamings: &[(ExprId, ExprId)]) -> FxHashSet<&str> {
        let code = &self.facts.code;
        let callees = code.expressions.iter().filter_map(|expression| match expression {
            Expr::Call(callee, _) => Some(*callee),
            _ => None,
        });
        let accounted: FxHashSet<ExprId> = callees
            .chain(renamings.iter().flat_map(|&(target, value)| [target, value]))
            .collect();
        let reads = (0..code.expressions.len()).map(|at| at as ExprId);
        let reads = reads.filter(|at| !accounted.contains(at));
        reads.filter_map(|at| last_name(code, at)).collect()
    }

    /// The function or class whose body a scope is.
    fn function_of(&self, scope: ScopeId) -> Option<&Definition> {
        let id = self.facts.scopes[scope as usize].definition?;
        Some(&self.facts.definitions[id as usize])
    }

    fn defines(&self, name: &str) -> bool {
        self.facts.definitions.iter().any(|one| one.name == name)
    }
}

/// The name of a variable or attribute.
fn last_name(code: &Code, at: ExprId) -> Option<&str> {
    match code.expression(at) {
        Expr::Name(name) | Expr::Attribute(_, name) => Some(code.name(*name)),
        _ => None,
    }
}
