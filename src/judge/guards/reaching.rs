//! Handlers around functions that no name leads to from there: around calls of what somebody was handed, around methods of a name,
//! around what Python calls by itself, and in those who call apart from everything else what they are handed.
use rustc_hash::{FxHashMap, FxHashSet};

use super::called::{Function, held_by_variable};
use super::caught::{Caught, File};
use super::handed_on::{HandedOn, named};
use super::supers::Supers;
use super::{Guards, Handler};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Entity, ModuleId, Program, Sighting, called_by_scripts};
use crate::rules::Group;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, Literal, Name};
use crate::semantics::facts::{MODULE, Operation, OperationKind, Origin, ScopeId};
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

/// What a call calls by a name, as it is written.
enum Callee<'a> {
    Name(Name),
    Method(&'a str),
    /// `super().method()`
    OfSuper(&'a str),
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
                Expr::Call(callee, _) => match code.expression(*callee) {
                    Expr::Name(name) => Some((*span, Callee::Name(*name))),
                    Expr::Attribute(of, name) => {
                        let is_super = |of: &Expr| matches!(of, Expr::Name(name) if code.name(*name) == "super");
                        let name = code.name(*name);
                        Some((
                            *span,
                            match code.expression(*of) {
                                Expr::Call(of, arguments) if arguments.is_empty() && is_super(code.expression(*of)) => {
                                    Callee::OfSuper(name)
                                }
                                _ => Callee::Method(name),
                            },
                        ))
                    }
                    _ => None,
                },
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
            if callee.is_some_and(|callee| calls_apart(guards, module, call, callee, |at| code.name(at))) {
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

/// Whether a call hands on functions that are called apart from everything else.
fn calls_apart<'c>(
    guards: &Guards<'_>,
    module: ModuleId,
    call: &Operation,
    callee: &Callee<'c>,
    text: impl Fn(Name) -> &'c str,
) -> bool {
    let (program, rules) = (guards.inputs.program, guards.inputs.rules);
    let last = match callee {
        Callee::Name(name) => Some(text(*name)),
        Callee::Method(name) | Callee::OfSuper(name) => Some(*name),
    };
    let is_one = |name: &str| rules.knows(Group::CallsApart, name);
    let dotted = call.path.as_ref().map(|path| program.known_names(module, path));
    last.is_some_and(is_one) || dotted.is_some_and(|names| names.iter().any(|name| is_one(name)))
}

/// Whether a name of a module is that of a function or a class, or begins with one.
fn is_defined(program: &Program, module: ModuleId, name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default();
    let facts = program.facts(module);
    facts.is_some_and(|facts| {
        facts
            .definitions
            .iter()
            .any(|one| one.scope == MODULE && one.name == first)
    })
}

/// Whether a call calls a variable or a parameter, of which nobody knows what it holds.
fn is_variable(facts: &ModuleFacts, call: &Operation) -> bool {
    let path = call.path.as_ref().filter(|path| path.attributes.is_empty());
    let binding = path
        .and_then(|path| path.binding)
        .map(|id| &facts.bindings[id as usize]);
    binding.is_none_or(|binding| binding.scope != MODULE || binding.kinds.imports == 0)
        && path.is_some_and(|path| path.binding.is_some())
}

/// Whether a call calls a variable that is assigned once, from a call of foreign code which is handed no function: `Point =
/// namedtuple("Point", "x y")`. What that makes runs no function of the project, unless a text names where one is.
fn is_made_of_texts(program: &Program, module: ModuleId, facts: &ModuleFacts, call: &Operation) -> bool {
    let binding = call.path.as_ref().and_then(|path| path.binding);
    let Some(binding) = binding.map(|id| &facts.bindings[id as usize]) else {
        return false;
    };
    let [Origin::Call(maker)] = binding.origins.as_slice() else {
        return false;
    };
    let is_foreign = match program.entity(module, maker) {
        Some(Entity::Attribute(target, _) | Entity::Module(target)) => !program.modules[target].is_own(),
        None => false,
    };
    let mut makings = facts.operations.iter().filter(|making| {
        making.kind == OperationKind::Call && making.path.as_ref() == Some(maker) && making.scope == binding.scope
    });
    let leads_nowhere = |making: &Operation| {
        let code = &facts.code;
        let inside = |at: &Span| making.span.start <= at.start && at.end <= making.span.end;
        let mut parts = code.expressions.iter().zip(&code.spans).filter(|(_, at)| inside(at));
        let names_own = |(part, _): (&Expr, &Span)| match part {
            Expr::Literal(Literal::Text(text)) => {
                let first = code
                    .name(*text)
                    .split(['.', ':'])
                    .next()
                    .and_then(|top| program.find(top));
                first.is_some_and(|id| program.modules[id].is_own())
            }
            _ => false,
        };
        making.handed.iter().all(|argument| argument.origins.is_empty()) && !parts.any(names_own)
    };
    is_foreign && binding.kinds.is_assigned_once() && makings.all(leads_nowhere)
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
