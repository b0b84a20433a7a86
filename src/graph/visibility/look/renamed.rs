//! Own modules that are loaded under another name: `lib.core`, where a folder on `sys.path` holds `app._vendor.lib.core`.
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::{Look, Place};
use crate::graph::effort::spend;
use crate::graph::program::{Entity, Kind, ModuleId, Trail};
use crate::graph::visibility::{Part, Sighting, each_part, note, note_way};
use crate::semantics::code::{Code, Expr, ExprId, Stmt};
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
        // A package that gets another folder has what stands there as its own modules.
        if let Some(at) = self.adds_folder() {
            let stays = self.in_its_own_folder();
            for module in self.named_files().into_iter().filter(|module| !stays.contains(module)) {
                note(&mut self.seen.anew, module, at);
                note_way(&mut self.seen.namespace, module, (at, "__path__".to_owned()));
            }
        }
    }

    /// Where the file adds to the `__path__` of a package, or sets that.
    fn adds_folder(&self) -> Option<Sighting> {
        let code = &self.facts.code;
        if !code.has_name("__path__") {
            return None;
        }
        let is_it = |at: ExprId| is_path(code, code.expression(at));
        let called = code.expressions.iter().filter_map(|expression| match expression {
            Expr::Call(callee, _) => match code.expression(*callee) {
                Expr::Attribute(of, _) if is_it(*of) => Some(*of),
                _ => None,
            },
            _ => None,
        });
        let mut set = Vec::new();
        for body in &code.bodies {
            longer(&body.statements, &mut |target| {
                set.extend(is_it(target).then_some(target))
            });
            each_part(code, &body.statements, &mut |part| match part {
                Part::Binding(target, _) if is_it(target) => set.push(target),
                _ => {}
            });
        }
        let first = called.chain(set).next()?;
        Some(self.at(code.span(first)))
    }

    /// The modules of the packages that get folders here of which no word but the package's own name tells: in its own folder they go by
    /// no other name than before. No modules where a package may be another one, or files are named.
    fn in_its_own_folder(&self) -> FxHashSet<ModuleId> {
        let code = &self.facts.code;
        let paths = code.expressions.iter().filter(|expression| is_path(code, expression));
        let packages: Vec<ModuleId> = self.asked_for(self.module, &["__path__"]).collect();
        if self.names_a_file() || paths.count() != packages.len() {
            return FxHashSet::default();
        }
        let folders = self.named_folders();
        let name = |id: ModuleId| self.program.modules[id].name.as_str();
        let below = |id: &ModuleId| {
            packages.iter().any(|&package| {
                let rest = name(*id)
                    .strip_prefix(name(package))
                    .and_then(|rest| rest.strip_prefix('.'));
                rest.is_some_and(|rest| rest.rsplit('.').skip(1).all(|part| !folders.contains(part)))
            })
        };
        self.program.own_modules().filter(below).collect()
    }

    /// What a path does with the attributes of a module that is not there, it does with those of each module that may be loaded under
    /// that name. Where it ends at one of which nobody knew that it is a module, all its names may be read.
    pub(super) fn passes_renamed(&mut self, trail: &Trail, place: Place, imported: &FxHashSet<ModuleId>) {
        for way in self.program.renamed_trails(trail) {
            self.passes_named(&way, place, imported);
            for hop in &way.hops {
                note(&mut self.seen.anew, hop.module, place.at);
            }
            if let Entity::Module(module) = way.end
                && self.program.modules[module].is_own()
                && !place.writes
                && matches!(trail.end, Entity::Attribute(..))
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

/// Whether an expression is the `__path__` of something.
fn is_path(code: &Code, expression: &Expr) -> bool {
    match expression {
        Expr::Name(name) | Expr::Attribute(_, name) => code.name(*name) == "__path__",
        _ => false,
    }
}

/// What statements make longer in its place: `packages.__path__ += folders`.
fn longer(block: &[Stmt], see: &mut dyn FnMut(ExprId)) {
    for statement in block {
        if let Stmt::Augment { target, .. } = statement {
            see(*target);
        }
        statement.blocks().into_iter().for_each(|inner| longer(inner, see));
    }
}
