//! What functions import that are called in a `try`: its handlers wait for that as well.
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::caught::{Around, Caught, missing};
use super::lazily::lazy_uses;
use super::{Asked, Asks, Guards, Handles, Place};
use crate::graph::{Bits, Entity, ModuleId, Program, Sighting, called_by_scripts};
use crate::judge::properties::makes_property;
use crate::rules::Rules;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{BodyKind, Expr};
use crate::semantics::facts::{Access, Operation, OperationKind, Origin, Path, ScopeId};
use crate::syntax::Span;

/// Functions that call each other, from the `try` on.
const DEPTH: usize = 4;

/// A function, by the scope of its body.
pub(super) type Function = (ModuleId, ScopeId);

/// How sure it is that a call runs a function, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sure {
    /// The call runs what somebody handed over.
    Handed,
    /// It calls a method of that name.
    Method,
    /// Its name leads there.
    Yes,
}

/// The functions that calls run, each with how sure that is.
type Run = Rc<[(Function, Sure)]>;

/// What has been found of functions: those that their calls run, for what handlers wait for.
#[derive(Default)]
pub(super) struct Callees(RefCell<FxHashMap<(Function, Option<Asks>), Run>>);

/// The functions of the project that import something while they run, by their names.
pub(super) struct Importers<'a> {
    by_name: FxHashMap<&'a str, Vec<Function>>,
    /// Those that somebody else may call: they are decorated, or named where they are not called. So is a class for what makes an
    /// object of it.
    handed_on: Vec<Function>,
    /// Those that reading an attribute runs.
    properties: FxHashMap<&'a str, Vec<Function>>,
}

/// What runs when a class is called.
/// Not in `rules/`: Python's data model has no others.
pub(super) const MAKING: [&str; 3] = ["__init__", "__new__", "__post_init__"];

impl<'a> Importers<'a> {
    pub fn of(program: &'a Program, rules: &Rules) -> Self {
        let mut found: FxHashMap<&str, Vec<Function>> = FxHashMap::default();
        let values = values(program);
        let mut handed_on = Vec::new();
        let mut properties: FxHashMap<&str, Vec<Function>> = FxHashMap::default();
        for (module, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
            let statements = facts.imports.iter().map(|import| import.scope);
            let by_name = facts.mentions.iter().filter(|mention| mention.loads_by_name());
            let lazily = lazy_uses(facts).map(|(reference, _)| reference.scope);
            let scopes = statements.chain(by_name.map(|mention| mention.scope)).chain(lazily);
            let importing: FxHashSet<ScopeId> = scopes.filter_map(|scope| facts.executing_function(scope)).collect();
            for body in facts.code.bodies.iter().filter(|body| body.kind == BodyKind::Function) {
                if importing.contains(&body.scope) {
                    let name = facts.code.name(body.name);
                    found.entry(name).or_default().push((module, body.scope));
                    let definition = facts.scopes[body.scope as usize].definition;
                    let decorators = definition.map(|id| facts.definitions[id as usize].decorators.as_slice());
                    let decorators = decorators.unwrap_or_default();
                    let class = body.parent.map(|id| &facts.code.bodies[id as usize]);
                    let class = class.filter(|class| class.kind == BodyKind::Class && MAKING.contains(&name));
                    let called = class.map_or(name, |class| facts.code.name(class.name));
                    if values.contains(called) || !decorators.is_empty() {
                        handed_on.push((module, body.scope));
                    }
                    if makes_property(program, rules, module, decorators) {
                        properties.entry(name).or_default().push((module, body.scope));
                    }
                }
            }
        }
        Importers {
            by_name: found,
            handed_on,
            properties,
        }
    }

    /// The properties of a name, of whatever class.
    pub fn properties(&self, name: &str) -> &[Function] {
        self.properties.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    fn named(&self, name: &str) -> &[Function] {
        self.by_name.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The names that stand in the project where nothing of that name is called.
fn values(program: &Program) -> FxHashSet<&str> {
    let mut found = FxHashSet::default();
    for facts in program.own_modules().filter_map(|id| program.facts(id)) {
        let calls = facts.operations.iter().filter(|call| call.kind == OperationKind::Call);
        let called: FxHashSet<u32> = calls
            .filter(|call| call.path.as_ref().is_some_and(|path| !path.root.is_empty()))
            .map(|call| call.span.start)
            .collect();
        let references = facts.references.iter();
        found.extend(
            references
                .filter(|reference| reference.access == Access::Read && !called.contains(&reference.span.start))
                .map(|reference| match reference.attributes.last() {
                    Some(name) => name.as_str(),
                    None => facts.bindings[reference.binding as usize].name.as_str(),
                }),
        );
    }
    found
}

impl Guards<'_> {
    /// Notes the modules whose import is tried by calling a function.
    pub(super) fn by_call(&self, module: ModuleId, facts: &ModuleFacts, around: &Around, asked: &mut Asked) {
        if self.importers.by_name.is_empty() || around.calls.is_empty() {
            return;
        }
        let calls = facts.operations.iter().filter(|call| call.kind == OperationKind::Call);
        for (call, caught) in calls.filter_map(|call| Some((call, around.calls.get(&call.span)?))) {
            let for_missing = missing(caught);
            if for_missing.is_none() && !self.any_raises() {
                continue;
            }
            let at = Sighting {
                module,
                span: call.span,
            };
            let place = Place::of_use(module, call.scope, call.span.start);
            let reached = self.reached(module, facts, call, for_missing);
            if reached.is_empty() {
                continue;
            }
            let before = self.loaded_before(place);
            for (function, is_sure) in reached {
                // What a method of that name raises, of which nobody knows whether it is the one, is not waited for: docs/limits.md.
                let raises = is_sure == Sure::Yes && self.any_raises();
                // Which function it is that was handed over is not known: most that it may be are not.
                let asks = for_missing.map(|asks| if is_sure == Sure::Handed { Asks::Absent } else { asks });
                self.tried_in(function, &before, (at, caught), (asks, raises), asked);
            }
        }
    }

    /// The functions that a call runs, and those that these call, each with whether that is sure; for handlers of missing packages,
    /// any function may be meant where it is not known which.
    pub(super) fn reached(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        call: &Operation,
        for_missing: Option<Asks>,
    ) -> FxHashMap<Function, Sure> {
        let program = self.inputs.program;
        let mut seen: FxHashMap<Function, Sure> = FxHashMap::default();
        let mut pending = self.callees(module, facts, call, for_missing);
        for _ in 0..DEPTH {
            pending.retain(|&(function, is_sure)| {
                let is_new = seen.get(&function).is_none_or(|&was| was < is_sure);
                let counts = is_new && program.modules[function.0].is_own();
                counts && {
                    seen.insert(function, is_sure);
                    true
                }
            });
            let mut next = Vec::new();
            for &(function, is_sure) in &pending {
                let within = self.callees_within(function, for_missing);
                next.extend(within.iter().map(|&(callee, is_it)| (callee, is_sure.min(is_it))));
            }
            pending = next;
        }
        seen
    }

    /// The functions that the calls of a function run.
    fn callees_within(&self, function: Function, for_missing: Option<Asks>) -> Run {
        let known = self.callees.0.borrow().get(&(function, for_missing)).cloned();
        known.unwrap_or_else(|| {
            let (module, body) = function;
            let facts = self.inputs.program.facts(module).into_iter();
            let found = facts.flat_map(|facts| {
                let inside = facts.operations.iter().filter(move |call| {
                    call.kind == OperationKind::Call && facts.executing_function(call.scope) == Some(body)
                });
                inside.flat_map(move |call| self.callees(module, facts, call, for_missing))
            });
            let found: Run = found.collect();
            let mut known = self.callees.0.borrow_mut();
            known.insert((function, for_missing), Rc::clone(&found));
            found
        })
    }

    /// The functions that a call runs: what its name leads to, or, for a method of what is not known, all of that name which import.
    fn callees(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        call: &Operation,
        for_missing: Option<Asks>,
    ) -> Vec<(Function, Sure)> {
        let program = self.inputs.program;
        let mut found = called_by_scripts(program, module, facts, call);
        if found.is_empty() {
            found = held_by_variable(program, module, facts, call);
        }
        let entity = call.path.as_ref().and_then(|path| program.entity(module, path));
        if for_missing.is_none()
            || !found.is_empty()
            || matches!(entity, Some(Entity::Module(_) | Entity::Attribute(..)))
        {
            return found.into_iter().map(|function| (function, Sure::Yes)).collect();
        }
        // A handler for anything is there for whatever it calls, but not for every method of some name.
        let method = method_at(facts, call.span).filter(|_| for_missing == Some(Asks::All));
        let named = method.map(|method| self.importers.named(method)).unwrap_or_default();
        // `function()`, where that is a parameter, or what a loop takes out of a table.
        let is_handed = call.path.as_ref().is_some_and(|path| {
            let binding = path.binding.map(|id| &facts.bindings[id as usize]);
            let is_value = binding.is_some_and(|binding| binding.kinds.parameters + binding.kinds.assignments > 0);
            is_value && path.attributes.is_empty() || is_held_by_self(facts, path)
        });
        let handed = if is_handed {
            self.importers.handed_on.as_slice()
        } else {
            &[]
        };
        let named = named.iter().map(|&function| (function, Sure::Method));
        named
            .chain(handed.iter().map(|&function| (function, Sure::Handed)))
            .collect()
    }

    /// Notes what a function imports, by statements and by names, if it does not handle that itself; `before` has been loaded whenever
    /// the handlers run.
    pub(super) fn tried_in(
        &self,
        (module, body): Function,
        before: &Bits,
        (at, caught): (Sighting, &[Caught]),
        (for_missing, raises): (Option<Asks>, bool),
        asked: &mut Asked,
    ) {
        let program = self.inputs.program;
        let Some(facts) = program.facts(module) else { return };
        let runs = |scope: ScopeId| facts.executing_function(scope) == Some(body);
        let statements = facts.imports.iter().filter(|import| {
            let context = import.context;
            runs(import.scope) && !context.type_checking && !context.import_errors_caught
        });
        let by_statement = statements.map(|import| {
            let targets = program.targets(module, import).to_vec();
            (import.scope, import.alias.start, (targets, Asks::All))
        });
        let mentions = facts.mentions.iter().filter(|mention| runs(mention.scope));
        let by_name = mentions.map(|mention| {
            let targets = self.named_by(module, &mention.kind);
            (mention.scope, mention.span.start, targets)
        });
        let uses = lazy_uses(facts).filter(|(reference, _)| runs(reference.scope));
        let by_use = uses.map(|(reference, import)| {
            let targets = program.targets(module, import).to_vec();
            (reference.scope, reference.span.start, (targets, Asks::All))
        });
        for (scope, start, (targets, asks)) in by_statement.chain(by_name).chain(by_use) {
            let place = Place::of_use(module, scope, start);
            let raised = raises.then(|| Handles::Raised(caught.to_vec()));
            let missing = for_missing.map(|wanted| match wanted {
                Asks::All => Handles::Missing(asks),
                Asks::Absent => Handles::Missing(Asks::Absent),
            });
            let handles = missing.into_iter().chain(raised).collect();
            self.ask_behind(place, before, (at, handles), &targets, None, asked);
        }
    }
}

/// `function()`, where that is a variable which is assigned once: a lambda, or a function by its name.
pub(super) fn held_by_variable(
    program: &Program,
    module: ModuleId,
    facts: &ModuleFacts,
    call: &Operation,
) -> Vec<Function> {
    let path = call.path.as_ref().filter(|path| path.attributes.is_empty());
    let binding = path
        .and_then(|path| path.binding)
        .map(|id| &facts.bindings[id as usize]);
    let Some(binding) = binding.filter(|binding| binding.kinds.is_assigned_once()) else {
        return Vec::new();
    };
    let functions = binding.origins.iter().flat_map(|origin| match origin {
        Origin::Lambda(start) => facts.lambdas_at(*start).map(|scope| (module, scope)).collect(),
        Origin::Object(path) => {
            let renamed = Operation {
                path: Some(path.clone()),
                ..call.clone()
            };
            called_by_scripts(program, module, facts, &renamed)
        }
        Origin::Part(_) | Origin::Held(_) | Origin::Call(_) | Origin::Unknown => Vec::new(),
    });
    functions.collect()
}

/// `self.function()`, where the class has no method of that name: it holds the function.
fn is_held_by_self(facts: &ModuleFacts, path: &Path) -> bool {
    let binding = path.binding.map(|id| &facts.bindings[id as usize]);
    let is_parameter = binding.is_some_and(|binding| binding.kinds.parameters > 0);
    let mut methods = facts.definitions.iter();
    is_parameter && path.attributes.len() == 1 && !methods.any(|method| method.name == path.last())
}

/// The name of the method that a call calls.
fn method_at(facts: &ModuleFacts, span: Span) -> Option<&str> {
    let code = &facts.code;
    let mut found = code.expressions.iter().zip(&code.spans).filter(|(_, at)| **at == span);
    found.find_map(|(expression, _)| match expression {
        Expr::Call(callee, _) => match code.expression(*callee) {
            Expr::Attribute(_, name) => Some(code.name(*name)),
            _ => None,
        },
        _ => None,
    })
}
