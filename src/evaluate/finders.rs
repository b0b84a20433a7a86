//! What finders of the project may find: one that knows its names has nothing to do with the import of others.
//!
//! Each is asked for every module of the program, once all code has been looked at: any that has a name that it does not compare
//! with gets `None`, and nothing happens.
use rustc_hash::{FxHashMap, FxHashSet};

use super::machine::Machine;
use super::object::{Arguments, Container, Kind, Owner, Place};
use super::stand_ins::names_asked_for;
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::graph::ModuleId;
use crate::syntax::Span;

/// A name that no module has.
const NOBODY: &str = "no module has this name";

impl Machine<'_> {
    /// The modules whose import each finder may have a say in; one that is not among the keys may in any.
    pub fn found_by_finders(&mut self) -> FxHashMap<ObjectId, FxHashSet<ModuleId>> {
        let mut finders = std::mem::take(&mut self.finders);
        finders.sort_unstable();
        finders.dedup();
        let mut found = FxHashMap::default();
        for finder in finders {
            if self.may_find(finder, NOBODY) || self.may_find(finder, &format!("{NOBODY}.below")) {
                continue;
            }
            let stands_in = matches!(self.kind(finder), Kind::Function { .. });
            if stands_in && self.may_find(finder, "") {
                continue;
            }
            let program = self.program;
            let mut told: FxHashMap<&str, bool> = FxHashMap::default();
            let modules = (0..program.modules.len()).filter(|&module| {
                let asked = match stands_in {
                    true => names_asked_for(program, module),
                    false => vec![program.modules[module].name.as_str()],
                };
                let mut asked = asked.into_iter();
                asked.any(|name| *told.entry(name).or_insert_with(|| self.may_find(finder, name)))
            });
            let modules = modules.collect();
            found.insert(finder, modules);
        }
        found
    }

    /// Whether a finder may do anything but hand out `None` when it is asked for a module.
    fn may_find(&mut self, finder: ObjectId, name: &str) -> bool {
        if let Kind::Function { module, .. } = *self.kind(finder) {
            return self.may_do_otherwise(finder, module, name);
        }
        let of = &self.objects[finder as usize];
        let class = match of.kind {
            Kind::Instance(class) => Some(class),
            _ => None,
        };
        let (module, class) = match (of.owner, class.map(|class| self.objects[class as usize].owner)) {
            (Owner::Module(module), _) => (module, None),
            // Of one that a function makes nothing is known but its class.
            (Owner::Call, Some(Owner::Module(module))) => (module, class),
            (Owner::Call, _) => return true,
        };
        let place = Place {
            module,
            span: Span::default(),
        };
        let path = match name.contains('.') {
            true => self.container_of(Container::List, &Value::plain()),
            false => Atom::None.into(),
        };
        let asked = Atom::Text(self.symbols.of(name)).into();
        let arguments = Arguments::of(vec![asked, path, Atom::None.into()]);
        let method = self.symbols.of("find_spec");
        let mut found = Value::unknown();
        let mut is_exhausted = false;
        self.doubt = Some(false);
        self.later_of(module, |machine| {
            let finds = match class {
                None => machine.attribute(&Atom::Object(finder).into(), method, place),
                Some(class) => machine.of_class(class, method, place),
            };
            found = machine.call(&finds, &arguments, place);
            is_exhausted = machine.steps == 0;
        });
        let is_in_doubt = self.doubt.take() != Some(false);
        is_in_doubt || is_exhausted || found.is_nothing() || found.atoms().any(|atom| atom != Atom::None)
    }

    /// A method of a class, bound to an object of which nothing is known.
    fn of_class(&mut self, class: ObjectId, method: Symbol, place: Place) -> Value {
        match self.class_attribute(class, method) {
            Some(function) => self.make_view(Kind::Method {
                receiver: Value::unknown(),
                function,
            }),
            None => self.unknown_call(&Arguments::default(), place),
        }
    }

    /// Something happens that a finder does not do for a name that it does not know.
    pub fn is_in_doubt(&mut self) {
        if let Some(doubt) = &mut self.doubt {
            *doubt = true;
        }
    }

    /// Whether a text is in a container, where all code has been looked at that may have put it there.
    pub fn is_within(&self, text: &Value, container: &Value) -> Option<bool> {
        if self.doubt.is_none() && self.serving.is_none() {
            return None;
        }
        let Atom::Text(text) = text.single()? else { return None };
        if self.serving.is_some() && self.certainly_holds(container, text) {
            return Some(true);
        }
        for atom in container.atoms() {
            let object = match atom {
                Atom::Object(object) => object,
                // `"rich" in name`
                Atom::Text(around) if !self.symbols.text(around).contains(self.symbols.text(text)) => continue,
                _ => return None,
            };
            let found = &self.objects[object as usize];
            // Nobody adds to a tuple.
            let is_complete =
                matches!(found.owner, Owner::Module(_)) || matches!(found.kind, Kind::Container(Container::Tuple));
            let is_outside = match found.kind {
                Kind::Container(Container::Dict) => {
                    found.elements.is_nothing() && !found.attributes.contains_key(&text)
                }
                Kind::Container(Container::List | Container::Tuple) => found
                    .elements
                    .atoms()
                    .all(|held| matches!(held, Atom::Text(other) if other != text)),
                _ => false,
            };
            if !is_complete || !is_outside {
                return None;
            }
        }
        (!container.is_nothing()).then_some(false)
    }

    /// Whether a container that is known has this text among its keys or elements.
    fn certainly_holds(&self, container: &Value, text: Symbol) -> bool {
        let Some(Atom::Object(object)) = container.single() else {
            return false;
        };
        let found = &self.objects[object as usize];
        match found.kind {
            Kind::Container(Container::Dict) => {
                found.attributes.contains_key(&text) && !self.perhaps.contains(&(object, text))
            }
            Kind::Container(Container::List | Container::Tuple) => {
                found.elements.atoms().any(|held| held == Atom::Text(text))
            }
            _ => false,
        }
    }
}
