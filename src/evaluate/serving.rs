//! What the `__getattr__` of an installed module does for an import statement that asks it for a name: an import in a function
//! asks it again, at each use.
use super::activity::Activity;
use super::facet::{Access, Effect, Facet};
use super::machine::Machine;
use super::object::{Container, Kind, Place};
use super::served::{Served, Serving};
use super::value::{Atom, Symbol, Value};
use crate::graph::{Kind as Source, ModuleId};
use crate::semantics::facts::{Import, ImportId};

impl Machine<'_> {
    /// Takes a name out of a module for an import statement.
    pub fn asks_for_name(
        &mut self,
        (module, id): (ModuleId, ImportId),
        import: &Import,
        loaded: &Value,
        name: Symbol,
        place: Place,
    ) -> Value {
        let around = self.asking.replace((module, id));
        let is_served = self.activity == Activity::Import(module) && self.is_own(module) && self.serves(loaded, name);
        let weak = self.weak + self.weak_around;
        let serving = Serving {
            effects: Vec::new(),
            weak,
        };
        let before = std::mem::replace(&mut self.serving, is_served.then_some(serving));
        let since = self.objects.next();
        let value = self.attribute(loaded, name, place);
        let served = std::mem::replace(&mut self.serving, before);
        self.asking = around;
        if let Some(served) = served {
            let keeps = |effect: &Effect| {
                let is_kept = match &effect.facet {
                    Facet::Module(_) | Facet::Everything => true,
                    Facet::State(name) => name.starts_with("cache:"),
                    Facet::Attribute(_) | Facet::Subclasses(_) => false,
                };
                is_kept && effect.access != Access::Read
            };
            let is_new = !value.is_nothing()
                && value.atoms().all(|atom| self.is_just_made(atom, since))
                && !served.effects.iter().any(keeps);
            let effects = served.effects;
            self.served
                .insert((module, import.alias.start), Served { effects, is_new });
        }
        value
    }

    /// Whether an installed module has no such name, and is asked for it by its `__getattr__`.
    fn serves(&mut self, loaded: &Value, name: Symbol) -> bool {
        let Some(Atom::Module(source)) = loaded.single() else {
            return false;
        };
        if self.program.modules[source].kind != Source::Site || self.code(source).is_none() {
            return false;
        }
        let hook = self.symbols.of("__getattr__");
        let globals = self.globals(source);
        let names = &self.envs[globals as usize].names;
        names.contains_key(&hook) && !names.contains_key(&name)
    }

    /// Whether this is an object of its own which others could change, or tell from another one of its kind.
    fn is_just_made(&self, atom: Atom, since: usize) -> bool {
        let Atom::Object(object) = atom else { return false };
        object as usize >= since
            && matches!(
                self.kind(object),
                Kind::Instance(_) | Kind::Container(Container::List | Container::Dict)
            )
    }

    /// Notes what a module does that is asked for a name, unless that depends on what is not known.
    pub fn does_serving(&mut self, effect: &Effect) {
        let weak = self.weak + self.weak_around;
        if let Some(serving) = &mut self.serving
            && weak <= serving.weak
        {
            serving.effects.push(effect.clone());
        }
    }
}
