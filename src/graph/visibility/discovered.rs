//! Modules that come to a piece of code because it looks into a folder for them, or through all that are loaded:
//! `pkgutil.iter_modules(package.__path__)`, `Path(__file__).parent.glob("*.py")`, `sys.modules.values()`.
use rustc_hash::FxHashSet;

use super::files::folder_of;
use super::look::Look;
use super::parts::{Part, each_part};
use crate::graph::program::ModuleId;
use crate::rules::Group;
use crate::semantics::code::Expr;
use crate::semantics::facts::{Mention, MentionKind, Path, Reference};

/// Names by which code finds the folder that it is in.
/// Not in `rules/`: Python sets them, and no others.
const OWN_PLACE: [&str; 4] = ["__file__", "__package__", "__path__", "__spec__"];
/// Attributes of a package that lead to its folder.
/// Not in `rules/`: Python sets them, and no others.
const PLACE: [&str; 5] = ["__file__", "__name__", "__package__", "__path__", "__spec__"];

impl Look<'_> {
    /// Modules of the project that the file finds by looking into folders: those below its own package where it, or who imports it,
    /// asks where it is, and those below the packages whose place it asks for, that it is handed, or that are named to it. A folder that
    /// comes from elsewhere, such as an entry of `sys.path`, is where others keep their modules: of the project's, what is named is found.
    /// `handed` are modules that its code has in its hands, and `words` what is named to it.
    pub(super) fn discovered(
        &self,
        words: &FxHashSet<String>,
        handed: impl Iterator<Item = ModuleId>,
    ) -> Vec<ModuleId> {
        let is_computed = |mention: &Mention| matches!(mention.kind, MentionKind::ImportsComputed);
        if !self.facts.mentions.iter().any(is_computed) || !self.lists_a_folder() {
            return Vec::new();
        }
        let modules = &self.program.modules;
        let with_importers = || std::iter::once(self.module).chain(self.importers());
        let asking = with_importers()
            .filter(|&id| self.asks_where_it_is(id))
            .filter_map(|id| self.program.package_around(id));
        let asked = with_importers().flat_map(|id| self.asked_for(id, &PLACE));
        let handed = self.handed.modules.iter().copied().chain(handed);
        let named = words.iter().filter_map(|word| self.program.find(word));
        let packages: Vec<String> = asking
            .chain(asked)
            .chain(handed)
            .chain(named)
            .filter(|&id| modules[id].is_own() && modules[id].is_package)
            .map(|id| format!("{}.", modules[id].name))
            .collect();
        // A string such as `src/plugins` names a folder. The packages that the file is in are words for many things.
        let own_path: FxHashSet<&str> = modules[self.module].name.split('.').collect();
        let facts = with_importers().filter_map(|id| self.program.facts(id));
        let folders: FxHashSet<&str> = facts
            .flat_map(|facts| &facts.words)
            .map(|word| folder_of(word))
            .collect();
        let own_modules = self.program.own_modules().filter(|&id| id != self.module);
        let is_below = |&id: &ModuleId| {
            let name = modules[id].name.as_str();
            let mut folders_around = name.rsplit('.').skip(1);
            packages.iter().any(|package| name.starts_with(package))
                || folders_around.any(|folder| folders.contains(folder) && !own_path.contains(folder))
        };
        own_modules.filter(is_below).collect()
    }

    /// Whether code of the file lists a folder.
    fn lists_a_folder(&self) -> bool {
        let is_listed =
            |name: &str| self.rules.knows(Group::ListsFolder, name) || self.rules.knows(Group::ListsModules, name);
        let lists_none = |reference: &Reference| {
            let path = Path {
                root: self.facts.bindings[reference.binding as usize].name.clone(),
                binding: Some(reference.binding),
                attributes: reference.attributes.clone(),
            };
            let names = self.program.known_names(self.module, &path);
            names.iter().any(|name| self.rules.knows(Group::ListsNoFolder, name))
        };
        let is_lister = |reference: &Reference| {
            let root = &self.facts.bindings[reference.binding as usize].name;
            let named = reference.attributes.iter().chain([root]).any(|name| is_listed(name));
            named && !lists_none(reference)
        };
        self.facts.references.iter().any(is_lister)
            || self.facts.loose_attributes.iter().any(|name| is_listed(name))
            || self.facts.unbound.iter().any(|unbound| {
                let mut names = unbound.attributes.iter().chain([&unbound.name]);
                names.any(|name| is_listed(name))
            })
    }

    /// Whether a file asks for the place of its own code: `os.path.dirname(__file__)`, `files(__package__)`.
    fn asks_where_it_is(&self, id: ModuleId) -> bool {
        let Some(facts) = self.program.facts(id) else {
            return false;
        };
        facts.code.bodies.iter().any(|body| {
            let mut asks = false;
            each_part(&facts.code, &body.statements, &mut |part| {
                if let Part::Expression(at, _) = part
                    && let Expr::Name(name) = *facts.code.expression(at)
                {
                    asks |= OWN_PLACE.contains(&facts.code.name(name));
                }
            });
            asks
        }) || facts
            .code
            .names
            .iter()
            .any(|name| self.rules.knows(Group::TellsPlace, name))
    }

    /// Modules of the project among all that are loaded, where the file goes through these and looks at what is in them.
    pub(super) fn among_all_loaded(&self) -> Vec<ModuleId> {
        let prefixes = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::LoadedAll { prefix } => Some(prefix.as_str()),
            _ => None,
        });
        let prefixes: Vec<&str> = prefixes.collect();
        let modules = &self.program.modules;
        let is_meant = |&id: &ModuleId| prefixes.iter().any(|prefix| modules[id].name.starts_with(prefix));
        self.program.own_modules().filter(is_meant).collect()
    }
}
