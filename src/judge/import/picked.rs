//! What is imported only to be picked and called: a function of this module takes its place where it is picked.
use std::collections::BTreeMap;

use super::super::lazily::Lazy;
use super::super::usage::Usage;
use super::super::verdict::Shape;
use super::Judge;
use crate::graph::Picked;
use crate::project::standard;
use crate::semantics::facts::{BindingId, Import};
use crate::verdict::Forward;
use crate::verdict::Strategy;

impl<'a, 'r> Judge<'a, 'r> {
    /// How an import can be deferred that brings functions which are only picked; none where it brings none, or where it cannot.
    pub(super) fn picked(&self, import: &Import, binding: BindingId, lazy: Lazy) -> Option<Shape> {
        let same = self.facts.imports.iter().filter(|other| other.binding == Some(binding));
        if lazy.is_some() || !self.inputs.options.allows(Strategy::FunctionLocal) || same.count() > 1 {
            return None;
        }
        let usage = self.usage.usage_with_picks(binding)?;
        let name = &self.facts.bindings[binding as usize].name;
        let seen = self.seen(import, name, &usage);
        // What replaces the name reaches any code that picks it.
        if seen.replaced.is_some() {
            return None;
        }
        let is_seen = seen.exported || seen.read || usage.asks_itself;
        let forwards = self.forwards((binding, name), &usage, is_seen)?;
        let mut shape = self.shape(import, binding, &usage).ok()?;
        shape.way.moved_mut()?.forwards = forwards;
        Some(shape)
    }

    /// The functions that call in the place of what is picked, one for each.
    fn forwards(&self, (binding, root): (BindingId, &str), usage: &Usage, is_seen: bool) -> Option<Vec<Forward>> {
        let is_free = !is_seen && !usage.type_checking && usage.entries.is_empty() && usage.constants.is_empty();
        let mut forwards: BTreeMap<&[String], Forward> = BTreeMap::new();
        for pick in &usage.picks {
            let attributes = pick.picked.attributes.as_slice();
            let snake = Some(snake_case(attributes.last().map_or(root, String::as_str)));
            let name = match (
                attributes,
                snake.filter(|name| pick.picked.is_class && self.is_free(name)),
            ) {
                (_, Some(name)) => name,
                ([], None) if is_free => root.to_owned(),
                _ => self.free_name(binding, root, attributes)?,
            };
            if pick.picked.called.as_ref().is_some_and(|called| *called != name) {
                return None;
            }
            let target = std::iter::once(root).chain(attributes.iter().map(String::as_str));
            let forward = forwards.entry(attributes).or_insert_with(|| Forward {
                name,
                parameters: pick.picked.parameters.clone(),
                target: target.collect::<Vec<_>>().join("."),
                references: Vec::new(),
            });
            forward.references.push(pick.picked.span);
        }
        let mut forwards: Vec<Forward> = forwards.into_values().collect();
        forwards.sort();
        Some(forwards)
    }

    /// A name for the function that calls an attribute of a name: that of the attribute, where nothing else has it.
    fn free_name(&self, binding: BindingId, root: &str, attributes: &[String]) -> Option<String> {
        let last = attributes.last();
        let is_same = |pick: &&Picked| pick.binding == binding && pick.attributes == attributes;
        let mut others = self.usage.picked.values().filter(|pick| pick.attributes.last() == last);
        let short = last.filter(|_| others.all(|pick| is_same(&pick))).cloned();
        let long = match last {
            Some(last) => format!("{root}_{last}"),
            None => format!("call_{root}"),
        };
        let mut names = [short, Some(long)].into_iter().flatten();
        names.find(|name| self.is_free(name))
    }

    /// Whether nothing in the module is called so, and no builtin is.
    fn is_free(&self, name: &str) -> bool {
        let program = self.inputs.program;
        let is_bound = self.facts.bindings.iter().any(|binding| binding.name == name);
        !is_bound && !standard::is_builtin_name(name) && program.submodule(self.module, name).is_none()
    }
}

/// `images_command` for `ImagesCommand`: a function is not called like a class.
fn snake_case(name: &str) -> String {
    let mut made = String::new();
    let mut was_lower = false;
    for character in name.chars() {
        if character.is_uppercase() && was_lower {
            made.push('_');
        }
        was_lower = character.is_lowercase() || character.is_ascii_digit();
        made.extend(character.to_lowercase());
    }
    made
}
