//! Which modules come to a piece of code as values: named in strings to import them, assigned, or handed over by others.
use rustc_hash::FxHashSet;

use super::confined;
use super::handed_over::{binds_global, calls, named_by_texts, named_to_load};
use super::held::Held;
use super::look::Look;
use crate::graph::program::{Entity, ModuleId};
use crate::rules::{Group, Rules};
use crate::semantics::facts::{Access, Argument, Import, MentionKind, Object, Operation, Origin, Phase, Reference};
use crate::syntax::Span;

/// Modules of the project that code of a file may have in its hands.
pub(super) struct Reach {
    /// All of them.
    pub all: Vec<ModuleId>,
    /// Without those that stay in the variables of the functions which look them up.
    loose: Vec<ModuleId>,
    /// The names of these variables.
    holders: FxHashSet<String>,
    /// Those that it may import by a name which is put together of what is not known.
    pub by_computed_name: Vec<ModuleId>,
    /// Those that it hands on as values.
    pub escaping: Vec<ModuleId>,
    /// Those that it looks up by their names and that others may get of it.
    pub given: Vec<ModuleId>,
}

impl Reach {
    /// Those that an object may be of which no more is known.
    pub fn of(&self, object: &Object, rules: &Rules, loaders: &[String]) -> &[ModuleId] {
        let is_lookup = |name: &String| confined::looks_up(rules, loaders, name);
        let may_be_looked_up = match object {
            Object::Path(path) => {
                self.holders.contains(&path.root) || std::iter::once(&path.root).chain(&path.attributes).any(is_lookup)
            }
            Object::Made(path) => std::iter::once(&path.root).chain(&path.attributes).any(is_lookup),
            Object::ThisModule | Object::Module(_) | Object::Below(_) | Object::Value | Object::Unknown => true,
        };
        if may_be_looked_up { &self.all } else { &self.loose }
    }
}

impl Look<'_> {
    /// Modules of the project that code of this file may have in its hands.
    pub(super) fn reach(&self) -> Reach {
        let mut loose = self.named_by_text();
        let escaping = self.escaping();
        loose.extend(&escaping);
        loose.extend(self.below_computed());
        loose.extend(self.among_all_loaded());
        let mut looked_up = self.looked_up_by_name();
        let told = self.looks_up_unknown_names().then(|| {
            let files = self.nearby();
            let words = self.words_of(&files);
            let in_hand = || escaping.iter().chain(&looked_up).copied();
            let discovered = self.discovered(&words, in_hand());
            let of_objects = self.importers().filter(|_| self.finds_modules_of_objects());
            let handed = in_hand().chain(self.handed.modules.iter().copied()).chain(of_objects);
            let composed = self.composed(&files, &words, handed);
            (self.named_elsewhere(&words), discovered, composed)
        });
        let (named, discovered, composed) = told.unwrap_or_default();
        looked_up.extend(named.iter().flat_map(|&module| self.program.meant(module)));
        looked_up.extend(&discovered);
        looked_up.extend(composed.iter().flat_map(|&module| self.program.meant(module)));
        // `__main__` is loaded by then.
        let named = named
            .into_iter()
            .filter(|&module| self.program.modules[module].is_own());
        let by_computed_name = named.chain(discovered).chain(composed).collect();
        if self.finds_modules_of_objects() {
            looked_up.extend(self.importers());
            if self.program.modules[self.module].is_beside() {
                looked_up.extend(self.own_targets(self.module));
            }
        }
        let others = || self.program.own_modules().filter(|&id| id != self.module);
        let is_used_elsewhere = |name: &str| {
            let mut facts = others().filter_map(|id| self.program.facts(id));
            let is_imported = |import: &Import| import.name.as_deref() == Some(name);
            facts.any(|facts| facts.code.has_name(name) || facts.imports.iter().any(is_imported))
        };
        let is_builtin = |name: &str| {
            let is_bound = self.facts.bindings.iter().any(|binding| binding.name == name);
            !is_bound && !self.facts.imports.iter().any(|import| import.is_star())
        };
        // What a function is handed is a variable of that, as what it looks up is, unless something else has it as well.
        let handed = match self.handed.is_elsewhere {
            true => Vec::new(),
            false => self.handed.parameters.clone(),
        };
        let kept = (!looked_up.is_empty() || !handed.is_empty()).then(|| {
            confined::holders(
                &self.facts.code,
                self.rules,
                &self.lookups(),
                &handed,
                &is_used_elsewhere,
                &is_builtin,
                &|name| self.own_function(name),
            )
        });
        let given = match kept {
            Some(None) => looked_up.clone(),
            Some(Some(_)) | None => Vec::new(),
        };
        if self.handed.is_elsewhere || !matches!(kept, Some(Some(_))) {
            loose.extend(&self.handed.modules);
        }
        let mut all = looked_up;
        all.extend(&self.handed.modules);
        all.extend(&loose);
        for modules in [&mut all, &mut loose] {
            modules.sort_unstable();
            modules.dedup();
        }
        match kept {
            Some(Some(holders)) => Reach {
                all,
                loose,
                holders,
                by_computed_name,
                escaping,
                given,
            },
            Some(None) | None => Reach {
                loose: all.clone(),
                all,
                holders: FxHashSet::default(),
                by_computed_name,
                escaping,
                given,
            },
        }
    }

    /// The calls that look up modules by their names.
    fn lookups(&self) -> FxHashSet<Span> {
        let lookups = self.facts.mentions.iter().filter(|mention| mention.loads_by_name());
        lookups.map(|mention| mention.span).collect()
    }

    /// Modules of the project that strings of the file name.
    fn named_by_text(&self) -> Vec<ModuleId> {
        let names = named_by_texts(self.program, self.facts);
        // What is loaded a second time, from its file, comes here as a value, too.
        let mentions = self.facts.mentions.iter();
        let by_path = mentions.filter(|mention| matches!(mention.kind, MentionKind::LoadedAnew { by_path: true, .. }));
        let anew = by_path.flat_map(|_| self.named_files());
        names
            .chain(anew)
            .filter(|&module| self.program.modules[module].is_own())
            .collect()
    }

    /// Modules of the project that the file names in strings to look them up.
    fn looked_up_by_name(&self) -> Vec<ModuleId> {
        let below = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } => module.strip_suffix('*'),
            MentionKind::LoadedBelow { prefix, .. } => Some(prefix.as_str()),
            _ => None,
        });
        let below = below.flat_map(|prefix| {
            let modules = self.program.modules.iter().enumerate();
            modules
                .filter(move |(_, module)| module.name.starts_with(prefix))
                .map(|(id, _)| id)
        });
        let named = named_to_load(self.program, self.facts).chain(below);
        named.flat_map(|module| self.program.meant(module)).collect()
    }

    /// Whether the file goes from a function or class to its module: `sys.modules[f.__module__]`, `inspect.getmodule(f)`.
    fn finds_modules_of_objects(&self) -> bool {
        let has = |name: &str| self.facts.code.has_name(name);
        has("getmodule") || has("__module__") && (has("modules") || has("import_module"))
    }

    /// The modules of the project that a module's imports name.
    pub(super) fn own_targets(&self, module: ModuleId) -> impl Iterator<Item = ModuleId> {
        let program = self.program;
        let imports = program.facts(module).into_iter().flat_map(|facts| &facts.imports);
        let targets = imports.flat_map(move |import| program.targets(module, import));
        targets.filter(|&target| program.modules[target].is_own())
    }

    /// The modules of the project that import this one.
    pub(super) fn importers(&self) -> impl Iterator<Item = ModuleId> {
        let others = self.program.own_modules();
        others.filter(|&id| {
            let mut imports = self.program.facts(id).into_iter().flat_map(|facts| &facts.imports);
            imports.any(|import| self.program.targets(id, import).contains(&self.module))
        })
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
                let set = self.program.renamed_trails(&trail);
                let modules = std::iter::once(trail).chain(set).filter_map(|trail| match trail.end {
                    Entity::Module(module) => Some(module),
                    Entity::Attribute(..) => None,
                });
                let modules: Vec<ModuleId> = modules.collect();
                (!modules.is_empty() && !self.is_only_looked_at(reference)).then_some(modules)
            })
            .flatten()
            .flat_map(|module| self.program.meant(module))
            .collect()
    }

    /// Whether a module only goes to somebody who looks at it, and hands on no more than attributes: `hasattr(module, name)`.
    fn is_only_looked_at(&self, reference: &Reference) -> bool {
        let holds = |call: &&Operation| call.span.start <= reference.span.start && reference.span.end <= call.span.end;
        let innermost = calls(self.facts)
            .filter(holds)
            .min_by_key(|call| call.span.end - call.span.start);
        let Some((call, path)) = innermost.and_then(|call| Some((call, call.path.as_ref()?))) else {
            return false;
        };
        if binds_global(call) {
            return true;
        }
        let is_it = |argument: &Argument| {
            argument.origins.iter().any(|origin| {
                matches!(origin, Origin::Object(path) if path.binding == Some(reference.binding)
                    && path.attributes == reference.attributes)
            })
        };
        let first = call.handed.first().is_some_and(is_it);
        let looks = path.binding.is_none() && self.rules.knows(Group::LooksAt, &path.dotted());
        looks && first && !call.handed.iter().skip(1).any(is_it)
    }

    /// The submodules of packages whose attributes are read by names that are not known.
    fn below_computed(&self) -> Vec<ModuleId> {
        let packages = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ComputedAttribute { object, .. } => match self.held(object) {
                Held::Module(module) if self.program.modules[module].is_package => Some(module),
                _ => None,
            },
            _ => None,
        });
        let packages: Vec<ModuleId> = packages.collect();
        let own = self.program.own_modules();
        let parent = |id: ModuleId| self.program.parent(id);
        own.filter(|&id| !packages.is_empty() && parent(id).is_some_and(|parent| packages.contains(&parent)))
            .collect()
    }
}
