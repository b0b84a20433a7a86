//! The calls of `__init__` by the classes that they may be meant for, found once: a program has about as many of them as classes,
//! and each class asks.
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Owner;
use super::objects::Objects;
use super::uses::Uses;
use crate::graph::ModuleId;
use crate::graph::effort::spend;
use crate::semantics::facts::{Operation, Path};

/// All calls of `__init__`, and which of them are for a class.
pub(super) struct Inits<'a> {
    calls: Vec<(ModuleId, &'a Operation)>,
    /// For each class the calls that name it (`Base.__init__(self)`), which is told, and those in its body (`super().__init__()`).
    of: FxHashMap<Owner, Vec<(usize, bool)>>,
}

impl<'a> Inits<'a> {
    pub fn new(objects: &Objects<'a>, uses: &Uses<'a>) -> Self {
        let mut calls = Vec::new();
        let mut of: FxHashMap<Owner, Vec<(usize, bool)>> = FxHashMap::default();
        for (at, (file, call)) in uses.calls_of("__init__").enumerate() {
            spend(1);
            calls.push((file.module, call));
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
        Inits { calls, of }
    }

    /// The calls for any of some classes, in their order: in which module, and whether it names one of the classes.
    pub fn of(&self, classes: &[Owner]) -> impl Iterator<Item = (ModuleId, &'a Operation, bool)> {
        let mut found = BTreeMap::new();
        for &(at, is_named) in classes.iter().filter_map(|class| self.of.get(class)).flatten() {
            spend(1);
            *found.entry(at).or_default() |= is_named;
        }
        found.into_iter().map(|(at, is_named)| {
            let (module, call) = self.calls[at];
            (module, call, is_named)
        })
    }
}
