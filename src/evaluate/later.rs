//! Functions that nothing calls at import, each looked at as somebody may call it some time: what it does to the state of the
//! process. It is read to its end, and what it calls is followed as far as it has steps for that. What it makes and hands to
//! nobody is forgotten again.
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::activity::{Activity, Steps};
use super::changes::{Age, Spot, Touched};
use super::facet::Effect;
use super::machine::Machine;
use super::object::{EnvId, Kind, Owner, Place};
use super::value::{Atom, ObjectId, Value};
use crate::graph::{Kind as ModuleKind, ModuleId, Sighting, Visibility};
use crate::semantics::code::BodyId;
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;

/// Statements and expressions of the function itself, for all that its loops repeat.
const STEPS_OF_A_FUNCTION: usize = 10_000;

/// What each statement of its straight code has at the least.
const STEPS_OF_A_STATEMENT: usize = 100;

/// The functions of the project that it calls have so many together, and so have those of installed packages.
const STEPS_OF_CALLS: usize = 3_000;

/// The same for a test, and for a function that is looked at again: what it sets counts, and not what it calls.
const FEW_STEPS_OF_CALLS: usize = 200;

/// The variable in which pytest says which test runs.
const RUNNING_TEST: &str = "PYTEST_CURRENT_TEST";

/// How often functions are looked at again, for what others change that were looked at after them.
const ROUNDS: usize = 3;

/// What one function does when somebody calls it some time, as far as it concerns the state of the process.
#[derive(Debug, Clone)]
pub struct Later {
    /// Its module.
    pub module: ModuleId,
    /// Its body; the module's own stands for the main guard.
    pub scope: ScopeId,
    /// What it does.
    pub effects: Vec<Effect>,
}

/// A function that is looked at.
struct Visit {
    function: ObjectId,
    later: Later,
    /// When it was looked at the last time; zero before that.
    at: usize,
    /// What decided its conditions.
    decided_by: FxHashSet<Spot>,
}

impl Machine<'_> {
    /// Looks at every function of the project that some execution made, and that somebody may call.
    pub fn look_at_functions(&mut self, visibility: &Visibility) -> Vec<Later> {
        let functions: Vec<(ObjectId, ModuleId, ScopeId)> = (self.objects.iter())
            .filter_map(|(id, object)| match (&object.kind, object.owner) {
                (&Kind::Function { module, body, .. }, Owner::Module(_)) if self.is_own(module) => {
                    Some((id, module, self.body(module, body)?.scope))
                }
                _ => None,
            })
            .collect();
        self.in_hand = self.modules_in_hand(visibility);
        let mut done = FxHashSet::default();
        let visits = (functions.into_iter())
            .filter(|&(_, module, scope)| done.insert((module, scope)) && !visibility.uncalled.is_done(module, scope));
        let visits = visits.map(|(function, module, scope)| Visit {
            function,
            later: Later {
                module,
                scope,
                effects: Vec::new(),
            },
            at: 0,
            decided_by: FxHashSet::default(),
        });
        let mut visits: Vec<Visit> = visits.collect();
        self.look_until_settled(&mut visits);
        let mut found: Vec<Later> = (visits.into_iter().map(|visit| visit.later))
            .filter(|later| !later.effects.is_empty())
            .collect();
        let by_names = self.replaced_by_names(visibility, &found);
        found.extend(by_names);
        found.sort_by_key(|later| (later.module, later.scope));
        found
    }

    /// What is replaced by names that only the texts of the project tell: `setattr(import_module(name), attribute, new)`.
    fn replaced_by_names(&mut self, visibility: &Visibility, found: &[Later]) -> Vec<Later> {
        let any = String::from("*");
        let named = visibility
            .replaced
            .iter()
            .map(|((module, name), &at)| (at, *module, name));
        let open = visibility.open.iter().map(|(&module, &at)| (at, module, &any));
        let mut replaced: Vec<(Sighting, ModuleId, &String)> = named.chain(open).collect();
        replaced.sort_unstable_by_key(|&(at, module, name)| (at.module, at.span.start, module, name));
        let is_known: FxHashSet<(ModuleId, u32)> = (found.iter())
            .flat_map(|later| later.effects.iter().map(|effect| (effect.module, effect.span.start)))
            .collect();
        replaced.retain(|(at, ..)| !is_known.contains(&(at.module, at.span.start)));
        let stand_ins = self.stand_ins(found);
        let later = found.iter().flat_map(|later| &later.effects);
        let undone = self.of.iter().flatten().chain(later).filter(|effect| effect.is_undone);
        let mut undone_in: FxHashMap<ModuleId, Vec<(Span, _)>> = FxHashMap::default();
        for effect in undone {
            undone_in
                .entry(effect.module)
                .or_default()
                .push((effect.span, effect.body));
        }
        let mut by_names = Vec::new();
        for of_module in replaced.chunk_by(|(one, ..), (other, ..)| one.module == other.module) {
            let module = of_module[0].0.module;
            let mentions = self.program.facts(module).into_iter().flat_map(|facts| &facts.mentions);
            let scopes: FxHashMap<Span, ScopeId> = mentions.map(|mention| (mention.span, mention.scope)).collect();
            for &(Sighting { span, .. }, target, name) in of_module {
                let scope = scopes.get(&span).copied();
                let Some(scope) = scope.filter(|&scope| !visibility.uncalled.is_done(module, scope)) else {
                    continue;
                };
                let (name, place) = (self.symbols.of(name), Place { module, span });
                let is_there = |(other, around): &(ModuleId, Span)| *other == module && around.contains(span);
                let new = stand_ins.iter().find(|(at, _)| is_there(at)).map(|(_, new)| *new);
                let mut effects = self.later_of(module, |machine| {
                    let new = new.map(|new| Atom::Object(new).into());
                    machine.putting_in(new, |machine| machine.replaces_name(target, name, place));
                });
                // A patch that names it undoes this, too.
                let mut undone = undone_in.get(&module).into_iter().flatten();
                if let Some(&(around, body)) = undone.find(|(around, _)| around.contains(span)) {
                    for effect in &mut effects {
                        (effect.span, effect.body, effect.is_undone) = (around, body, true);
                    }
                }
                if !effects.is_empty() {
                    by_names.push(Later { module, scope, effects });
                }
            }
        }
        by_names
    }

    /// For the modules whose code names a function that executes a module again, what comes into their hands: what their own file
    /// shows, and what any file hands on.
    fn modules_in_hand(&self, visibility: &Visibility) -> FxHashMap<ModuleId, Rc<[ModuleId]>> {
        let own = self.program.own_modules();
        let reloading = own.filter(|&id| {
            self.program
                .facts(id)
                .is_some_and(|facts| facts.code.has_name("reload"))
        });
        let of = |id: ModuleId| {
            let own = visibility.in_hand.get(&id).into_iter().flatten();
            let mut all: Vec<ModuleId> = own.chain(&visibility.escaping).copied().collect();
            all.sort_unstable();
            all.dedup();
            (id, Rc::from(all))
        };
        reloading.map(of).collect()
    }

    /// Looks at each function, and again where what decided a condition was changed after that, by itself or by another one:
    /// nobody knows in which order they are called, nor how often.
    fn look_until_settled(&mut self, visits: &mut [Visit]) {
        let mut time = 0;
        // When each was changed the last time.
        let mut changed_at: FxHashMap<Spot, usize> = FxHashMap::default();
        for _ in 0..ROUNDS {
            let mut is_settled = true;
            for visit in &mut *visits {
                let mut changes = visit.decided_by.iter().filter_map(|spot| changed_at.get(spot));
                if visit.at > 0 && !changes.any(|&changed| changed >= visit.at) {
                    continue;
                }
                time += 1;
                self.looking_again = visit.at > 0;
                (visit.at, is_settled) = (time, false);
                changed_at.extend(self.look_at(visit).into_iter().map(|spot| (spot, time)));
            }
            if is_settled {
                return;
            }
        }
    }

    /// Looks at one function; gives what it changed of what was there before.
    fn look_at(&mut self, visit: &mut Visit) -> FxHashSet<Spot> {
        let (age, before) = (self.age(), self.watch());
        (self.escapes, self.looking_since) = (false, age);
        self.touched = Touched::default();
        let effects = self.later_of(visit.later.module, |machine| machine.call_later(visit.function));
        let new = effects
            .into_iter()
            .filter(|effect| !visit.later.effects.contains(effect));
        let new: Vec<Effect> = new.collect();
        visit.later.effects.extend(new);
        if !self.escapes && !self.changed_older(age) {
            self.forget(age);
        }
        self.watched(before);
        self.looking_since = Age::default();
        let touched = std::mem::take(&mut self.touched);
        visit.decided_by = touched.decided_by;
        touched.changes
    }

    /// What a function does when somebody calls it later, with arguments that are not seen.
    pub fn later_of(&mut self, module: ModuleId, run: impl FnOnce(&mut Self)) -> Vec<Effect> {
        let before = std::mem::take(&mut self.later);
        self.within(Activity::Function(module), STEPS_OF_A_FUNCTION, run);
        std::mem::replace(&mut self.later, before)
    }

    /// The steps that what an activity calls has of its own.
    pub fn steps_of_calls(&self, activity: Activity) -> Steps {
        match activity {
            Activity::Import(_) => Steps::default(),
            Activity::Function(module) => {
                let is_test = self.program.modules[module].is_beside();
                let few = |is_few: bool| if is_few { FEW_STEPS_OF_CALLS } else { STEPS_OF_CALLS };
                Steps {
                    of_own: Some(few(is_test || self.looking_again)),
                    of_packages: Some(few(is_test || self.looking_again)),
                }
            }
        }
    }

    /// Before each statement: straight code of a function that is looked at is read to its end, whatever its loops took.
    pub fn reads_on(&mut self) {
        let calls_nobody = self.calls_left.of_own.is_some() && self.calls_left.of_packages.is_some();
        let is_own = |&(module, _): &(ModuleId, BodyId)| self.is_own(module);
        if calls_nobody && self.weak == 0 && self.running.last().is_some_and(is_own) {
            self.steps = self.steps.max(STEPS_OF_A_STATEMENT);
        }
    }

    /// Looks at a function as somebody may call it some time: with arguments that are not seen.
    fn call_later(&mut self, function: ObjectId) {
        let Kind::Function {
            module,
            body,
            env: parent,
            class,
            ..
        } = self.kind(function).clone()
        else {
            return;
        };
        self.run_later(module, body, parent, class);
    }

    /// The same for a function within one that is looked at.
    pub fn later_within(&mut self, env: EnvId, body: BodyId) {
        let module = self.envs[env as usize].module;
        if self.running.len() < 4 {
            self.run_later(module, body, env, None);
        }
    }

    fn run_later(&mut self, module: ModuleId, body: BodyId, parent: EnvId, class: Option<EnvId>) {
        let Some(found) = self.body(module, body) else { return };
        if self.running.contains(&(module, body)) {
            return;
        }
        let env = self.env(module, body, Some(parent));
        self.envs[env as usize].is_open = true;
        let class = class.and_then(|class| self.class_of_env(class));
        let own_name = self.symbol(module, found.name);
        let makes_subclass = self.symbols.text(own_name) == "__init_subclass__";
        for (at, parameter) in found.parameters.iter().enumerate() {
            let name = self.symbol(module, parameter.name);
            let text = &*self.symbols.shared(name);
            let value = match (class, text) {
                // Python alone calls it, and hands over a class that is just being made.
                (Some(class), _) if at == 0 && makes_subclass => self.subclass_unseen(class, env),
                (Some(class), "cls" | "mcs") if at == 0 => Atom::Object(class).into(),
                (Some(class), _) if at == 0 => {
                    let instance = self.make(Kind::Instance(class));
                    Atom::Object(instance).into()
                }
                // What pytest hands over by this name.
                (_, "monkeypatch") => Atom::External(self.symbols.of("pytest.MonkeyPatch")).into(),
                _ => Value::unknown(),
            };
            if at == 0
                && let Some(class) = class
            {
                self.envs[env as usize].receiver = Some((class, value.clone()));
            }
            self.envs[env as usize].names.insert(name, value);
        }
        self.enters_fixtures((module, body));
        self.execute((module, body), env, &found.statements);
    }

    /// What pytest does for as long as a test runs that asks for it by the name of a parameter: `capsys` takes the streams. For any it
    /// says in a variable which one runs, which concerns nobody in a program that has not got the name of that.
    fn enters_fixtures(&mut self, (module, body): (ModuleId, BodyId)) {
        let Some((code, found)) = self.code(module).zip(self.body(module, body)) else {
            return;
        };
        let is_test = code.name(found.name).starts_with("test");
        if self.program.modules[module].kind != ModuleKind::Test || !is_test {
            return;
        }
        let parameters = found.parameters.iter().map(|one| code.name(one.name));
        let running = self.names_running_test().then_some("running");
        let names: Vec<String> = parameters.chain(running).map(|name| format!("pytest.{name}")).collect();
        let place = Place {
            module,
            span: found.span,
        };
        self.running.push((module, body));
        for name in names {
            self.enters_external(&name, None, place);
        }
        self.running.pop();
    }

    /// Whether the project has the name of the variable in which pytest says which test runs.
    fn names_running_test(&self) -> bool {
        let of_project = || {
            let own = self.program.own_modules().filter_map(|id| self.program.facts(id));
            own.flat_map(|facts| &facts.words).any(|word| word == RUNNING_TEST)
        };
        *self.names_running_test.get_or_init(of_project)
    }

    /// A class below another one, of which no more is known.
    fn subclass_unseen(&mut self, class: ObjectId, env: EnvId) -> Value {
        let Activity::Function(module) = self.activity else {
            return Value::unknown();
        };
        let names = self.env(module, 0, Some(env));
        self.envs[names as usize].is_open = true;
        let kind = Kind::Class {
            name: self.symbols.of(""),
            bases: [Atom::Object(class).into()].into(),
            metaclass: Value::nothing(),
            env: names,
        };
        self.make_value(kind)
    }
}
