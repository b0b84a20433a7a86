//! Own modules that are loaded under another name: `lib.core`, where a folder on `sys.path` holds `app._vendor.lib.core`.
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{Look, Place};
use crate::graph::effort::spend;
use crate::graph::program::{Entity, Kind, ModuleId, Trail};
use crate::graph::visibility::{Sighting, note, note_way};
use crate::semantics::facts::MentionKind;

impl Look<'_> {
    /// Where a text that imports names what is not there, an own module whose name ends so may be meant. It is a second module of
    /// the same file, and all its names may be read of it.
    pub(super) fn renamed(&mut self) {
        let texts = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } => Some((module.trim_end_matches(['*', '.']), self.at(mention.span))),
            _ => None,
        });
        for (name, at) in texts.collect::<Vec<(&str, Sighting)>>() {
            for module in self.may_be_meant(name) {
                note_way(&mut self.seen.namespace, module, (at, format!("import {name}")));
            }
        }
        self.gets_folders();
    }

    /// What a path does with the attributes of a module that is not there, it does with those of each module that may be loaded under
    /// that name. Where it ends at one of which nobody knew that it is a module, all its names may be read.
    pub(super) fn passes_renamed(&mut self, trail: &Trail, place: Place, imported: &FxHashSet<ModuleId>) {
        let is_missing = |id: ModuleId| self.program.modules[id].kind == Kind::Missing;
        // What is loaded under such a name is a second module of its file; what is put in the place of another is the same one.
        let is_second = trail.hops.iter().any(|hop| is_missing(hop.module));
        for way in self.program.renamed_trails(trail) {
            self.passes_named(&way, place, imported);
            for hop in way.hops.iter().filter(|_| is_second) {
                note(&mut self.seen.anew, hop.module, place.at);
            }
            if let Entity::Module(module) = way.end
                && self.program.modules[module].is_own()
                && !place.writes
                && matches!(trail.end, Entity::Attribute(of, _) if is_missing(of))
            {
                let name = self.program.dotted(&trail.end);
                note_way(&mut self.seen.namespace, module, (place.at, format!("import {name}")));
            }
        }
    }

    /// The own modules that a dotted name which leads nowhere may mean, with the packages that it passes and what is below.
    fn may_be_meant(&self, name: &str) -> BTreeSet<ModuleId> {
        let program = self.program;
        let is_missing = |id: ModuleId| program.modules[id].kind == Kind::Missing;
        let top = name.split('.').next().unwrap_or_default();
        if name.is_empty() || !program.find(name).or_else(|| program.find(top)).is_none_or(is_missing) {
            return BTreeSet::new();
        }
        let mut meant = BTreeSet::new();
        // A file that imports a package of its own name means that.
        for id in program.own_modules().filter(|&id| id != self.module) {
            spend(1);
            let own = program.modules[id].name.as_str();
            // It, or a module around it, is what the name ends: each part of its name may be the last one.
            let around = std::iter::successors(Some(own), |part| Some(part.rsplit_once('.')?.0));
            let ends = |part: &str| part.strip_suffix(name).is_some_and(|head| head.ends_with('.'));
            let Some(whole) = around.into_iter().find(|part| ends(part)) else {
                continue;
            };
            meant.insert(id);
            let passed = std::iter::successors(program.find(whole), |&id| program.parent(id));
            meant.extend(passed.take(name.split('.').count()));
        }
        meant
    }
}
