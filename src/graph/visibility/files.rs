//! Which files of the project a piece of code names in strings, or asks modules for.
use rustc_hash::{FxHashMap, FxHashSet};

use super::look::Look;
use super::parts::{Part, each_part};
use crate::graph::effort::spend;
use crate::graph::program::{Entity, ModuleId};
use crate::rules::Group;
use crate::semantics::code::{BodyId, Expr, Name};

/// Attributes of a module that lead to its file.
/// Not in `rules/`: Python sets them, and no others.
const FILES: [&str; 4] = ["__cached__", "__file__", "__loader__", "__spec__"];
/// Names by which code finds the folder that it is in.
/// Not in `rules/`: Python sets them, and no others.
const OWN_PLACE: [&str; 2] = ["__file__", "__path__"];

/// The path of the module that a string such as `src/app/core.py` or `core.py` may mean.
fn path_of(word: &str) -> Option<&str> {
    word.strip_suffix(".py").map(|path| path.trim_end_matches("/__init__"))
}

/// Whether such a path may lead to the file of a module.
fn leads_to_file(path: &str, module: &str) -> bool {
    path.rsplit('/')
        .zip(module.rsplit('.'))
        .all(|(one, other)| one == other)
}

/// The folder that a string such as `src/plugins` may mean.
pub(super) fn folder_of(word: &str) -> &str {
    word.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

impl Look<'_> {
    /// Modules of the project whose files, or the folders around them, the file names in strings.
    pub(super) fn named_files(&self) -> Vec<ModuleId> {
        let own = || self.program.own_modules().filter(|&id| id != self.module);
        let name = |id: ModuleId| self.program.modules[id].name.as_str();
        let last = |name: &'_ str, mark: char| name.rsplit(mark).next().unwrap_or_default().to_owned();
        // A file is named as its module is: no word has to be compared with every module.
        let mut paths: FxHashMap<String, Vec<&str>> = FxHashMap::default();
        for path in self.facts.words.iter().filter_map(|word| path_of(word)) {
            paths.entry(last(path, '/')).or_default().push(path);
        }
        let is_named = |&id: &ModuleId| {
            let paths = paths.get(&last(name(id), '.')).map(Vec::as_slice).unwrap_or_default();
            spend(1 + paths.len());
            paths.iter().any(|path| leads_to_file(path, name(id)))
        };
        let files: Vec<ModuleId> = own().filter(is_named).collect();
        if !files.is_empty() {
            return files;
        }
        // The package that it is in is a word for many things. Its own folder it finds by asking where it is.
        let around: FxHashSet<&str> = name(self.module).split('.').collect();
        let folders = self.named_folders();
        let is_below = |&id: &ModuleId| {
            let mut parts = name(id).rsplit('.').skip(1);
            parts.any(|part| folders.contains(part) && !around.contains(part))
        };
        let goes_through_its_own = self.reads_any(|name| self.rules.knows(Group::ListsFolder, name))
            && self.reads_any(|name| OWN_PLACE.contains(&name));
        let package = self
            .program
            .package_around(self.module)
            .filter(|_| goes_through_its_own);
        let is_beside = |&id: &ModuleId| package.is_some_and(|package| self.program.parent(id) == Some(package));
        own().filter(|id| is_below(id) || is_beside(id)).collect()
    }

    /// The folders that the strings of the file may mean.
    pub(super) fn named_folders(&self) -> FxHashSet<&str> {
        self.facts.words.iter().map(|word| folder_of(word)).collect()
    }

    /// Whether the code of the file has one of the names of a group in it.
    pub(super) fn uses_any(&self, group: Group) -> bool {
        self.facts.code.names.iter().any(|name| self.rules.knows(group, name))
    }

    /// Whether code of the file reads one of these names, of whatever: not where it is a parameter of its own, nor what it sets.
    pub(super) fn reads_any(&self, is_one: impl Fn(&str) -> bool) -> bool {
        let code = &self.facts.code;
        let is_one = |name: Name| is_one(code.name(name));
        code.bodies.iter().enumerate().any(|(id, body)| {
            let around = |id: &BodyId| code.bodies[*id as usize].parent;
            let is_parameter = |name: Name| {
                let mut bodies = std::iter::successors(Some(id as BodyId), around).map(|id| &code.bodies[id as usize]);
                bodies.any(|body| body.parameters.iter().any(|parameter| parameter.name == name))
            };
            let (mut read, mut set) = (FxHashSet::default(), FxHashSet::default());
            each_part(code, &body.statements, &mut |part| match part {
                Part::Expression(at, _) => match *code.expression(at) {
                    Expr::Name(name) if is_one(name) && !is_parameter(name) => _ = read.insert(at),
                    Expr::Attribute(_, name) if is_one(name) => _ = read.insert(at),
                    _ => {}
                },
                Part::Binding(target, _) => _ = set.insert(target),
            });
            read.difference(&set).next().is_some()
        })
    }

    /// Modules of the project whose text this file may run: those whose files it names, and those which it asks for their file.
    pub(super) fn files_run(&self) -> Vec<ModuleId> {
        let asked = self.asked_for(self.module, &FILES);
        let own = |module: &ModuleId| self.program.modules[*module].is_own() && *module != self.module;
        let named = if self.names_a_file() {
            self.named_files()
        } else {
            Vec::new()
        };
        let finds = self.uses_any(Group::FindsFile);
        let told = self
            .facts
            .words
            .iter()
            .filter(|_| finds)
            .filter_map(|word| self.program.find(word));
        named.into_iter().chain(asked.chain(told).filter(own)).collect()
    }

    /// The modules that a file asks for one of these attributes: `app.plugins.__path__`.
    pub(super) fn asked_for<'n>(
        &self,
        id: ModuleId,
        names: &'n [&str],
    ) -> impl Iterator<Item = ModuleId> + use<'_, 'n> {
        let program = self.program;
        let references = program.facts(id).into_iter().flat_map(|facts| &facts.references);
        references.filter_map(move |reference| {
            let attributes = &reference.attributes;
            let at = attributes.iter().position(|name| names.contains(&name.as_str()))?;
            match program.trail(id, reference.binding, &attributes[..at])?.end {
                Entity::Module(module) => Some(module),
                Entity::Attribute(..) => None,
            }
        })
    }

    /// Whether the file names any source file in a string.
    pub(super) fn names_a_file(&self) -> bool {
        self.facts.words.iter().any(|word| word.ends_with(".py"))
    }
}
