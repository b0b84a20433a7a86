//! Calls that are not followed: too many of one package, or too deep.
use std::rc::Rc;

use crate::evaluate::activity::Activity;
use crate::evaluate::facet::Grade;
use crate::evaluate::knowledge::Use;
use crate::evaluate::machine::Machine;
use crate::evaluate::object::{Arguments, Env, EnvId, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::graph::ModuleId;
use crate::rules::{FacetKind, Touches};
use crate::semantics::code::{BodyId, BodyKind};

/// Calls within calls.
const DEEPEST: usize = 24;

/// Statements and expressions that a call from the project into an installed package may take.
pub(super) const STEPS_OF_A_PACKAGE: usize = 20_000;

impl Machine<'_> {
    /// Whether a function of a test is looked at, and calls one of an installed package: what a test sets counts, and not what
    /// it calls.
    pub(super) fn is_outside_a_test(&self, module: ModuleId) -> bool {
        match self.activity {
            Activity::Function(looked_at) => self.program.modules[looked_at].is_beside() && !self.is_own(module),
            Activity::Import(_) => false,
        }
    }

    /// Whether a further call may be followed.
    pub(in crate::evaluate) fn may_call(&self, module: ModuleId) -> bool {
        let is_spent = self.is_own(module) && self.calls_left.of_own == Some(0);
        self.running.len() < DEEPEST && self.steps > 0 && !is_spent
    }

    /// Whether a call of a module's function goes from the project into an installed package.
    pub(super) fn crosses(&self, module: ModuleId) -> bool {
        let caller = self.running.last().map(|&(caller, _)| caller);
        !self.is_own(module) && caller.is_some_and(|caller| self.is_own(caller))
    }

    /// A function is called: one of an installed package that code of the project calls gets some of the steps that are left.
    /// What a function calls that is looked at by itself takes none of the steps that it needs itself. The others.
    pub(in crate::evaluate) fn enter_called(&mut self, module: ModuleId) -> Option<usize> {
        let (is_own, crosses) = (self.is_own(module), self.crosses(module));
        let steps = match self.activity {
            Activity::Function(_) if is_own => self.calls_left.of_own.take()?,
            Activity::Function(_) if crosses => self.calls_left.of_packages.take()?,
            Activity::Import(_) if crosses && self.steps > STEPS_OF_A_PACKAGE => STEPS_OF_A_PACKAGE,
            Activity::Function(_) | Activity::Import(_) => return None,
        };
        let left = match self.activity {
            Activity::Function(_) => self.steps,
            Activity::Import(_) => self.steps - STEPS_OF_A_PACKAGE,
        };
        self.steps = steps;
        Some(left)
    }

    /// It returns; whether it took more steps than it got.
    pub(in crate::evaluate) fn leave_called(&mut self, module: ModuleId, left: Option<usize>) -> bool {
        let Some(left) = left else { return false };
        let unused = self.steps;
        match self.activity {
            Activity::Import(_) => self.steps += left,
            Activity::Function(_) => {
                self.steps = left;
                match self.is_own(module) {
                    true => self.calls_left.of_own = Some(unused),
                    false => self.calls_left.of_packages = Some(unused),
                }
            }
        }
        unused == 0
    }

    /// A function of an installed package that does more than can be followed is not in plain sight: what it hands out is
    /// its own, and it may call what it was handed. One of the project is looked at by itself.
    pub(super) fn more_than_followed(
        &mut self,
        module: ModuleId,
        body: BodyId,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
        if self.is_own(module) {
            return Value::unknown();
        }
        let code = self.code(module);
        let name = code
            .map(|code| code.name(code.bodies[body as usize].name))
            .unwrap_or_default();
        let name = format!("{}.{name}", self.program.modules[module].name);
        self.note_anything(
            Grade::Assumed,
            place,
            format!("calls `{name}`, which does more than can be followed"),
        );
        self.hand_over(arguments, place);
        self.result(&name, arguments)
    }

    /// Whether a function with these names around it closes over nothing that belongs to a call.
    pub(super) fn may_settle(&self, mut around: EnvId) -> bool {
        loop {
            let Env {
                module, body, parent, ..
            } = self.envs[around as usize];
            let is_call = self
                .body(module, body)
                .is_none_or(|body| matches!(body.kind, BodyKind::Function | BodyKind::Lambda));
            if is_call {
                return false;
            }
            match parent {
                Some(parent) => around = parent,
                None => return true,
            }
        }
    }

    /// What the implementations do that are registered with a generic function: one of them may be the one for these arguments.
    pub(super) fn implementations(&mut self, function: ObjectId, arguments: &Arguments, place: Place) -> Value {
        let registered = self.objects[function as usize].elements.clone();
        let mut made = Value::nothing();
        for atom in registered.atoms() {
            if let Atom::Object(other) = atom
                && other != function
                && matches!(
                    self.kind(other),
                    Kind::Function { .. } | Kind::Method { .. } | Kind::Partial { .. }
                )
            {
                self.weak += 1;
                made = made.with(&self.call(&atom.into(), arguments, place));
                self.weak -= 1;
            }
        }
        made
    }

    /// The names by which rules may know what a module defines: as something of its package, and of the module.
    pub(in crate::evaluate) fn names_in_rules(&self, module: ModuleId, name: &str) -> [String; 2] {
        let module = &self.program.modules[module];
        [module.top(), &module.name].map(|of| [of, ".", name].concat())
    }

    /// The name by which the rules call a function of an installed package harmless: that of its package, or of its module.
    pub(super) fn known_harmless(&mut self, module: ModuleId, body: BodyId) -> Option<Rc<str>> {
        if self.is_own(module) {
            return None;
        }
        if let Some(known) = self.harmless.get(&(module, body)) {
            return known.clone();
        }
        let found = self.find_harmless(module, body);
        self.harmless.insert((module, body), found.clone());
        found
    }

    fn find_harmless(&self, module: ModuleId, body: BodyId) -> Option<Rc<str>> {
        let code = self.code(module)?;
        let function = code.bodies.get(body as usize)?;
        let around = function.parent.and_then(|parent| code.bodies.get(parent as usize))?;
        if around.parent.is_some() {
            return None;
        }
        self.names_in_rules(module, code.name(function.name))
            .into_iter()
            .find(|name| self.rules.is_harmless_call(name) || self.rules.command_role(name).is_some())
            .map(Rc::from)
    }

    /// An object of an installed package all of which rules call harmless by its name, such as `pytest.mark`, is known by that
    /// name: what it does is not followed. So is what a package hands out of its native code.
    pub(in crate::evaluate) fn known_by_rules(&mut self, module: ModuleId, name: &str, value: &Value) -> Option<Value> {
        if self.is_own(module) {
            return None;
        }
        let whole = format!("{}.{name}", self.program.modules[module].name);
        let is_known = match value.single() {
            Some(Atom::Object(object)) if matches!(self.kind(object), Kind::Instance(_)) => {
                self.rules.is_harmless_throughout(&whole)
            }
            // `numpy.seterr` comes out of a native module: the rules know it by the name under which it is handed out.
            Some(Atom::External(found)) => {
                self.rules.facet(&whole).is_some() && self.rules.facet(self.symbols.text(found)).is_none()
            }
            _ => false,
        };
        is_known.then(|| Atom::External(self.symbols.of(&whole)).into())
    }

    /// A function of an installed package is called whose code is read, and of which the rules say what that does not show: which
    /// variables a file sets, whose settings it changes, where it goes. `CliRunner.invoke` is a method, `CliRunner` stands for its `__init__`.
    pub(super) fn known_besides(
        &mut self,
        (module, class): (ModuleId, Option<EnvId>),
        function: &str,
        (arguments, receiver): (&Arguments, Option<&Value>),
        place: Place,
    ) {
        let class = class.and_then(|class| self.body(module, self.envs[class as usize].body));
        let class = class.zip(self.code(module)).map(|(class, code)| code.name(class.name));
        let named = match (class, function) {
            (None, _) => function.to_owned(),
            (Some(class), "__init__") => class.to_owned(),
            (Some(class), _) => [class, ".", function].concat(),
        };
        let mut names = self.names_in_rules(module, &named).into_iter();
        // Of a variable whose name is computed the code alone does not tell that anybody reads it, nor whose settings they are.
        let sets = |touches: &Touches| {
            touches
                .writes
                .iter()
                .any(|pattern| matches!(pattern.kind, FacetKind::Env | FacetKind::Cwd))
                || touches.reads.iter().any(|pattern| pattern.kind == FacetKind::Registry)
        };
        let is_known = |name: &String| {
            self.rules
                .facet(name)
                .and_then(|rule| rule.call.as_ref())
                .is_some_and(sets)
        };
        if let Some(name) = names.find(is_known) {
            let skipped = usize::from(receiver.is_some());
            let handed = Arguments {
                positional: arguments.positional.iter().skip(skipped).cloned().collect(),
                ..arguments.clone()
            };
            let of = Use {
                arguments: &handed,
                receiver: None,
                place,
            };
            self.known_call(&name, of);
        }
    }
}
