//! Modules of the project under other names: `lib.core`, where a folder on `sys.path` holds `app._vendor.lib.core`, or where that
//! folder is that of the script which runs.
use rustc_hash::FxHashMap;

use super::{Entity, Kind, ModuleId, Program, Trail};
use crate::graph::effort::spend;
use crate::semantics::facts::{MentionKind, Object, Origin, Path, Piece};

/// What a file puts into `sys.modules`.
#[derive(Debug)]
pub(super) struct Put {
    file: ModuleId,
    /// The name, as far as it is known.
    name: Vec<Piece>,
    /// The modules of the project that it may be.
    modules: Vec<ModuleId>,
}

impl Program {
    /// The modules of the project that may be loaded under the name of a module which is not there, or is another name of one of
    /// their files: their names end so.
    pub(super) fn renamed(&self, missing: ModuleId) -> &[ModuleId] {
        self.all_renamed().get(&missing).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether any module of the project may be loaded under the name of one which is not there.
    pub fn renames_some(&self) -> bool {
        !self.all_renamed().is_empty()
    }

    /// The names of modules that are not there, or copies, under which the file of a module of the project may be loaded.
    pub fn other_names(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> + '_ {
        let renamed = self.all_renamed().iter();
        renamed.filter_map(move |(&other, meant)| meant.contains(&module).then_some(other))
    }

    fn all_renamed(&self) -> &FxHashMap<ModuleId, Vec<ModuleId>> {
        self.renamed.get_or_init(|| {
            let mut ends: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
            for id in self.own_modules() {
                let mut name = self.modules[id].name.as_str();
                while let Some((_, end)) = name.split_once('.') {
                    spend(1);
                    let is_other = |id: &ModuleId| {
                        let found = &self.modules[*id];
                        found.kind == Kind::Missing || found.is_copy
                    };
                    if let Some(other) = self.find(end).filter(is_other) {
                        ends.entry(other).or_default().push(id);
                    }
                    name = end;
                }
            }
            self.put_under_other_names(&mut ends);
            ends
        })
    }

    /// Adds the modules of the project that some file puts into `sys.modules`, each under the names that others import.
    fn put_under_other_names(&self, found: &mut FxHashMap<ModuleId, Vec<ModuleId>>) {
        let missing = || {
            (0..)
                .zip(&self.modules)
                .filter(|(_, other)| other.kind == Kind::Missing)
        };
        for (other, module) in missing() {
            let put = self.put_under(&module.name);
            if !put.is_empty() {
                let meant = found.entry(other).or_default();
                meant.extend(put);
                meant.sort_unstable();
                meant.dedup();
            }
        }
    }

    /// The modules of the project that some file puts into `sys.modules` under this name, which nothing else has.
    pub fn put_under(&self, name: &str) -> Vec<ModuleId> {
        let puts = self.puts.get_or_init(|| {
            let files = self.own_modules().filter_map(|id| Some((id, self.facts(id)?)));
            let puts = files.flat_map(|(id, facts)| {
                facts.mentions.iter().filter_map(move |mention| match &mention.kind {
                    MentionKind::Puts { name, object } => Some(Put {
                        file: id,
                        name: name.clone(),
                        modules: self.put(id, object),
                    }),
                    _ => None,
                })
            });
            puts.filter(|put| !put.modules.is_empty()).collect()
        });
        spend(puts.len());
        let named = puts.iter().filter(|put| self.may_be_name(put.file, &put.name, name));
        named.flat_map(|put| &put.modules).copied().collect()
    }

    /// The modules of the project that an object may be which a file puts into `sys.modules`.
    fn put(&self, file: ModuleId, object: &Object) -> Vec<ModuleId> {
        let mut put: Vec<ModuleId> = self.module_of(file, object).into_iter().collect();
        if put.is_empty() && self.may_be_loaded_by_name(file, object) {
            put = self.loaded_by_texts(file);
        }
        put.retain(|&id| self.modules[id].is_own());
        put
    }

    /// Whether an object of a file may be a module that is loaded by a name: that is what a call hands out, or a variable holds.
    fn may_be_loaded_by_name(&self, file: ModuleId, object: &Object) -> bool {
        let Some(facts) = self.facts(file) else { return false };
        let is_loader = |path: &Path| {
            let last = path.last();
            matches!(last, "import_module" | "__import__") || facts.loaders.iter().any(|loader| loader == last)
        };
        match object {
            Object::Made(path) => is_loader(path),
            Object::Path(path) => path.binding.is_some_and(|id| {
                let mut origins = facts.bindings[id as usize].origins.iter();
                origins.any(|origin| matches!(origin, Origin::Call(path) if is_loader(path)))
            }),
            // A call of what is not known by its name.
            Object::Unknown => true,
            Object::ThisModule | Object::Module(_) | Object::Value => false,
        }
    }

    /// The modules that the texts of a file name to load them.
    fn loaded_by_texts(&self, file: ModuleId) -> Vec<ModuleId> {
        let mentions = self.facts(file).into_iter().flat_map(|facts| &facts.mentions);
        let named = mentions.filter_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } => Some(self.named_or_below(module)),
            MentionKind::Text { text, .. } => Some(self.find(text).into_iter().collect()),
            _ => None,
        });
        named.flatten().collect()
    }

    /// The module that an object of a file is, where that is known.
    fn module_of(&self, file: ModuleId, object: &Object) -> Option<ModuleId> {
        match object {
            Object::ThisModule => Some(file),
            Object::Module(name) => self.find(name),
            Object::Path(path) => match self.entity(file, path)? {
                Entity::Module(module) => Some(module),
                Entity::Attribute(..) => None,
            },
            Object::Made(_) | Object::Value | Object::Unknown => None,
        }
    }

    /// Whether a name that a file puts together may be this one.
    fn may_be_name(&self, file: ModuleId, pieces: &[Piece], name: &str) -> bool {
        let mut rest = name;
        for piece in pieces {
            let text = match piece {
                Piece::Text(text) => text.as_str(),
                Piece::NameOf(object) => match self.module_of(file, object) {
                    Some(module) => self.modules[module].name.as_str(),
                    None => return true,
                },
                Piece::Unknown => return true,
            };
            match rest.strip_prefix(text) {
                Some(below) => rest = below,
                None => return false,
            }
        }
        rest.is_empty()
    }

    /// The same way through the modules of the project that may be meant, where it passes one which is not there.
    pub fn renamed_trails(&self, trail: &Trail) -> Vec<Trail> {
        let Some(at) = trail
            .hops
            .iter()
            .position(|hop| !self.meant_instead(hop.module).is_empty())
        else {
            return Vec::new();
        };
        let hops = &trail.hops[at..];
        let named = hops.iter().map(|hop| (hop.name.as_str(), hop.used));
        // The attributes that nothing is known of: the first of them is the last one passed.
        let last = hops.last().map_or(0, |hop| hop.used);
        let unknown = match &trail.end {
            Entity::Module(_) => None,
            Entity::Attribute(_, path) => path.split_once('.').map(|(_, rest)| rest.split('.')),
        };
        let unknown = unknown.into_iter().flatten().zip(last + 1..);
        let names: Vec<(&str, usize)> = named.chain(unknown).collect();
        let meant = self.meant_instead(trail.hops[at].module).iter();
        let starts = meant.map(|&module| Trail {
            hops: Vec::new(),
            end: Entity::Module(module),
        });
        let mut ways: Vec<Trail> = starts.collect();
        for (name, used) in names {
            ways = ways.into_iter().flat_map(|way| self.stepped(way, name, used)).collect();
        }
        ways
    }

    fn meant_instead(&self, module: ModuleId) -> &[ModuleId] {
        match self.modules[module].kind {
            Kind::Missing => self.renamed(module),
            Kind::FirstParty | Kind::Test | Kind::Beside | Kind::Site | Kind::Standard => &[],
        }
    }
}
