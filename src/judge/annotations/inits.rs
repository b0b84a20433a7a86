//! The calls of `__init__` by the classes that they may be meant for, found once: a program has about as many of them as classes,
//! and each class asks.
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Owner;
use super::objects::Objects;
use super::uses::Uses;
use crate::graph::effort::spend;
use crate::semantics::facts::Path;

/// What such calls are called by.
pub(super) const INIT: &str = "__init__";

/// For each class the calls that name it (`Base.__init__(self)`) and those in its body (`super().__init__()`).
pub(super) struct Inits(FxHashMap<Owner, Vec<(usize, bool)>>);

impl Inits {
    pub fn new(objects: &Objects<'_>, uses: &Uses<'_>) -> Self {
        let mut of: FxHashMap<Owner, Vec<(usize, bool)>> = FxHashMap::default();
        for (at, (file, call)) in uses.calls_of(INIT).enumerate() {
            spend(1);
            if let Some(path) = &call.path {
                let before = path.attributes.len().saturating_sub(1);
                let named = Path {
                    attributes: path.attributes[..before].to_vec(),
                    ..path.clone()
                };
                for owner in objects.path(file.module, &named).owners {
                    of.entry(owner).or_default().push((at, true));
                }
            }
            for scope in file.facts.scope_chain(call.scope) {
                let around = file.facts.scopes[scope as usize].definition;
                let is_body = |&id: &u32| file.facts.definitions[id as usize].body == scope;
                if let Some(id) = around.filter(is_body) {
                    of.entry((file.module, id)).or_default().push((at, false));
                }
            }
        }
        Inits(of)
    }

    /// The calls for any of some classes, by their number among all of them, and whether each names one.
    pub fn of(&self, classes: &[Owner]) -> BTreeMap<usize, bool> {
        let mut found = BTreeMap::new();
        for &(at, is_named) in classes.iter().filter_map(|class| self.0.get(class)).flatten() {
            spend(1);
            *found.entry(at).or_default() |= is_named;
        }
        found
    }
}
