//! Whether what moves reads something that is written by what it moves past.
use std::cell::OnceCell;

use super::super::Code;
use super::super::verdict::Kept;
use super::known::{changes_what_is_loaded, is_general};
use super::writes::Write;
use super::{Commute, LOADING, family, is_of_one_package};
use crate::evaluate::{Access, Change, Effect, Facet, Part};
use crate::graph::effort::spend;
use crate::graph::{Bits, Kind, ModuleId, Reach, Sighting};
use crate::rules::matches;
use crate::syntax::Span;

impl<'a> Commute<'a> {
    /// What is read by the execution of modules that move, and written by what they move past: behind the statement at `span`
    /// in `module`.
    pub fn collision(&self, module: ModuleId, span: Span, moved: &Bits, before: &Reach) -> Option<Kept> {
        self.collisions(module, span, moved, before, 1).pop()
    }

    /// At most so many of what is read so.
    pub fn collisions(&self, module: ModuleId, span: Span, moved: &Bits, before: &Reach, most: usize) -> Vec<Kept> {
        let mut found = self.collisions_of_parts(module, span, moved, before, most);
        if found.len() >= most || self.later.is_empty() && self.at_import.is_empty() {
            return found;
        }
        let (later, at_import) = &self.writes;
        let writes = (later.concerning(moved), at_import.concerning(moved));
        let read_of = |write: &Write<'a>| {
            let is_loaded = |id: ModuleId| self.was_loaded(write, id, (module, span), moved, before);
            let mut readers = write.readers.iter();
            let found = readers.find(|&&(id, _)| moved.contains(id) && !is_loaded(id));
            found.map(|&(_, read)| read)
        };
        let most = most - found.len();
        found.extend(self.collisions_of(writes, module, span, &read_of, moved, before, true, most));
        found
    }

    /// A name or object of the project that what moves reads, and that somebody changes who may now come first.
    fn collisions_of_parts(
        &self,
        module: ModuleId,
        span: Span,
        moved: &Bits,
        before: &Reach,
        most: usize,
    ) -> Vec<Kept> {
        let mut found = Vec::new();
        let evaluation = self.inputs.evaluation;
        let name = |id: ModuleId| self.inputs.program.modules[id].name.as_str();
        let parts = &self.parts;
        // The rest of the importing module itself, and of those that are loading it: names that they bind behind the import.
        for (&owner, names) in &parts.of_names {
            let behind = match owner == module {
                true => Some(span.end),
                false => self.loading(owner, module, before),
            };
            let Some(behind) = behind else { continue };
            for &(reader, part, place) in names {
                if found.len() >= most {
                    return found;
                }
                let Part::Name(_, symbol) = part else { continue };
                if reader == owner || !moved.contains(reader) {
                    continue;
                }
                let text = evaluation.symbols.text(symbol);
                let facts = self.inputs.program.facts(owner);
                let bound = facts.and_then(|facts| Some(&facts.bindings[facts.global(text)? as usize]));
                let is_behind = bound.is_some_and(|bound| bound.first.start > behind);
                let fails = || match owner == module {
                    true => self.fails_unbound(reader, place, owner, text),
                    false => !self.does_without(place),
                };
                if is_behind && !fails() {
                    let detail = format!(
                        "`{}` asks for `{}.{text}`, which is bound behind the import",
                        name(reader),
                        name(owner)
                    );
                    let at = Sighting {
                        module: place.module,
                        span: place.span,
                    };
                    found.push(Kept::at(Code::ImportWindow, detail, at));
                }
            }
        }
        for (change, readers) in parts.changes(evaluation) {
            spend(1);
            if found.len() >= most {
                return found;
            }
            // What a function of an installed package that moves keeps on its own objects it makes for the first caller.
            let at = change.place.module;
            let is_loaded = |id: ModuleId| {
                moved.contains(at)
                    && (!self.inputs.program.modules[at].is_own()
                        || change.importing.is_none() && self.has_loaded(at, id, (module, span), moved, before))
            };
            let Some(reader) = readers.iter().copied().find(|&id| moved.contains(id) && !is_loaded(id)) else {
                continue;
            };
            let is_behind = match change.importing {
                None => true,
                Some(writer) if moved.contains(writer) => false,
                Some(writer) => self.is_change_behind(change, writer, module, span, before),
            };
            if is_behind {
                found.push(self.changed(change, reader));
            }
        }
        found
    }

    /// Whether `writer`, while it is imported, changes a part after a statement of `module`.
    pub(super) fn is_change_behind(
        &self,
        change: &Change,
        writer: ModuleId,
        module: ModuleId,
        span: Span,
        before: &Reach,
    ) -> bool {
        let at = (change.place.module == writer).then_some(change.place.span.start);
        self.comes_apart(writer, module, before)
            || self.is_loaded_late(writer, module, before)
            || self.is_position_behind(writer, |id| at.filter(|_| id == writer), module, span, before)
    }

    /// The reason that a change gives which `reader` must not see.
    pub(super) fn changed(&self, change: &Change, reader: ModuleId) -> Kept {
        let name = |id: ModuleId| self.inputs.program.modules[id].name.as_str();
        let detail = format!(
            "`{}` {}, which `{}` reads when it is loaded",
            name(change.place.module),
            change.what,
            name(reader)
        );
        let at = Sighting {
            module: change.place.module,
            span: change.place.span,
        };
        Kept::at(Code::ImportWindow, detail, at)
    }

    #[expect(clippy::too_many_arguments, reason = "each is a part of the question")]
    pub(super) fn collisions_of<'w>(
        &self,
        (later, at_import): (impl Iterator<Item = &'w Write<'a>>, impl Iterator<Item = &'w Write<'a>>),
        module: ModuleId,
        span: Span,
        read_of: &dyn Fn(&Write<'a>) -> Option<&'a Effect>,
        moved: &Bits,
        before: &Reach,
        loads: bool,
        most: usize,
    ) -> Vec<Kept>
    where
        'a: 'w,
    {
        let mut found = Vec::new();
        // Code that cannot be read may read what a program sets for what it starts; of the project it knows nothing.
        let unread = loads.then(|| self.unread(moved)).flatten();
        let for_unread = |write: &Effect| {
            let is_general = || matches!(&write.facet, Facet::State(name) if is_general(name));
            unread.filter(|_| write.module == module && is_general())
        };
        let stays_found = [OnceCell::new(), OnceCell::new()];
        let is_found_alike = |is_at_the_end: bool| {
            let known = &stays_found[usize::from(is_at_the_end)];
            *known.get_or_init(|| self.finds_the_same(is_at_the_end, moved))
        };
        let finds_the_same = |write: &Write<'a>| {
            let is_beside = self.inputs.program.modules[write.effect.module].is_beside();
            let is_told = |&is_at_the_end: &bool| is_at_the_end || is_beside;
            write.path.filter(is_told).is_some_and(is_found_alike)
        };
        // A folder in front has something else of that name.
        let hides = |write: &Write<'a>| {
            write.path == Some(false)
                && (!is_found_alike(false) || self.hides_by_own_folder(write.effect.module, moved))
        };
        // A module among those that move which takes, or names, the attribute that somebody replaces.
        // Of what stands in for `__import__` it is known whom it concerns.
        let users = |write: &'w Write<'a>| {
            let is_open = self.known_to_finder(write.effect).is_none();
            write.users.iter().copied().filter(move |_| is_open)
        };
        let user_of = |write: &'w Write<'a>| {
            users(write).find(|&id| moved.contains(id) && !self.was_loaded(write, id, (module, span), moved, before))
        };
        let has_loaded = |writer: ModuleId, id: ModuleId| self.has_loaded(writer, id, (module, span), moved, before);
        // A function of one that moves, and that loads the others, runs when there is nothing left to load.
        let has_all = |writer: ModuleId| moved.contains(writer) && moved.iter().all(|id| has_loaded(writer, id));
        for write in later {
            let effect = write.effect;
            let is_elsewhere = write.alone.is_some_and(|script| script != module);
            if is_elsewhere || finds_the_same(write) || !self.holds_for(write, module, moved, before) {
                continue;
            }
            if let Some(read) = read_of(write) {
                add(&mut found, self.kept(effect, Some(read), None));
            } else if let Some(user) = user_of(write) {
                add(&mut found, self.kept(effect, None, Some(user)));
            } else if loads && (hides(write) || self.changes_import_itself(effect, moved)) && !has_all(effect.module) {
                let late = self.importer_of_replaced(effect, moved);
                let kept = self.kept(effect, None, None);
                add(&mut found, Kept { late, ..kept });
            }
            if found.len() >= most {
                return found;
            }
        }
        for write in at_import {
            let (Some(writer), effect) = (write.importing, write.effect) else {
                continue;
            };
            if moved.contains(writer) || finds_the_same(write) || !self.holds_for(write, module, moved, before) {
                continue;
            }
            let read = read_of(write);
            let unread = for_unread(effect)
                .filter(|_| !is_of_one_package(&effect.facet))
                .or_else(|| user_of(write))
                .filter(|_| read.is_none());
            let is_loading = loads && self.changes_loading(effect, moved);
            let meets = read.is_some() || is_loading || unread.is_some();
            let is_late = || (read.is_some() || unread.is_some()) && self.is_loaded_late(writer, module, before);
            if meets && (self.is_behind(writer, effect, module, span, before) || is_late()) {
                add(&mut found, self.kept(effect, read, unread));
                if found.len() >= most {
                    return found;
                }
            }
        }
        found
    }

    /// Whether what an effect does is seen by a read.
    pub(super) fn is_seen_by(&self, write: &Effect, read: &Effect) -> bool {
        // What is found first is found first all the same.
        let is_behind = write.access == Access::Append
            && matches!(&read.facet, Facet::State(name) if family(name) == "installation");
        // A module that is loaded from a file which somebody names is none that an installed package asks for.
        let is_of_user = write.access == Access::Append
            && matches!(&read.facet, Facet::State(name) if family(name) == "sys.modules")
            && !self.inputs.program.modules[read.module].is_own();
        !is_behind && !is_of_user && self.known_to_finder(write).is_none() && self.meets(write, read)
    }

    /// Of those that move, one that imports the module in whose place a write puts something else: once that one is loaded in
    /// time, the others have what they had.
    fn importer_of_replaced(&self, write: &Effect, moved: &Bits) -> Option<ModuleId> {
        let Facet::State(name) = &write.facet else { return None };
        let replaced = self.inputs.program.find(name.strip_prefix("sys.modules:")?)?;
        let importers = self.importers.get(&replaced)?;
        importers.iter().copied().find(|&id| moved.contains(id))
    }

    /// Whether a write changes what the import of one of those that move finds.
    fn changes_loading(&self, write: &Effect, moved: &Bits) -> bool {
        let Facet::State(name) = &write.facet else { return false };
        let modules = &self.inputs.program.modules;
        if let Some(known) = self.known_to_finder(write) {
            return moved.iter().any(|id| known.contains(&id));
        }
        // One that is asked last is asked for what nobody else finds.
        if name == "meta_path" && write.access == Access::Append {
            return moved.iter().any(|id| modules[id].kind == Kind::Missing);
        }
        if matches!(name.as_str(), "path_entries" | "sys.path") {
            if self.leaves_working_directory(write) {
                return self.is_found_there(moved);
            }
            if name == "path_entries" || self.is_put_elsewhere(write) {
                return self.loses_entry(write, moved);
            }
        }
        match name.split_once(':') {
            // Another module in the place of that one, or of a package around it.
            Some(("sys.modules", key)) if !key.contains('*') => {
                let mut names = moved.iter().map(|id| &modules[id].name);
                names.any(|name| matches(key, name))
            }
            // The beginning of its name is known.
            Some(("sys.modules", key)) if key.ends_with('*') && key.len() > 1 => {
                let beginning = key.trim_end_matches('*');
                let mut names = moved.iter().map(|id| &modules[id].name);
                names.any(|name| name.starts_with(beginning))
            }
            _ => LOADING.contains(&family(name)),
        }
    }

    /// Whether a write changes what every import statement does from then on: a finder that says no to some, a function that
    /// counts them.
    fn changes_import_itself(&self, write: &Effect, moved: &Bits) -> bool {
        let Facet::State(name) = &write.facet else { return false };
        let is_own = self.inputs.program.modules[write.module].is_own();
        is_own && changes_what_is_loaded(name) && self.changes_loading(write, moved)
    }

    /// A module among those that move whose code cannot be read: it may read whatever is set right behind its import. One that is
    /// not there, and that only installed packages import which do without it, reads nothing.
    fn unread(&self, moved: &Bits) -> Option<ModuleId> {
        let program = self.inputs.program;
        let is_tried = |importer: ModuleId, id: ModuleId| {
            let facts = program.facts(importer);
            let imports = facts.into_iter().flat_map(|facts| &facts.imports);
            let mut of_it = imports.filter(|import| program.targets(importer, import).contains(&id));
            of_it.all(|import| import.context.import_errors_caught || import.context.type_checking)
        };
        let is_missed = |id: ModuleId| {
            let importers = self.importers_of(id).iter();
            let mut moved = importers.filter(|importer| moved.contains(**importer)).peekable();
            let is_of_others = |importer: ModuleId| program.modules[importer].kind == Kind::Site;
            moved.peek().is_some() && moved.all(|&importer| is_of_others(importer) && is_tried(importer, id))
        };
        moved.iter().find(|&id| {
            let module = &program.modules[id];
            module.facts.is_none()
                && match module.kind {
                    Kind::Missing => !is_missed(id),
                    Kind::Site => !module.is_package,
                    Kind::FirstParty | Kind::Test | Kind::Beside | Kind::Standard => false,
                }
        })
    }

    pub(super) fn kept(&self, write: &Effect, read: Option<&Effect>, unread: Option<ModuleId>) -> Kept {
        let name = |id: ModuleId| self.inputs.program.modules[id].name.as_str();
        let at = Sighting {
            module: write.module,
            span: write.span,
        };
        let detail = match read {
            Some(read) => format!(
                "`{}` {}, and `{}` {}",
                name(write.module),
                write.what,
                name(read.module),
                read.what
            ),
            None => match unread {
                Some(unread) => format!(
                    "`{}` {}, which `{}` may read",
                    name(write.module),
                    write.what,
                    name(unread)
                ),
                None => format!(
                    "`{}` {}, which loading any module reads",
                    name(write.module),
                    write.what
                ),
            },
        };
        Kept {
            late: read.map(|read| read.module).or(unread),
            ..Kept::at(Code::ImportWindow, detail, at).with_risk(write.module, &write.facet)
        }
    }
}

/// Adds a reason unless it is told already: the same line may be reached in many ways.
fn add(found: &mut Vec<Kept>, kept: Kept) {
    if !found.contains(&kept) {
        found.push(kept);
    }
}
