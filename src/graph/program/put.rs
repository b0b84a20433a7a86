//! Modules of the project that files put into `sys.modules`, where others find them under other names than their own.
use rustc_hash::FxHashMap;

use super::{Entity, Kind, ModuleId, Program};
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
    /// Whether it is said which one that is.
    is_said: bool,
}

impl Program {
    /// Adds the modules of the project that some file puts into `sys.modules`, each under the names that others import.
    pub(super) fn put_under_other_names(&self, found: &mut FxHashMap<ModuleId, Vec<ModuleId>>) {
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
        // In the place of a module that is there only by its very name: one that is put together mostly is that of what is put.
        for put in self.puts().iter().filter(|put| put.is_said) {
            let Some(replaced) = self.whole_name(put).and_then(|name| self.find(&name)) else {
                continue;
            };
            if self.modules[replaced].kind != Kind::Missing {
                let others = put.modules.iter().filter(|&&module| module != replaced);
                let meant = found.entry(replaced).or_default();
                meant.extend(others.filter(|module| !meant.contains(module)).collect::<Vec<_>>());
            }
        }
    }

    /// The modules of the project that some file puts into `sys.modules` under this name, which nothing else has.
    pub fn put_under(&self, name: &str) -> Vec<ModuleId> {
        let puts = self.puts();
        spend(puts.len());
        let named = puts.iter().filter(|put| self.may_be_name(put.file, &put.name, name));
        named.flat_map(|put| &put.modules).copied().collect()
    }

    fn puts(&self) -> &[Put] {
        self.puts.get_or_init(|| {
            let files = self.own_modules().filter_map(|id| Some((id, self.facts(id)?)));
            let puts = files.flat_map(|(id, facts)| {
                facts.mentions.iter().filter_map(move |mention| match &mention.kind {
                    MentionKind::Puts { name, object } => Some(Put {
                        file: id,
                        name: name.clone(),
                        modules: self.put(id, object),
                        is_said: self.module_of(id, object).is_some(),
                    }),
                    _ => None,
                })
            });
            puts.filter(|put| !put.modules.is_empty()).collect()
        })
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
            Object::Below(_) | Object::Unknown => true,
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
            Object::Below(_) | Object::Made(_) | Object::Value | Object::Unknown => None,
        }
    }

    /// The name under which something is put, where all of it is known.
    fn whole_name(&self, put: &Put) -> Option<String> {
        let texts = put.name.iter().map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::NameOf(object) => Some(self.modules[self.module_of(put.file, object)?].name.as_str()),
            Piece::Unknown => None,
        });
        texts.collect()
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
}
