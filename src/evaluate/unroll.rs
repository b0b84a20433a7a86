//! Going over what is known element by element: each is looked at by itself, so that what is asked of one is not answered by
//! another.
use super::machine::Machine;
use super::object::{Container, EnvId, Kind, Place};
use super::value::{Atom, ObjectId, Symbol, Value};
use crate::semantics::code::{Expr, ExprId};

/// More elements than this are looked at together.
pub(super) const MOST_ENTRIES: usize = 256;
/// The same within a loop that is gone through element by element itself.
const MOST_INNER_ENTRIES: usize = 12;

impl Machine<'_> {
    /// What going over a value hands out one after the other, where all of it is known.
    pub fn entries(&mut self, value: &Value) -> Option<Vec<Value>> {
        let most = match self.unrolled {
            0 => MOST_ENTRIES,
            1 => MOST_INNER_ENTRIES,
            _ => return None,
        };
        let Atom::Object(object) = value.single()? else {
            return None;
        };
        match self.kind(object) {
            Kind::Container(Container::Dict) => {
                let known = self.known_entries(object, most)?;
                Some(known.into_iter().map(|(key, _)| Atom::Text(key).into()).collect())
            }
            Kind::Container(Container::List | Container::Tuple) => {
                let found = &self.objects[object as usize];
                let is_known = |atom| {
                    found
                        .attributes
                        .values()
                        .any(|known| known.atoms().any(|one| one == atom))
                };
                let is_all = self.told_apart.contains(&object)
                    || !self.merged.contains(&object) && found.elements.atoms().all(is_known);
                let count = found.attributes.len();
                if !is_all || count == 0 || count > most {
                    return None;
                }
                self.exact_elements(value, count)
            }
            _ => None,
        }
    }

    /// The items of a mapping whose keys are all known.
    pub fn known_entries(&self, mapping: ObjectId, most: usize) -> Option<Vec<(Symbol, Value)>> {
        if self.merged.contains(&mapping) {
            return None;
        }
        let found = &self.objects[mapping as usize];
        let mut entries: Vec<(Symbol, Value)> = match self.kind(mapping) {
            Kind::Container(Container::Dict) if found.elements.is_nothing() => {
                let items = found.attributes.iter();
                items.map(|(key, value)| (*key, value.clone())).collect()
            }
            &Kind::Fields(of) => {
                let of = &self.objects[of as usize];
                if !of.elements.is_nothing() {
                    return None;
                }
                let mut fields = of.attributes.clone();
                if let Kind::Class { env, .. } = of.kind {
                    for (name, value) in &self.envs[env as usize].names {
                        fields.entry(*name).or_default().join(value);
                    }
                }
                fields.into_iter().collect()
            }
            _ => return None,
        };
        // Keys that are not texts are kept under names of their own.
        let is_told = entries.iter().all(|(key, _)| !self.symbols.text(*key).starts_with('['));
        if !is_told || entries.is_empty() || entries.len() > most {
            return None;
        }
        entries.sort_by_key(|(key, _)| *key);
        Some(entries)
    }

    /// `mapping.items()`, with each key beside its value, where all are known.
    pub fn known_pairs(&mut self, mapping: ObjectId) -> Option<Value> {
        let entries = self.known_entries(mapping, MOST_ENTRIES)?;
        let key = (self.activity, mapping);
        if let Some((known, list)) = self.pairs_of.get(&key)
            && *known == entries
            && self.told_apart.contains(list)
            && self.is_made_here(*list)
        {
            return Some(Atom::Object(*list).into());
        }
        let values = entries.iter().flat_map(|(_, value)| value.atoms()).collect();
        let Some(Atom::Object(list)) = self.pairs(&Value::plain(), &values).single() else {
            return None;
        };
        for (at, (key, value)) in entries.iter().cloned().enumerate() {
            let pair = self.make(Kind::Container(Container::Tuple));
            for (part, of) in [(0, Atom::Text(key).into()), (1, value)] {
                let place = self.index_key(part);
                self.put(pair, place, &of);
                self.hold(pair, &of);
            }
            let place = self.index_key(at as i64);
            self.put(list, place, &Atom::Object(pair).into());
        }
        self.told_apart.insert(list);
        self.pairs_of.insert(key, (entries, list));
        Some(Atom::Object(list).into())
    }

    /// Binds the target of a loop to the elements of a value, and does something for each, or for all together.
    pub fn for_each(
        &mut self,
        env: EnvId,
        target: ExprId,
        value: &Value,
        place: Place,
        mut run: impl FnMut(&mut Self),
    ) {
        let elements = self.iterate(value, place);
        let names = self.plain_targets(env, target);
        let entries = names.as_ref().and_then(|_| self.entries(value));
        let (Some(entries), Some(names)) = (entries, names) else {
            self.rounds(|machine| {
                machine.weak += 1;
                machine.assign(env, target, &elements);
                machine.weak -= 1;
                run(machine);
            });
            return;
        };
        let mut all: Vec<(Symbol, Value)> = names
            .iter()
            .map(|name| {
                (
                    *name,
                    self.envs[env as usize].names.get(name).cloned().unwrap_or_default(),
                )
            })
            .collect();
        self.unrolled += 1;
        for entry in entries {
            for name in &names {
                self.envs[env as usize].names.remove(name);
            }
            self.weak += 1;
            self.assign(env, target, &entry);
            self.weak -= 1;
            run(self);
            for (name, value) in &mut all {
                value.join(self.envs[env as usize].names.get(name).unwrap_or(&Value::nothing()));
            }
        }
        self.unrolled -= 1;
        for (name, value) in all {
            self.envs[env as usize].names.insert(name, value);
        }
    }

    /// The names that a target binds in its own environment, if it binds nothing else.
    fn plain_targets(&mut self, env: EnvId, target: ExprId) -> Option<Vec<Symbol>> {
        let module = self.envs[env as usize].module;
        match self.code(module)?.expression(target) {
            &Expr::Name(name) if self.home(env, name) == env => Some(vec![self.symbol(module, name)]),
            Expr::Sequence(_, parts) => {
                let mut names = Vec::new();
                for &part in parts {
                    names.extend(self.plain_targets(env, part)?);
                }
                Some(names)
            }
            _ => None,
        }
    }
}
