//! What functions of the project hand out: those that are called, and those that a property calls for any code that reads it.
use super::Objects;
use crate::graph::{Entity, ModuleId};
use crate::judge::annotations::Owner;
use crate::judge::annotations::meaning::Meaning;
use crate::judge::properties::is_property;
use crate::rules::Group;
use crate::semantics::facts::{Decorator, Definition, Import, MODULE, Origin, Path};

/// What is put on the other functions of a property, behind its name.
/// Not in `rules/`: a property has no others.
const OTHERS: [&str; 2] = ["setter", "deleter"];
/// Methods whose first parameter is a class, although nothing decorates them.
/// Not in `rules/`: Python's data model has no others.
const OF_CLASSES: [&str; 3] = ["__class_getitem__", "__init_subclass__", "__new__"];

impl Objects<'_> {
    /// What attributes of an instance of a class lead to: of a property it is what its function hands out.
    pub(super) fn of_instance(&self, class: Owner, attributes: &[String], depth: usize) -> Meaning {
        let Some((first, rest)) = attributes.split_first() else {
            return Meaning::owners(vec![class]);
        };
        let members = self
            .definition(class)
            .and_then(|definition| self.by_name.get(&(class.0, definition.body, first.as_str())));
        let members: Vec<Owner> = members.into_iter().flatten().map(|&id| (class.0, id)).collect();
        let (getters, others): (Vec<Owner>, Vec<Owner>) = members.into_iter().partition(|&owner| self.gets(owner));
        let sets = |&owner: &Owner| self.is_decorated(owner, &|path| OTHERS.contains(&path.last()));
        if getters.is_empty() || !others.iter().all(sets) {
            return self.inside(class, attributes);
        }
        let mut meaning = Meaning::default();
        for getter in getters {
            meaning.add(self.handed_out(getter, rest, depth));
        }
        meaning
    }

    /// What a function of the project hands out, and what attributes of that lead to.
    pub fn handed_out(&self, function: Owner, attributes: &[String], depth: usize) -> Meaning {
        let mut meaning = Meaning::default();
        for origin in self.definition(function).into_iter().flat_map(|one| &one.returns) {
            meaning.add(self.origin(function.0, origin, attributes, depth + 1));
        }
        meaning
    }

    /// Whether a method is called on instances: one that nothing decorates but what hands the instance on, or that a property
    /// calls.
    pub(super) fn is_of_instances(&self, method: Owner) -> bool {
        let hands_on = |decorator: &Decorator| {
            let names = decorator
                .path
                .as_ref()
                .map(|path| self.program.known_names(method.0, path));
            names
                .unwrap_or_default()
                .iter()
                .any(|name| self.rules.knows(Group::SameArguments, name))
        };
        let definition = self.definition(method);
        let is_plain = definition
            .is_some_and(|one| one.decorators.iter().all(hands_on) && !OF_CLASSES.contains(&one.name.as_str()));
        is_plain || self.gets(method)
    }

    fn gets(&self, function: Owner) -> bool {
        self.is_decorated(function, &|path| self.makes_getter(function.0, path))
    }

    /// Whether a decorator makes a property: one that Python has, or a class of the project that takes its place, perhaps for an
    /// older Python.
    fn makes_getter(&self, module: ModuleId, decorator: &Path) -> bool {
        let program = self.program;
        if is_property(program, self.rules, module, decorator) {
            return true;
        }
        let Some(Entity::Attribute(home, name)) = program.entity(module, decorator) else {
            return false;
        };
        let facts = program.facts(home).filter(|_| program.modules[home].is_own());
        let Some((facts, id)) = facts.and_then(|facts| Some((facts, facts.global(&name)?))) else {
            return false;
        };
        let kinds = facts.bindings[id as usize].kinds;
        let mut imports = facts.imports.iter().filter(|import| import.binding == Some(id));
        let is_known = |import: &Import| {
            let of = program.absolute(home, import);
            let name = of.zip(import.name.as_ref()).map(|(of, name)| format!("{of}.{name}"));
            name.is_some_and(|name| self.rules.knows(Group::Property, &name))
        };
        let mut classes = self.by_name.get(&(home, MODULE, name.as_str())).into_iter().flatten();
        kinds.functions + kinds.assignments == 0
            && kinds.classes > 0
            && imports.all(is_known)
            && classes.all(|&class| self.gives_results((home, class)))
    }

    /// Whether what a descriptor gives out is what calling something that it holds hands out, kept in the instance perhaps, or the
    /// descriptor itself.
    fn gives_results(&self, class: Owner) -> bool {
        let definition = self.definition(class).filter(|definition| definition.is_class);
        let (Some(definition), Some(facts)) = (definition, self.program.facts(class.0)) else {
            return false;
        };
        let getters = self.by_name.get(&(class.0, definition.body, "__get__"));
        let getters: Vec<Owner> = getters.into_iter().flatten().map(|&id| (class.0, id)).collect();
        let is_result = |getter: &Definition, origin: &Origin| {
            let is_of = |path: &Path, place: usize| getter.parameters.get(place) == Some(&path.root);
            match origin {
                Origin::Call(path) => is_of(path, 0) && !path.attributes.is_empty(),
                Origin::Object(path) => is_of(path, 0) && path.attributes.is_empty(),
                Origin::Part(path) | Origin::Held(path) => is_of(path, 1),
                Origin::Lambda(_) | Origin::Unknown => false,
            }
        };
        let gives = |getter: &Definition| {
            getter.returns.iter().all(|origin| match origin {
                Origin::Object(Path {
                    binding: Some(id),
                    attributes,
                    ..
                }) if attributes.is_empty() && facts.bindings[*id as usize].kinds.parameters == 0 => {
                    let variable = &facts.bindings[*id as usize];
                    let mut origins = variable.origins.iter();
                    !variable.origins.is_empty() && origins.all(|origin| is_result(getter, origin))
                }
                origin => is_result(getter, origin),
            })
        };
        !getters.is_empty() && getters.iter().all(|&getter| self.definition(getter).is_some_and(gives))
    }

    /// Whether a function has one decorator alone, and it is one of these.
    fn is_decorated(&self, owner: Owner, is_one: &dyn Fn(&Path) -> bool) -> bool {
        let decorators = self.definition(owner).map(|one| one.decorators.as_slice());
        let [decorator] = decorators.unwrap_or_default() else {
            return false;
        };
        let path = decorator.path.as_ref().filter(|_| !decorator.is_call);
        path.is_some_and(is_one)
    }
}
