//! Imports that would take along, to later, a module whose execution others notice, or which would find another state.
//!
//! What several imports would move together stays where it is once one of them stays. So imports are taken back one by one:
//! those that load such a module themselves first, and the others only if they still move it then.
mod asked_early;
mod told;

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Code;
use super::assumed::assumed;
use super::choose::Chooser;
use super::providers::{Providers, asked_by_bare_name, providers};
use super::puts::Puts;
use super::units;
use super::verdict::{Kept, Shape};
use crate::evaluate::{Effect, Facet};
use crate::graph::{Bits, EdgeKey, Kind, ModuleId, Reach, Sighting};
use crate::syntax::Span;

/// What the imports that may be deferred do together.
pub(super) struct Together {
    /// Reachability once they are deferred.
    pub after: Reach,
    /// What they all move: a module that is among it waits for somebody who is.
    pub moved: Bits,
    /// Submodules that others reach without importing them.
    pub providers: FxHashMap<ModuleId, Providers>,
}

/// An import that cannot be deferred with the others.
pub(super) struct Taken {
    pub key: EdgeKey,
    pub cause: Cause,
    /// Whether it is the import of the very module that cannot be moved.
    is_nearest: bool,
    /// Whether it stands in the module that what is loaded changes: once that loads it all the same, nobody else minds.
    is_of_target: bool,
}

/// Why it cannot.
pub(super) enum Cause {
    /// This module has to stay.
    Module(ModuleId),
    /// What moves would find something else.
    Kept(Kept),
}

impl Chooser<'_, '_> {
    /// Takes back the imports that would take along what has to stay.
    pub(super) fn keep_effects(&mut self, candidates: &mut Bits) {
        for through in [false, true] {
            loop {
                let together = self.together(candidates);
                let taken = self.taken(candidates, &together, through);
                let nearest = self.enough(self.nearest(&taken, &together.after), &taken, &together);
                if nearest.is_empty() {
                    break;
                }
                for taken in taken.into_iter().filter(|taken| nearest.contains(taken.key)) {
                    let kept = match taken.cause {
                        Cause::Module(module) => self.noticed(taken.key, module, &together),
                        Cause::Kept(kept) => kept,
                    };
                    candidates.remove(taken.key);
                    self.kept.insert(taken.key, kept);
                }
            }
        }
        units::keep_whole(self.inputs, self.shapes, candidates, &mut self.kept);
    }

    /// The imports to take back first: those of the very module that has to stay, or else the first of each file, or the one that
    /// loads least, as far as that loads no other of these files.
    fn nearest(&self, taken: &[Taken], after: &Reach) -> Bits {
        let mut nearest = Bits::new(self.inputs.graph.imports.len());
        let mut firsts: FxHashMap<ModuleId, (usize, EdgeKey)> = FxHashMap::default();
        for taken in taken {
            let (module, _) = self.inputs.graph.imports[taken.key];
            // Where any of them would do, the one that loads least.
            let loaded = match &taken.cause {
                Cause::Kept(Kept { late: Some(_), .. }) => self.loads_now(taken.key).iter().count(),
                Cause::Kept(_) | Cause::Module(_) => 0,
            };
            // Keys of a module are numbered in the order of its text.
            let first = firsts.entry(module).or_insert((loaded, taken.key));
            *first = (loaded, taken.key).min(*first);
            if taken.is_nearest {
                nearest.insert(taken.key);
            }
        }
        let of_targets = taken.iter().filter(|taken| taken.is_nearest && taken.is_of_target);
        let mut owned = Bits::new(self.inputs.graph.imports.len());
        for taken in of_targets {
            owned.insert(taken.key);
        }
        if !owned.is_empty() {
            return owned;
        }
        if !nearest.is_empty() {
            return nearest;
        }
        let is_lowest = |module: ModuleId| {
            let loaded = after.of(module);
            let mut others = firsts
                .keys()
                .filter(|&&other| other != module && loaded.contains(other));
            others.all(|&other| after.of(other).contains(module))
        };
        for (&module, &(_, key)) in &firsts {
            if is_lowest(module) {
                nearest.insert(key);
            }
        }
        nearest
    }

    pub(super) fn together(&self, candidates: &Bits) -> Together {
        let program = self.inputs.program;
        let after = Reach::new(self.inputs.graph, &self.saved(candidates));
        let providers = self.providers_of(candidates, &after);
        let mut moved = Bits::new(program.modules.len());
        for key in candidates.iter() {
            let (module, _) = self.inputs.graph.imports[key];
            moved.extend(&self.loads_now(key).without(after.of(module)));
        }
        Together {
            after,
            moved,
            providers,
        }
    }

    pub(super) fn providers_of(&self, candidates: &Bits, after: &Reach) -> FxHashMap<ModuleId, Providers> {
        let judged = (self.shapes, self.executed);
        providers(self.inputs, judged, candidates, (self.before, after))
    }

    /// The imports that would move what has to stay: by what they load themselves, or (`through`) also by what that loads by
    /// imports which are deferred in their turn.
    fn taken(&self, candidates: &Bits, together: &Together, through: bool) -> Vec<Taken> {
        let program = self.inputs.program;
        let after = &together.after;
        let mut known: FxHashMap<ModuleId, Option<&Effect>> = FxHashMap::default();
        let mut taken = Vec::new();
        for key in candidates.iter() {
            let (module, import) = self.inputs.graph.imports[key];
            if self.inputs.options.waived.contains_key(&key) {
                taken.extend(self.not_waived(key, candidates, together));
                continue;
            }
            let mut loaded = self.loads_now(key);
            if !through {
                loaded = Rc::new(loaded.common(&self.reached(after, key)));
            }
            let moved = loaded.without(after.of(module));
            let mut noticed = |id: ModuleId| {
                *known
                    .entry(id)
                    .or_insert_with(|| self.commute.noticed(id, &together.moved, after))
            };
            let mut is_noticed = |id: ModuleId| noticed(id).is_some();
            let mut has_to_stay: Vec<ModuleId> = moved.iter().filter(|&id| is_noticed(id)).collect();
            let mut late = loaded.common(after.of(module));
            late.remove(module);
            if has_to_stay.is_empty() {
                let mut is_late = |id: ModuleId| is_noticed(id) && self.comes_late(key, id, candidates, after);
                has_to_stay.extend(late.iter().find(|&id| is_late(id)));
            }
            if has_to_stay.is_empty() {
                let provided = |id: ModuleId| {
                    let by = together.providers.get(&id).filter(|by| by.hold(key))?;
                    Some(by.submodule(id)).filter(|&id| !self.names_lazily(key, id))
                };
                has_to_stay.extend(moved.iter().find_map(provided));
            }
            let cause = match has_to_stay.first() {
                Some(&first) => Some(Cause::Module(first)),
                None => {
                    let found = program.facts(module).map(|facts| &facts.imports[import as usize]);
                    let statement = found.map(|import| import.statement).unwrap_or_default();
                    let replaced = || {
                        let mut known = self.replaced.borrow_mut();
                        let of = |import| {
                            let replaced = self.commute.source_replaced(module, import);
                            replaced.or_else(|| self.commute.served_anew(module, import))
                        };
                        let find = || found.and_then(of);
                        known.entry(key).or_insert_with(find).clone()
                    };
                    let kept = replaced()
                        .or_else(|| self.collision(key, module, statement, &moved))
                        .or_else(|| self.found_loaded(module, statement, &moved))
                        .or_else(|| self.handled(key, &moved))
                        .or_else(|| self.attempt_noticed(key, together))
                        .or_else(|| self.missed(&moved, after))
                        .or_else(|| self.put_late(&moved, after))
                        .or_else(|| self.missed_late(key, &late, candidates, after))
                        .or_else(|| self.rests_on(&moved).next());
                    kept.map(Cause::Kept)
                }
            };
            if let Some(cause) = cause {
                let mut targets = self.inputs.graph.targets(key);
                // Where one module would come too late, it is enough that one import loads it in time.
                let is_nearest = match &cause {
                    Cause::Kept(Kept { late: Some(late), .. }) => targets.any(|target| target == *late),
                    Cause::Kept(_) => true,
                    Cause::Module(_) => targets.any(|target| has_to_stay.contains(&target)),
                };
                let is_of_target = has_to_stay.first().is_some_and(|&first| {
                    let effect = noticed(first);
                    effect.is_some_and(|effect| effect.facet == Facet::Module(module))
                });
                taken.push(Taken {
                    key,
                    cause,
                    is_nearest,
                    is_of_target,
                });
            }
        }
        taken
    }

    /// What is read by what an import moves, and written behind it; asked again for the same, it is known.
    fn collision(&self, key: EdgeKey, module: ModuleId, statement: Span, moved: &Bits) -> Option<Kept> {
        if let Some((_, known)) = self.collisions.borrow().get(&key).filter(|(of, _)| of == moved) {
            return known.clone();
        }
        let found = self.commute.collision(module, statement, moved, self.before);
        let mut known = self.collisions.borrow_mut();
        known.insert(key, (moved.clone(), found.clone()));
        found
    }

    /// Whether the program asks if a module that moves is loaded, where nothing else loads it.
    pub(super) fn missed(&self, moved: &Bits, after: &Reach) -> Option<Kept> {
        let (program, visibility) = (self.inputs.program, self.inputs.visibility);
        moved.iter().find_map(|id| {
            let name = &program.modules[id].name;
            let at = visibility.presence_asked(name)?;
            let is_missed = program.modules[at.module].kind == Kind::FirstParty
                && !moved.contains(at.module)
                && !after.of(at.module).contains(id);
            is_missed.then(|| Kept::at(Code::SysModules, format!("`{name}`"), at))
        })
    }

    /// Whether it matters when a module that moves comes into its package.
    pub(super) fn put_late(&self, moved: &Bits, after: &Reach) -> Option<Kept> {
        let puts = self.puts.get_or_init(|| Puts::new(self.inputs, self.commute));
        puts.late(self.inputs, moved, after)
    }

    /// Where only what is proven counts, the modules that are only assumed to be harmless.
    pub(super) fn rests_on(&self, moved: &Bits) -> impl Iterator<Item = Kept> {
        let inputs = self.inputs;
        let assumed = if inputs.options.strict {
            assumed(inputs, moved)
        } else {
            Vec::new()
        };
        assumed.into_iter().map(move |id| Kept {
            detail: format!("`{}`", inputs.program.modules[id].name),
            ..Kept::new(Code::Assumed)
        })
    }

    /// Whether a lazy import names a module, or something below it: the package around that loads it for any code that asks,
    /// but for its own, which looks for a bare name among those that are bound.
    fn names_lazily(&self, key: EdgeKey, id: ModuleId) -> bool {
        let program = self.inputs.program;
        if asked_by_bare_name(self.inputs, id) {
            return false;
        }
        let (module, import) = self.inputs.graph.imports[key];
        let is_lazy = self.shapes.get(&key).is_some_and(Shape::is_lazy);
        let Some(facts) = program.facts(module).filter(|_| is_lazy) else {
            return false;
        };
        let targets = program.targets(module, &facts.imports[import as usize]).into_iter();
        let mut named = targets.flat_map(|target| program.with_parents(target));
        named.any(|target| target == id)
    }

    /// The same of an import some of whose reasons are supposed to hold no more.
    fn not_waived(&self, key: EdgeKey, candidates: &Bits, together: &Together) -> Option<Taken> {
        let mut causes = self.causes(key, candidates, together).into_iter();
        let kept = causes.find(|kept| !self.inputs.options.waives(key, kept))?;
        Some(Taken {
            key,
            cause: Cause::Kept(kept),
            is_nearest: true,
            is_of_target: false,
        })
    }

    /// Whether a module is loaded by the same file all the same, but only behind code that reads what it writes.
    pub(super) fn comes_late(&self, key: EdgeKey, late: ModuleId, candidates: &Bits, after: &Reach) -> bool {
        let is_concerned = |reader: ModuleId| {
            self.commute.may_read(reader, late, self.before) && !self.commute.has_run_before(reader, late, after)
        };
        let between = self.entered_before(key, late, candidates, after);
        between.is_some_and(|between| between.iter().any(is_concerned))
    }

    /// Whether the program asks if a module is loaded which the same file loads all the same, but only behind code that asks.
    pub(super) fn missed_late(&self, key: EdgeKey, late: &Bits, candidates: &Bits, after: &Reach) -> Option<Kept> {
        let (program, visibility) = (self.inputs.program, self.inputs.visibility);
        late.iter().find_map(|id| {
            let name = &program.modules[id].name;
            let at = visibility.presence_asked(name)?;
            let asks = |between: Bits| between.contains(at.module);
            let is_missed = program.modules[at.module].kind == Kind::FirstParty
                && self.entered_before(key, id, candidates, after).is_some_and(asks);
            is_missed.then(|| Kept::at(Code::SysModules, format!("`{name}`"), at))
        })
    }

    /// The modules that are entered before one which the same file loads by a later statement, with the file itself; none where an
    /// earlier statement loads it.
    fn entered_before(&self, key: EdgeKey, late: ModuleId, candidates: &Bits, after: &Reach) -> Option<Bits> {
        let graph = self.inputs.graph;
        let (module, _) = graph.imports[key];
        let mut earlier = Bits::new(graph.edges.len());
        let mut between = Bits::new(graph.edges.len());
        let mut is_behind = false;
        for edge in &graph.edges[module] {
            is_behind |= edge.key == Some(key);
            if edge.key.is_some_and(|key| candidates.contains(key)) {
                continue;
            }
            let loaded = after.of(edge.target);
            match is_behind {
                false if loaded.contains(late) => return None,
                false => earlier.extend(loaded),
                true => {
                    between.extend(loaded);
                    if loaded.contains(late) {
                        break;
                    }
                }
            }
        }
        let mut between = between.without(&earlier);
        between.insert(module);
        between.remove(late);
        Some(between)
    }

    /// What the `try` around an import does besides, and others notice.
    pub(super) fn attempt_noticed(&self, key: EdgeKey, together: &Together) -> Option<Kept> {
        let (module, _) = self.inputs.graph.imports[key];
        let attempt = self.shapes.get(&key)?.way.attempt()?;
        let Together { moved, after, .. } = together;
        let effect = self
            .commute
            .noticed_of_statement(module, attempt.statement, moved, after)?;
        let at = Sighting {
            module: effect.module,
            span: effect.span,
        };
        Some(Kept::at(Code::GuardedImport, format!("which {}", effect.what), at))
    }
}
