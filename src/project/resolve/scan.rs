//! One name looked up in the folders of a path, as Python's path finder does it: the first module or package wins, folders
//! that are neither are collected. Knows nothing of dots.
use std::path::Path;

use super::module::{Module, Place};
use super::{Found, Origin, Resolver};

impl Resolver {
    /// The first module or package of this name in some places, else the folders that could be portions of a namespace.
    pub(super) fn scan(&self, places: &[Place], name: &str) -> (Option<Module>, Vec<Place>) {
        let mut portions = Vec::new();
        for (place, origin) in places {
            let entry = self.folders.entry(place, name);
            let inside = || vec![(place.join(name), *origin)];
            if entry.folder {
                let folder = place.join(name);
                let init = self.folders.entry(&folder, "__init__");
                if init.native || (init.bytecode && !init.source) {
                    return (
                        Some(Module::new(Found::Native { origin: *origin }, inside())),
                        Vec::new(),
                    );
                }
                if init.source {
                    return (
                        Some(self.source((&folder, "__init__.py", init.is_link), true, *origin, inside())),
                        Vec::new(),
                    );
                }
            }
            if entry.native || (entry.bytecode && !entry.source) {
                return (Some(Module::plain(Found::Native { origin: *origin })), Vec::new());
            }
            if entry.source {
                return (
                    Some(self.source(
                        (place, &format!("{name}.py"), entry.is_link),
                        false,
                        *origin,
                        Vec::new(),
                    )),
                    Vec::new(),
                );
            }
            if entry.folder {
                portions.extend(inside());
            }
        }
        (None, portions)
    }

    /// A source file in a folder, which may be a link, as first-party code under its known path where it is that.
    fn source(
        &self,
        (folder, name, is_link): (&Path, &str, bool),
        is_package: bool,
        origin: Origin,
        inside: Vec<Place>,
    ) -> Module {
        let path = folder.join(name);
        if origin == Origin::Site && !self.known.is_empty() {
            let real = || match is_link {
                true => self.real_paths.of(&path),
                false => self.real_paths.of_entry(&path),
            };
            let known = self.known_paths.get(&path).or_else(|| self.real.get(&real()?));
            if let Some(path) = known {
                let inside = inside
                    .into_iter()
                    .map(|(folder, _)| (folder, Origin::FirstParty))
                    .collect();
                return Module::new(
                    Found::Source {
                        path: path.clone(),
                        is_package,
                        origin: Origin::FirstParty,
                    },
                    inside,
                );
            }
        }
        Module::new(
            Found::Source {
                path,
                is_package,
                origin,
            },
            inside,
        )
    }
}
