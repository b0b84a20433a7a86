//! Who else sees a module's names: other modules, tests that replace them, strings, and readers of whole namespaces.
use rustc_hash::{FxHashMap, FxHashSet};

use super::program::{Entity, Kind, ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{Access, Exports, MODULE, MentionKind, Object, Phase, Reference};
use crate::syntax::{Span, prefixes};

/// A place in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sighting {
    /// The module whose file it is in.
    pub module: ModuleId,
    /// Where in the file.
    pub span: Span,
}

/// What the program knows of names beyond their own files.
#[derive(Debug, Default)]
pub struct Visibility {
    /// Module attributes that other files read, or take by `from m import n`: the first place seen.
    pub read: FxHashMap<(ModuleId, String), Sighting>,
    /// Module attributes that are assigned or patched from outside: the first place seen.
    pub replaced: FxHashMap<(ModuleId, String), Sighting>,
    /// Modules whose namespace is read as a whole, and how.
    pub namespace: FxHashMap<ModuleId, (Sighting, String)>,
    /// Modules whose attributes are read by computed names.
    pub computed: FxHashMap<ModuleId, Sighting>,
    /// Modules that are star-imported although they have no literal `__all__`.
    pub starred: FxHashMap<ModuleId, Sighting>,
    /// Modules that take their own place in `sys.modules`, or change their class.
    pub self_replacing: FxHashMap<ModuleId, Sighting>,
    /// Names of modules whose presence in `sys.modules` is asked for or faked.
    pub loaded: FxHashMap<String, Sighting>,
    /// Submodules that some file reaches as attributes of their package without importing them itself.
    pub implicit: FxHashMap<ModuleId, Sighting>,
}

impl Visibility {
    /// Looks through the files of the project.
    pub fn new(program: &Program) -> Self {
        let mut seen = Visibility::default();
        for module in 0..program.modules.len() {
            if program.modules[module].is_own()
                && let Some(facts) = program.facts(module)
            {
                Look {
                    program,
                    module,
                    facts,
                    seen: &mut seen,
                }
                .everywhere();
            }
        }
        seen
    }

    /// Whether the presence of a module, or of a package around it, is asked for or faked.
    pub fn presence_matters(&self, module: &str) -> Option<Sighting> {
        prefixes(module).find_map(|name| self.loaded.get(name)).copied()
    }
}

struct Look<'a> {
    program: &'a Program,
    module: ModuleId,
    facts: &'a ModuleFacts,
    seen: &'a mut Visibility,
}

fn note<K: Eq + std::hash::Hash, V>(map: &mut FxHashMap<K, V>, key: K, value: V) {
    map.entry(key).or_insert(value);
}

impl Look<'_> {
    fn at(&self, span: Span) -> Sighting {
        Sighting {
            module: self.module,
            span,
        }
    }

    fn everywhere(&mut self) {
        self.imported_names();
        let mut imported = FxHashSet::default();
        for import in &self.facts.imports {
            for target in self.program.targets(self.module, import) {
                // With the packages around it, each of which becomes an attribute of the one around that.
                imported.extend(std::iter::successors(Some(target), |&module| {
                    self.program.parent(module)
                }));
            }
        }
        for reference in &self.facts.references {
            if reference.phase != Phase::TypeCheckers && !reference.attributes.is_empty() {
                self.attributes(reference, &imported);
            }
        }
        self.handed_on();
        let mut named = self.named_modules();
        named.extend(self.escaping());
        named.sort_unstable();
        named.dedup();
        for mention in &self.facts.mentions {
            let at = self.at(mention.span);
            match &mention.kind {
                MentionKind::Text {
                    text,
                    replaces,
                    keywords,
                } => self.text(text, *replaces, keywords, at),
                MentionKind::Attribute { object, name, replaces } => {
                    self.attribute(object, name, *replaces, at, &named)
                }
                MentionKind::ComputedAttribute { object } => {
                    if let Some(module) = self.module_of(object) {
                        note(&mut self.seen.computed, module, at);
                    }
                }
                MentionKind::ThisModule => note(&mut self.seen.computed, self.module, at),
                MentionKind::ReplacesThisModule => note(&mut self.seen.self_replacing, self.module, at),
                MentionKind::Loaded { module } => note(&mut self.seen.loaded, module.clone(), at),
                MentionKind::ImportsByName { .. } => {}
            }
        }
        for read in &self.facts.namespace_reads {
            let owner = match self.entity(&read.object) {
                Some(Entity::Module(module)) => module,
                // The namespace behind a function (`f.__globals__`) is its module's.
                Some(Entity::Attribute(module, _)) if read.how == ".__globals__" => module,
                _ if read.how == ".__globals__" => self.module,
                // Whatever module it is that came here as a value.
                None => {
                    let at = self.at(read.span);
                    for &module in &named {
                        note(&mut self.seen.namespace, module, (at, read.how.clone()));
                    }
                    continue;
                }
                // A variable may hold any of them, too.
                Some(Entity::Attribute(module, name)) if module == self.module && self.is_variable(&name) => {
                    let at = self.at(read.span);
                    for &module in &named {
                        note(&mut self.seen.namespace, module, (at, read.how.clone()));
                    }
                    continue;
                }
                Some(Entity::Attribute(..)) => continue,
            };
            let at = self.at(read.span);
            note(&mut self.seen.namespace, owner, (at, read.how.clone()));
        }
        for name in named.iter().flat_map(|&module| {
            self.facts
                .loose_attributes
                .iter()
                .map(move |name| (module, name.clone()))
        }) {
            note(
                &mut self.seen.read,
                name,
                Sighting {
                    module: self.module,
                    span: Span::default(),
                },
            );
        }
    }

    fn imported_names(&mut self) {
        for import in &self.facts.imports {
            let Some(base) = self
                .program
                .absolute(self.module, import)
                .and_then(|name| self.program.find(&name))
            else {
                continue;
            };
            let at = self.at(import.alias);
            match &import.name {
                Some(_) if base == self.module => {}
                Some(star) if star == "*" => match self.program.facts(base).map(|facts| &facts.exports) {
                    Some(Exports::Listed(names)) => {
                        for name in names {
                            note(&mut self.seen.read, (base, name.clone()), at);
                        }
                    }
                    _ => note(&mut self.seen.starred, base, at),
                },
                Some(name) if !import.context.type_checking => note(&mut self.seen.read, (base, name.clone()), at),
                _ => {}
            }
        }
    }

    /// Attributes read or written through an imported name.
    fn attributes(&mut self, reference: &Reference, imported: &FxHashSet<ModuleId>) {
        if self.facts.bindings[reference.binding as usize].kinds.imports == 0 {
            return;
        }
        let Some(trail) = self
            .program
            .trail(self.module, reference.binding, &reference.attributes)
        else {
            return;
        };
        let at = self.at(reference.span);
        let writes = reference.access == Access::WriteAttribute;
        let mut written = false;
        for hop in trail.hops.iter().filter(|hop| hop.used > 0) {
            let key = (hop.module, hop.name.clone());
            if writes && hop.used == reference.attributes.len() {
                // What the attribute was imported from is not written.
                if !std::mem::replace(&mut written, true) {
                    note(&mut self.seen.replaced, key, at);
                }
            } else {
                note(&mut self.seen.read, key, at);
            }
            let reached = self.program.submodule(hop.module, &hop.name);
            if let Some(submodule) = reached.filter(|submodule| !imported.contains(submodule) && !writes) {
                note(&mut self.seen.implicit, submodule, at);
            }
        }
    }

    /// Modules of the project that the file names in strings to import them.
    fn named_modules(&self) -> Vec<ModuleId> {
        let below = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } => module.strip_suffix('*'),
            _ => None,
        });
        let below = below.flat_map(|prefix| {
            let modules = self.program.modules.iter().enumerate();
            modules
                .filter(move |(_, module)| module.name.starts_with(prefix))
                .map(|(id, _)| id)
        });
        let names = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } | MentionKind::Loaded { module } => self.program.find(module),
            MentionKind::Text { text, .. } => self.program.find(text),
            _ => None,
        });
        let named = names.chain(below);
        named.filter(|&module| self.program.modules[module].is_own()).collect()
    }

    /// Modules of the project that the file hands on as values: assigned, passed, or put into something.
    fn escaping(&self) -> Vec<ModuleId> {
        let values = self.facts.references.iter().filter(|reference| {
            let imported = self.facts.bindings[reference.binding as usize].kinds.imports > 0;
            imported && matches!(reference.phase, Phase::Run | Phase::MainGuard) && reference.access == Access::Read
        });
        values
            .filter_map(|reference| {
                let trail = self
                    .program
                    .trail(self.module, reference.binding, &reference.attributes)?;
                match trail.end {
                    Entity::Module(module) if self.program.modules[module].is_own() => Some(module),
                    _ => None,
                }
            })
            .collect()
    }

    fn is_variable(&self, name: &str) -> bool {
        let id = self.facts.global(name);
        id.is_some_and(|id| self.facts.bindings[id as usize].kinds.assignments > 0)
    }

    /// Modules of the project that are handed to a function of another one: it may read any attribute that it names.
    fn handed_on(&mut self) {
        for operation in self
            .facts
            .operations
            .iter()
            .filter(|operation| !operation.arguments.is_empty())
        {
            let callee = operation
                .path
                .as_ref()
                .and_then(|path| self.program.entity(self.module, path));
            let Some(Entity::Attribute(target, _)) = callee.filter(|_| !operation.context.type_checking) else {
                continue;
            };
            let Some(facts) = self
                .program
                .facts(target)
                .filter(|_| self.program.modules[target].is_own())
            else {
                continue;
            };
            for argument in &operation.arguments {
                if let Some(Entity::Module(module)) = self.program.entity(self.module, argument)
                    && self.program.modules[module].is_own()
                {
                    for name in &facts.loose_attributes {
                        let at = self.at(operation.span);
                        note(&mut self.seen.read, (module, name.clone()), at);
                    }
                }
            }
        }
    }

    fn entity(&self, object: &Object) -> Option<Entity> {
        match object {
            Object::Path(path) => self.program.entity(self.module, path),
            Object::ThisModule => Some(Entity::Module(self.module)),
            Object::Module(name) => self.program.find(name).map(Entity::Module),
            Object::Unknown => None,
        }
    }

    fn module_of(&self, object: &Object) -> Option<ModuleId> {
        match self.entity(object)? {
            Entity::Module(module) => Some(module),
            Entity::Attribute(..) => None,
        }
    }

    /// `getattr(x, "n")` and `patch.object(x, "n")`.
    fn attribute(&mut self, object: &Object, name: &str, replaces: bool, at: Sighting, named: &[ModuleId]) {
        let key = |module: ModuleId| (module, name.to_owned());
        if let Some(module) = self.module_of(object) {
            let map = if replaces {
                &mut self.seen.replaced
            } else {
                &mut self.seen.read
            };
            note(map, key(module), at);
            return;
        }
        let unknown = match object {
            Object::Unknown => true,
            Object::Path(path) => path.binding.is_none_or(|id| {
                let binding = &self.facts.bindings[id as usize];
                binding.kinds.imports == 0 && (binding.scope != MODULE || binding.kinds.assignments > 0)
            }),
            _ => false,
        };
        if !unknown {
            return;
        }
        for &module in named {
            note(
                if replaces {
                    &mut self.seen.replaced
                } else {
                    &mut self.seen.read
                },
                key(module),
                at,
            );
        }
        if replaces && self.program.modules[self.module].kind == Kind::Test {
            // A test that is handed the object from elsewhere: any module of the project that has such a name may be meant.
            for module in 0..self.program.modules.len() {
                if self.program.modules[module].is_own() && !self.program.imports_of(module, name).is_empty() {
                    note(&mut self.seen.replaced, key(module), at);
                }
            }
        }
    }

    /// A string in which dotted names may stand: `"app.m.n"`, `"app.m:n"`, a pickle's `capp.m\nn\n`.
    fn text(&mut self, text: &str, replaces: bool, keywords: &[String], at: Sighting) {
        let is_pickle = text.contains('\n');
        let joined = text.replace([':', '\n'], ".");
        for run in joined.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '.') {
            let run = run.trim_matches('.');
            if run.contains('.') || !keywords.is_empty() {
                self.dotted(run, replaces, keywords, at);
            }
            if is_pickle && run.starts_with('c') {
                self.dotted(&run[1..], replaces, keywords, at);
            }
        }
    }

    fn dotted(&mut self, dotted: &str, replaces: bool, keywords: &[String], at: Sighting) {
        let parts: Vec<&str> = dotted.split('.').collect();
        let longest = (1..=parts.len())
            .rev()
            .find_map(|count| Some((self.program.find(&parts[..count].join("."))?, count)));
        let Some((module, count)) = longest else { return };
        let rest: Vec<String> = parts[count..].iter().map(|part| (*part).to_owned()).collect();
        if rest.is_empty() {
            for keyword in keywords {
                note(&mut self.seen.replaced, (module, keyword.clone()), at);
            }
            // `patch("pkg.sub")` replaces the attribute of the package.
            if replaces && let Some(parent) = self.program.parent(module) {
                note(&mut self.seen.replaced, (parent, parts[count - 1].to_owned()), at);
            }
            return;
        }
        let replaces = replaces || self.program.modules[self.module].kind == Kind::Test;
        let mut at_module = module;
        let mut index = 0;
        while index < rest.len() {
            let key = (at_module, rest[index].clone());
            let last = index + 1 == rest.len();
            note(
                if replaces && last {
                    &mut self.seen.replaced
                } else {
                    &mut self.seen.read
                },
                key,
                at,
            );
            let import = self
                .program
                .imports_of(at_module, &rest[index])
                .first()
                .copied()
                .cloned();
            match import.and_then(|import| self.program.imported(at_module, &import)) {
                Some(Entity::Module(next)) => at_module = next,
                _ => break,
            }
            index += 1;
        }
    }
}
