//! Functions that remember what they returned: `functools.cache`, `functools.lru_cache`, and the getters of `cached_property`.
use rustc_hash::FxHashSet;

use super::activity::Activity;
use super::changes::Age;
use super::facet::{Access, Facet, Grade};
use super::machine::Machine;
use super::object::{Arguments, Kind, Place};
use super::value::{Atom, ObjectId, Value};
use crate::rules::EffectKind;

/// The attribute that marks such a function; no Python name.
const MARK: &str = "dormant.remembering";
/// So many objects are followed of what such a function returns.
const MOST_HELD: usize = 64;

impl Machine<'_> {
    /// Makes functions remember.
    pub fn remembering(&mut self, functions: &Value) -> Value {
        let mark = self.symbols.of(MARK);
        for atom in functions.atoms() {
            if let Atom::Object(function) = atom
                && matches!(self.kind(function), Kind::Function { .. })
            {
                self.put(function, mark, &Value::plain());
            }
        }
        functions.clone()
    }

    fn is_remembering(&mut self, function: ObjectId) -> bool {
        let mark = self.symbols.of(MARK);
        self.objects[function as usize].attributes.contains_key(&mark)
    }

    /// What such a function has made and returned it returns to others, too: reading and changing it is reading and changing
    /// something of the function's own.
    pub fn remembers_returned(&mut self, function: ObjectId, returned: &Value, before: Age) {
        // Every call comes here, and few functions have attributes.
        if self.objects[function as usize].attributes.is_empty() || !self.is_remembering(function) {
            return;
        }
        self.returns_again(function, returned, before);
    }

    /// `@cached_property`: what the getter returns, the instance has.
    pub fn cached_property(&mut self, get: &Value) -> Value {
        let made = self.make(Kind::Property {
            get: get.clone(),
            set: Value::nothing(),
            delete: Value::nothing(),
        });
        let mark = self.symbols.of(MARK);
        self.put(made, mark, &Value::plain());
        Atom::Object(made).into()
    }

    /// What reading a property of an instance hands out.
    pub fn property_of(&mut self, property: ObjectId, get: &Value, instance: Value, place: Place) -> Value {
        let before = self.age();
        let returned = self.call(get, &Arguments::of(vec![instance.clone()]), place);
        if let Some(Atom::Object(instance)) = instance.single()
            && self.is_remembering(property)
        {
            self.returns_again(instance, &returned, before);
        }
        returned
    }

    /// What was made since then, and is returned, is somebody's from now on.
    fn returns_again(&mut self, whose: ObjectId, returned: &Value, before: Age) {
        let whose = self.whose(whose);
        let mut waiting: Vec<Atom> = returned.atoms().collect();
        let mut seen = FxHashSet::default();
        while let Some(atom) = waiting.pop() {
            let Atom::Object(object) = atom else { continue };
            let is_data = matches!(
                self.kind(object),
                Kind::Instance(_) | Kind::Container(_) | Kind::Result(_)
            );
            if !is_data || object < before.object || seen.len() >= MOST_HELD || !seen.insert(object) {
                continue;
            }
            self.returned_again.insert(object, whose);
            let found = &self.objects[object as usize];
            let held = found.attributes.values().chain([&found.elements]);
            waiting.extend(held.flat_map(Value::atoms));
        }
    }

    /// Whose an object is for those who read or change it: the function or instance that returns it again and again, or itself.
    pub fn whose(&self, object: ObjectId) -> ObjectId {
        self.returned_again.get(&object).copied().unwrap_or(object)
    }

    /// A function of another module is called, or asked what it remembers. Who asks is told by the number of calls.
    pub fn remembers(&mut self, function: ObjectId, access: Access, place: Place) {
        let Kind::Function { module, body, .. } = *self.kind(function) else {
            return;
        };
        let (Activity::Import(by) | Activity::Function(by)) = self.activity;
        let is_own = by == module && access != Access::Read;
        // Every call comes here: most are told apart without looking for the mark.
        if is_own || !self.is_own(module) {
            return;
        }
        if !self.is_remembering(function) {
            return;
        }
        let name = self.body(module, body).map(|found| found.name);
        let name = name
            .map(|name| self.symbol(module, name))
            .map(|name| self.symbols.text(name));
        let name = format!("{}.{}", self.program.modules[module].name, name.unwrap_or_default());
        let (kind, what) = match access {
            Access::Read => (EffectKind::Surroundings, format!("asks how often `{name}` was called")),
            Access::Write | Access::Append => (
                EffectKind::ProcessState,
                format!("calls `{name}`, which remembers that"),
            ),
        };
        self.note(
            kind,
            access,
            Facet::State(format!("cache:{name}")),
            Grade::Seen,
            place,
            what,
        );
    }
}
