//! Collects the effects of bodies: of a module's own, and of the functions that it runs, each of which is looked at once.
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Body, Effect, Step, Target, names};
use crate::graph::{Bodies, Kind, ModuleId, Program};
use crate::rules::{EffectKind, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Operation, OperationKind, Path, Phase, ScopeId};
use crate::syntax::Span;

/// More effects of one body than this tell nobody more.
const MOST_EFFECTS: usize = 24;
/// Calls within calls are followed this far; what lies deeper is not known.
const DEEPEST_CALLS: usize = 16;

/// The whole program under observation.
pub(super) struct Observer<'a> {
    pub program: &'a Program,
    pub rules: &'a Rules,
    bodies: RefCell<FxHashMap<ModuleId, Rc<Bodies>>>,
    done: RefCell<FxHashMap<Body, Rc<Vec<Effect>>>>,
    /// The bodies being looked at, outermost first.
    open: RefCell<Vec<Body>>,
    /// How deep the search for what a name leads to is, and how deep calls lie within calls.
    pub searching: Cell<usize>,
    pub running: Cell<usize>,
}

impl<'a> Observer<'a> {
    pub fn new(program: &'a Program, rules: &'a Rules) -> Self {
        Observer {
            program,
            rules,
            bodies: RefCell::default(),
            done: RefCell::default(),
            open: RefCell::default(),
            searching: Cell::new(0),
            running: Cell::new(0),
        }
    }

    /// The effects of executing a module, but for those that only the module itself can notice.
    pub fn of_module(&self, module: ModuleId) -> Vec<Effect> {
        let Some(facts) = self.program.facts(module) else {
            return Vec::new();
        };
        let top = |module: ModuleId| self.program.modules[module].name.split('.').next();
        let is_site = self.program.modules[module].kind == Kind::Site;
        let mut effects = self.of(module, facts, None);
        effects.extend(self.of_classes(module, facts));
        effects.retain(|effect| match &effect.target {
            Target::Module(target) => *target != module,
            Target::Everybody => true,
            Target::Parameter(_) | Target::Called(_) => false,
        });
        for effect in &mut effects {
            // What a package does to itself is its own business.
            if let Target::Module(target) = effect.target {
                effect.is_certain &= !is_site || top(target) != top(module);
            }
        }
        effects.sort_by_key(|effect| effect.chain.first().map_or(effect.span, |step| step.span));
        effects.dedup();
        effects
    }

    fn bodies(&self, module: ModuleId, facts: &ModuleFacts) -> Rc<Bodies> {
        let mut known = self.bodies.borrow_mut();
        Rc::clone(known.entry(module).or_insert_with(|| Rc::new(Bodies::new(facts))))
    }

    /// The effects of calling a function, in terms of its parameters.
    pub fn of_body(&self, body: Body) -> Rc<Vec<Effect>> {
        if let Some(known) = self.done.borrow().get(&body) {
            return Rc::clone(known);
        }
        let depth = self.open.borrow().len();
        if self.open.borrow().contains(&body) {
            return Rc::default();
        }
        let Some(facts) = self.program.facts(body.0).filter(|_| depth < DEEPEST_CALLS) else {
            return Rc::default();
        };
        self.open.borrow_mut().push(body);
        let effects = Rc::new(self.of(body.0, facts, Some(body.1)));
        self.open.borrow_mut().pop();
        // Of functions that call each other, the inner ones are known only as far as they got: the outermost has it all.
        self.done.borrow_mut().insert(body, Rc::clone(&effects));
        effects
    }

    fn of(&self, module: ModuleId, facts: &ModuleFacts, body: Option<ScopeId>) -> Vec<Effect> {
        let bodies = self.bodies(module, facts);
        let mut effects = Vec::new();
        for &at in bodies.operations.get(&body).into_iter().flatten() {
            let operation = &facts.operations[at];
            if operation.context.main_guard || operation.kind == OperationKind::Raise {
                continue;
            }
            for mut effect in self.of_operation(module, facts, operation) {
                let uncertain = operation.context.conditional || operation.context.in_try;
                effect.is_certain &= !uncertain;
                if !effects.contains(&effect) {
                    effects.push(effect);
                }
            }
            if effects.len() >= MOST_EFFECTS {
                break;
            }
        }
        for &at in bodies.references.get(&body).into_iter().flatten() {
            let reference = &facts.references[at];
            let binding = &facts.bindings[reference.binding as usize];
            if binding.kinds.imports == 0 || reference.phase != Phase::Run {
                continue;
            }
            let path = Path {
                root: binding.name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes.clone(),
            };
            let known = self.program.known_names(module, &path);
            let seen =
                |effect: &Effect| effect.span.start <= reference.span.start && effect.span.end >= reference.span.end;
            if known.iter().any(|name| names::is_surroundings(name)) && !effects.iter().any(seen) {
                let what = format!("reads `{}`", path.dotted());
                effects.push(Effect {
                    is_certain: false,
                    ..self.effect(EffectKind::Surroundings, module, reference.span, what)
                });
            }
        }
        effects
    }

    /// An effect that everybody may notice.
    pub fn effect(&self, kind: EffectKind, module: ModuleId, span: Span, what: String) -> Effect {
        Effect {
            kind,
            module,
            span,
            what,
            target: Target::Everybody,
            is_certain: true,
            chain: Vec::new(),
        }
    }

    /// An effect of code that nobody knows.
    pub fn unknown(&self, module: ModuleId, span: Span, what: String) -> Effect {
        Effect {
            is_certain: false,
            ..self.effect(EffectKind::UnknownCode, module, span, what)
        }
    }

    /// The effect of an operation, or of what it calls.
    fn of_operation(&self, module: ModuleId, facts: &ModuleFacts, operation: &Operation) -> Vec<Effect> {
        match operation.kind {
            OperationKind::Raise => Vec::new(),
            OperationKind::WriteAttribute | OperationKind::WriteItem | OperationKind::Augment => {
                self.of_change(module, facts, operation)
            }
            OperationKind::Implicit => self.of_implicit(module, facts, operation),
            OperationKind::With => self.of_with(module, facts, operation),
            OperationKind::Call | OperationKind::Decorate | OperationKind::DecorateByResult => {
                self.of_call(module, facts, operation)
            }
        }
    }

    /// The step of an operation that calls something.
    pub fn step(&self, module: ModuleId, operation: &Operation) -> Step {
        Step {
            module,
            span: operation.span,
            name: operation.path.as_ref().map(Path::dotted).unwrap_or_default(),
        }
    }
}
