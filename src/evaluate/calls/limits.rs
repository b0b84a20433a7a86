//! Calls that are not followed: too many of one package, or too deep.
use crate::evaluate::facet::Grade;
use crate::evaluate::machine::{Activity, Machine};
use crate::evaluate::object::{Arguments, Env, EnvId, Kind, Place};
use crate::evaluate::value::{Atom, ObjectId, Value};
use crate::graph::ModuleId;
use crate::semantics::code::{BodyId, BodyKind};

/// Statements and expressions that a call from the project into an installed package may take.
const STEPS_OF_A_PACKAGE: usize = 20_000;

impl Machine<'_> {
    /// Whether a function of a test is looked at, and calls one of an installed package: what a test sets counts, and not what
    /// it calls.
    pub(super) fn is_outside_a_test(&self, module: ModuleId) -> bool {
        match self.activity {
            Activity::Function(looked_at) => self.program.modules[looked_at].is_beside() && !self.is_own(module),
            Activity::Import(_) => false,
        }
    }

    /// Code of the project calls a function of an installed package: that gets some of the steps that are left. The others.
    pub(super) fn enter_package(&mut self, module: ModuleId) -> Option<usize> {
        let caller = self.running.last().map(|&(caller, _)| caller);
        let crosses = !self.is_own(module) && caller.is_some_and(|caller| self.is_own(caller));
        if !crosses {
            return None;
        }
        match self.activity {
            Activity::Import(_) if self.steps <= STEPS_OF_A_PACKAGE => None,
            Activity::Import(_) => {
                let left = self.steps - STEPS_OF_A_PACKAGE;
                self.steps = STEPS_OF_A_PACKAGE;
                Some(left)
            }
            // What a function calls takes none of the steps that it needs itself.
            Activity::Function(_) => {
                let steps = self.steps_of_packages.take()?;
                Some(std::mem::replace(&mut self.steps, steps))
            }
        }
    }

    /// It returns; whether it took more steps than it got.
    pub(super) fn leave_package(&mut self, left: Option<usize>) -> bool {
        let Some(left) = left else { return false };
        let is_exhausted = self.steps == 0;
        match self.activity {
            Activity::Import(_) => self.steps += left,
            Activity::Function(_) => self.steps_of_packages = Some(std::mem::replace(&mut self.steps, left)),
        }
        is_exhausted
    }

    /// A function of an installed package that does more than can be followed is not in plain sight: what it hands out is
    /// its own, and it may call what it was handed.
    pub(super) fn more_than_followed(
        &mut self,
        module: ModuleId,
        body: BodyId,
        arguments: &Arguments,
        place: Place,
    ) -> Value {
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

    /// The name by which the rules call a function of an installed package harmless: that of its package, or of its module.
    pub(super) fn known_harmless(&self, module: ModuleId, body: BodyId) -> Option<String> {
        if self.is_own(module) {
            return None;
        }
        let code = self.code(module)?;
        let function = code.bodies.get(body as usize)?;
        let around = function.parent.and_then(|parent| code.bodies.get(parent as usize))?;
        if around.parent.is_some() {
            return None;
        }
        let whole = &self.program.modules[module].name;
        let top = whole.split('.').next().unwrap_or_default();
        let name = code.name(function.name);
        [format!("{top}.{name}"), format!("{whole}.{name}")]
            .into_iter()
            .find(|name| self.rules.is_harmless_call(name) || self.rules.command_role(name).is_some())
    }
}
