//! Handlers around functions that no name leads to from there: around calls of what somebody was handed, around methods of a name,
//! around what Python calls by itself, and in those who call apart from everything else what they are handed.
use rustc_hash::{FxHashMap, FxHashSet};

use super::called::{Function, held_by_variable};
use super::callee::{Callee, calls_apart, is_defined, is_made_of_texts, is_variable};
use super::caught::{Caught, File};
use super::handed_on::{HandedOn, named};
use super::supers::Supers;
use super::{Guards, Handler};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, ModuleId, Sighting, called_by_scripts};
use crate::semantics::ModuleFacts;
use crate::semantics::code::Expr;
use crate::semantics::facts::{OperationKind, ScopeId};
use crate::syntax::Span;

/// Who calls functions, and which handlers stand around that.
#[derive(Default)]
pub(super) struct Reaching {
    callers: FxHashMap<Function, FxHashSet<Function>>,
    around: FxHashMap<Function, Vec<Handler>>,
    handed_on: FxHashSet<Function>,
    special: FxHashSet<Function>,
    /// Around calls of what is not known, each with the function where it stands; none for the body of a module.
    open: Vec<(Option<Function>, Handler)>,
    /// The functions that make such calls.
    open_callers: FxHashSet<Function>,
    /// One for each name that stands where something is handled.
    all: Vec<Handler>,
}

impl Reaching {
    /// All handlers that may be around a function, wherever it is called.
    pub fn handlers(&self, function: Function) -> Vec<&Handler> {
        let mut seen = FxHashSet::default();
        let mut found: Vec<&Handler> = Vec::new();
        let (mut pending, mut is_open) = (vec![function], false);
        while let Some(at) = pending.pop() {
            if !seen.insert(at) {
                continue;
            }
            found.extend(self.around.get(&at).into_iter().flatten());
            pending.extend(self.callers.get(&at).into_iter().flatten());
            if self.special.contains(&at) {
                found.extend(&self.all);
            }
            if self.handed_on.contains(&at) && !is_open {
                is_open = true;
                let others = self.open.iter().filter(|(within, _)| *within != Some(function));
                found.extend(others.map(|(_, handler)| handler));
                pending.extend(&self.open_callers);
            }
        }
        found
    }

    /// Looks through the files of the program.
    pub fn new(guards: &Guards<'_>, files: &[File<'_>]) -> Self {
        let handed_on = HandedOn::of(guards.inputs.program, guards.inputs.rules);
        let mut found = Reaching::default();
        let supers = Supers::of(guards.inputs.program);
        for file in files {
            found.add_calls(guards, (&handed_on, &supers), file);
            found.add_unnamed(file);
            found.add_values(guards, &handed_on, file);
        }
        found.handed_on = handed_on.functions;
        found.special = handed_on.special;
        found
    }

    fn add_calls(
        &mut self,
        guards: &Guards<'_>,
        (handed_on, supers): (&HandedOn<'_>, &Supers<'_>),
        File { module, facts, around }: &File<'_>,
    ) {
        let (program, module) = (guards.inputs.program, *module);
        let code = &facts.code;
        let callees = code
            .expressions
            .iter()
            .zip(&code.spans)
            .filter_map(|(expression, span)| match expression {
                Expr::Call(callee, _) => Some((*span, Callee::of(code, *callee)?)),
                _ => None,
            });
        let callees: FxHashMap<Span, Callee<'_>> = callees.collect();
        for call in &facts.operations {
            if !matches!(call.kind, OperationKind::Call | OperationKind::With) {
                continue;
            }
            let mut targets = called_by_scripts(program, module, facts, call);
            if targets.is_empty() {
                targets = held_by_variable(program, module, facts, call);
            }
            let mut is_open = false;
            let entity = call.path.as_ref().and_then(|path| program.entity(module, path));
            let is_known = match &entity {
                Some(Entity::Attribute(target, name)) => {
                    !program.modules[*target].is_own() || is_defined(program, *target, name)
                }
                Some(Entity::Module(_)) => true,
                None => false,
            };
            let callee = callees.get(&call.span).filter(|_| call.kind == OperationKind::Call);
            if let Some(callee) = callee.filter(|_| targets.is_empty() && !is_known) {
                match callee {
                    Callee::Name(name) => {
                        targets = named(program, module, facts, code.name(*name));
                        let is_class = || facts.definitions.iter().any(|one| one.name == code.name(*name));
                        is_open = targets.is_empty()
                            && !is_class()
                            && is_variable(facts, call)
                            && !is_made_of_texts(program, module, facts, call);
                    }
                    Callee::OfSuper(_) if supers.leads_to_others(module, facts, call.scope) => {}
                    Callee::Method(name) | Callee::OfSuper(name) => {
                        targets = handed_on.methods.get(name).cloned().unwrap_or_default();
                        is_open = targets.is_empty() && handed_on.holders.contains(name);
                    }
                }
            }
            let here = facts.executing_function(call.scope).map(|scope| (module, scope));
            let at = Sighting {
                module,
                span: call.span,
            };
            let caught = around.calls.get(&call.span);
            for &target in &targets {
                self.callers.entry(target).or_default().extend(here);
                self.note(target, at, caught);
            }
            if is_open {
                self.open_callers.extend(here);
                self.open.extend(caught.map(|caught| (here, (at, caught.clone()))));
            }
            if callee.is_some_and(|callee| calls_apart(guards, (module, code), call, callee)) {
                for function in within(guards, (module, facts), call.span) {
                    self.note(function, at, Some(&vec![Caught::All]));
                }
            }
        }
    }

    /// Calls of what has no name: `TABLE[key]()`, `getattr(app, name)()`.
    fn add_unnamed(&mut self, File { module, facts, around }: &File<'_>) {
        let module = *module;
        let code = &facts.code;
        for body in &code.bodies {
            let here = facts.executing_function(body.scope).map(|scope| (module, scope));
            each_part(code, &body.statements, &mut |part| {
                if let Part::Expression(id, _) = part
                    && let Expr::Call(callee, _) = code.expression(id)
                    && !matches!(code.expression(*callee), Expr::Name(_) | Expr::Attribute(..))
                {
                    let span = code.span(id);
                    self.open_callers.extend(here);
                    let caught = around.calls.get(&span).cloned();
                    self.open
                        .extend(caught.map(|caught| (here, (Sighting { module, span }, caught))));
                }
            });
        }
    }

    /// Functions that are named where something is handled, properties, and what a swallowing manager decorates.
    fn add_values(&mut self, guards: &Guards<'_>, handed_on: &HandedOn<'_>, File { module, facts, around }: &File<'_>) {
        let (program, module) = (guards.inputs.program, *module);
        let code = &facts.code;
        for (expression, span) in code.expressions.iter().zip(&code.spans) {
            let at = Sighting { module, span: *span };
            let Some(caught) = around.names.get(&span.start) else {
                continue;
            };
            match expression {
                Expr::Name(name) => {
                    self.all.push((at, caught.clone()));
                    for function in named(program, module, facts, code.name(*name)) {
                        self.note(function, at, Some(caught));
                    }
                }
                Expr::Lambda(body) => self.note((module, code.bodies[*body as usize].scope), at, Some(caught)),
                _ => {}
            }
        }
        for attribute in &around.attributes {
            let properties = handed_on.properties.get(code.name(attribute.name));
            let at = Sighting {
                module,
                span: attribute.span,
            };
            for &property in properties.into_iter().flatten() {
                self.note(property, at, Some(&attribute.caught));
            }
        }
        if !handed_on.properties.is_empty() {
            for body in &code.bodies {
                let here = facts
                    .executing_function(body.scope)
                    .map(|scope: ScopeId| (module, scope));
                each_part(code, &body.statements, &mut |part| {
                    if let Part::Expression(id, _) = part
                        && let Expr::Attribute(_, name) = code.expression(id)
                    {
                        for &property in handed_on.properties.get(code.name(*name)).into_iter().flatten() {
                            self.callers.entry(property).or_default().extend(here);
                        }
                    }
                });
            }
        }
        for definition in facts.definitions.iter().filter(|definition| !definition.is_class) {
            for decorator in &definition.decorators {
                let swallowed = decorator
                    .path
                    .as_ref()
                    .and_then(|path| guards.managers.get(path.last()));
                let at = Sighting {
                    module,
                    span: decorator.span,
                };
                self.note((module, definition.body), at, swallowed);
            }
        }
    }

    fn note(&mut self, function: Function, at: Sighting, caught: Option<&Vec<Caught>>) {
        if let Some(caught) = caught {
            self.around.entry(function).or_default().push((at, caught.clone()));
        }
    }
}

/// The functions and lambdas that stand among the arguments of a call.
fn within(guards: &Guards<'_>, (module, facts): (ModuleId, &ModuleFacts), call: Span) -> Vec<Function> {
    let code = &facts.code;
    let mut found = Vec::new();
    for (expression, span) in code.expressions.iter().zip(&code.spans) {
        if span.start < call.start || call.end < span.end {
            continue;
        }
        match expression {
            Expr::Name(name) => found.extend(named(guards.inputs.program, module, facts, code.name(*name))),
            Expr::Lambda(body) => found.push((module, code.bodies[*body as usize].scope)),
            _ => {}
        }
    }
    found
}
