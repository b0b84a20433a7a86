//! Which file an import of a dotted name loads, by Python's rules. Looks at folders and file names; of a file's text only at
//! whether a package extends its own path. Modules that exist only at run time (`six.moves`) are missing here.
mod folder;
mod found;
mod module;
mod scan;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::environment::Environment;
use super::real::RealPaths;
use super::standard::{is_builtin, is_standard, is_unshadowable};
use crate::syntax::is_too_long;
use folder::Folders;
pub use found::{Found, Origin};
use module::{Module, Modules, Place};

/// Resolves names for one project in one environment. What it has seen it remembers: files made later are not found.
#[derive(Debug)]
pub struct Resolver {
    /// First-party roots, then the standard library.
    before: Vec<Place>,
    /// More folders of installed packages, those of the environment, then folders of scripts and tests.
    after: Vec<Place>,
    stdlib: Vec<Place>,
    known: BTreeMap<String, PathBuf>,
    /// Known files by what they really are: an editable installation reaches them by other paths.
    real: FxHashMap<PathBuf, PathBuf>,
    real_paths: RealPaths,
    known_paths: FxHashSet<PathBuf>,
    mapping: HashMap<String, PathBuf>,
    namespaces: Vec<(String, Vec<PathBuf>)>,
    is_since_3_13: bool,
    folders: Folders,
    modules: Modules,
}

impl Resolver {
    /// A resolver for the first-party code below `roots` (in the order of `sys.path`), `beside` (folders of scripts and
    /// tests, which hide nothing of the standard library, and nothing that is installed but by files which are known) and in `known` (module name to file, for modules that no root leads
    /// to), `search_path` (more folders of installed packages) and an environment.
    pub fn new(
        roots: &[PathBuf],
        beside: &[PathBuf],
        known: BTreeMap<String, PathBuf>,
        search_path: &[PathBuf],
        environment: &Environment,
    ) -> Resolver {
        let places = |folders: &[PathBuf], origin: Origin| -> Vec<Place> {
            folders.iter().map(|folder| (folder.clone(), origin)).collect()
        };
        let library = |folder: &PathBuf| {
            // lib-dynload is where POSIX keeps the library's extension modules, DLLs next to Lib is where Windows does.
            let natives = [folder.join("lib-dynload"), folder.with_file_name("DLLs")];
            places(&[&[folder.clone()][..], &natives].concat(), Origin::Stdlib)
        };
        let stdlib: Vec<Place> = environment.stdlib.iter().flat_map(library).collect();
        let real_paths = RealPaths::default();
        let mut after = places(&[search_path, &environment.site].concat(), Origin::Site);
        // An editable installation puts the roots on the path a second time.
        after.retain(|(folder, _)| !roots.contains(folder) && !beside.contains(folder));
        Resolver {
            before: [places(roots, Origin::FirstParty), stdlib.clone()].concat(),
            after: [after, places(beside, Origin::FirstParty)].concat(),
            stdlib,
            real: known
                .values()
                .filter_map(|path| Some((real_paths.of(path)?, path.clone())))
                .collect(),
            real_paths,
            known_paths: known.values().cloned().collect(),
            known,
            mapping: environment.mapping.iter().cloned().collect(),
            namespaces: environment.namespaces.clone(),
            is_since_3_13: environment.version.is_some_and(|version| version >= (3, 13)),
            folders: Folders::new(environment.version),
            modules: Modules::default(),
        }
    }

    /// What an absolute dotted name stands for.
    pub fn find(&self, dotted: &str) -> Found {
        self.resolve(None, dotted).found.clone()
    }

    /// The same, with `folder` in front of `sys.path`, as it is for a script in it, or under pytest for a test in it.
    pub fn find_beside(&self, folder: &Path, dotted: &str) -> Found {
        let top = dotted.split('.').next().unwrap_or_default();
        let there = self.folders.entry(folder, top) != folder::Entry::default();
        self.resolve(Some(folder).filter(|_| there), dotted).found.clone()
    }

    /// Where the submodules of a package are looked for: its own folder, or all the folders of a namespace package. Empty
    /// for everything else.
    pub fn folders_of(&self, dotted: &str) -> Vec<PathBuf> {
        self.resolve(None, dotted)
            .inside
            .iter()
            .map(|(folder, _)| folder.clone())
            .collect()
    }

    fn resolve(&self, first: Option<&Path>, dotted: &str) -> Arc<Module> {
        if is_too_long(dotted) {
            return Arc::new(Module::plain(Found::Missing));
        }
        let mut around: Option<(Arc<Module>, Option<Arc<Module>>)> = None;
        let mut start = 0;
        for end in dotted.match_indices('.').map(|(at, _)| at).chain([dotted.len()]) {
            let (name, full) = (&dotted[start..end], &dotted[..end]);
            let module = self.modules.get(first, full).unwrap_or_else(|| {
                let module = match &around {
                    None => self.top_level(first, name),
                    Some((parent, grandparent)) => self.child(parent, grandparent.as_deref(), full, name),
                };
                self.modules.insert(first, full, module)
            });
            around = Some((module, around.map(|(parent, _)| parent)));
            start = end + 1;
        }
        around.map_or_else(|| Arc::new(Module::plain(Found::Missing)), |(module, _)| module)
    }

    fn top_level(&self, first: Option<&Path>, name: &str) -> Module {
        if name.is_empty() {
            return Module::plain(Found::Missing);
        }
        if is_builtin(name) {
            return Module::plain(Found::Builtin);
        }
        if is_unshadowable(name) {
            return self
                .scan(&self.stdlib, name)
                .0
                .unwrap_or_else(|| Module::plain(Found::StdlibUnseen));
        }
        let first: Vec<Place> = first
            .map(|folder| (folder.to_owned(), Origin::FirstParty))
            .into_iter()
            .collect();
        let (found, mut portions) = self.scan(&[first, self.before.clone()].concat(), name);
        if let Some(module) = found {
            return module;
        }
        if self.stdlib.is_empty() && is_standard(name) {
            return Module::plain(Found::StdlibUnseen);
        }
        if let Some(module) = self.known_file(name) {
            return module;
        }
        let (found, more) = self.scan(&self.after, name);
        if let Some(module) = found.or_else(|| self.mapped(name)) {
            return module;
        }
        portions.extend(more);
        self.namespace(name, portions).unwrap_or_else(|| {
            Module::plain(if is_standard(name) {
                Found::StdlibUnseen
            } else {
                Found::Missing
            })
        })
    }

    fn child(&self, parent: &Module, grandparent: Option<&Module>, full: &str, name: &str) -> Module {
        match &parent.found {
            _ if name.is_empty() => return Module::plain(Found::Missing),
            // Two submodules that are other modules: their parents put them into `sys.modules` (`collections` from 3.13 on,
            // where `collections/abc.py` is left over or gone).
            Found::Source {
                origin: Origin::Stdlib, ..
            } if full == "os.path" => return self.top_level(None, "posixpath"),
            Found::Source {
                origin: Origin::Stdlib, ..
            } if full == "collections.abc" && self.is_since_3_13 => {
                return self.top_level(None, "_collections_abc");
            }
            Found::StdlibUnseen => return Module::plain(Found::StdlibUnseen),
            Found::Builtin => return Module::plain(Found::Missing),
            _ => {}
        }
        let (found, portions) = self.scan(&parent.inside, name);
        if let Some(module) = found {
            return module;
        }
        if let Some(module) = self.in_extended_path(parent, grandparent, full, name) {
            return module;
        }
        let is_first_party = match &parent.found {
            Found::Source { origin, .. } | Found::Native { origin } => *origin == Origin::FirstParty,
            _ => true,
        };
        let module = self
            .known_file(full)
            .filter(|_| is_first_party)
            .or_else(|| self.mapped(full));
        module
            .or_else(|| self.namespace(full, portions))
            .unwrap_or_else(|| Module::plain(Found::Missing))
    }

    fn known_file(&self, dotted: &str) -> Option<Module> {
        let path = self.known.get(dotted)?;
        let is_package = path.file_name().is_some_and(|name| name == "__init__.py");
        let inside = path
            .parent()
            .filter(|_| is_package)
            .map(|folder| (folder.to_owned(), Origin::FirstParty));
        let found = Found::Source {
            path: path.clone(),
            is_package,
            origin: Origin::FirstParty,
        };
        Some(Module::new(found, inside.into_iter().collect()))
    }

    /// A module that an editable installation maps to a path.
    fn mapped(&self, dotted: &str) -> Option<Module> {
        let path = self.mapping.get(dotted)?;
        let name = path.file_name()?.to_str()?;
        let name = name.strip_suffix(".py").unwrap_or(name);
        self.scan(&[(path.parent()?.to_owned(), Origin::Site)], name).0
    }

    /// A namespace package of some portions and of what editable installations add, unless nothing makes it one.
    fn namespace(&self, dotted: &str, mut portions: Vec<Place>) -> Option<Module> {
        let made: Vec<&Vec<PathBuf>> = self
            .namespaces
            .iter()
            .filter(|(name, _)| name == dotted)
            .map(|(_, folders)| folders)
            .collect();
        let exists = !portions.is_empty() || !made.is_empty();
        portions.extend(made.into_iter().flatten().map(|folder| (folder.clone(), Origin::Site)));
        exists.then(|| Module::new(Found::Namespace, portions))
    }

    /// A submodule in another folder of a package that extends its own path (`pkgutil.extend_path` or
    /// `pkg_resources.declare_namespace`), the namespace packages of old.
    fn in_extended_path(
        &self,
        parent: &Module,
        grandparent: Option<&Module>,
        full: &str,
        name: &str,
    ) -> Option<Module> {
        let Found::Source {
            path, is_package: true, ..
        } = &parent.found
        else {
            return None;
        };
        let places = parent.extended.get_or_init(|| {
            let bytes = std::fs::read(path).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes);
            if !text.contains("extend_path(") && !text.contains("declare_namespace(") {
                return Vec::new();
            }
            let own = full.rsplit('.').nth(1).unwrap_or_default();
            let around = grandparent.map_or_else(
                || [self.before.clone(), self.after.clone()].concat(),
                |above| above.inside.clone(),
            );
            around
                .into_iter()
                .map(|(folder, origin)| (folder.join(own), origin))
                .collect()
        });
        self.scan(places, name).0
    }
}

#[cfg(test)]
mod real_python;
#[cfg(test)]
mod tests;
