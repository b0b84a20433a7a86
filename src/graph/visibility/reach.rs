//! Which modules come to a piece of code as values: named in strings to import them, assigned, or handed over by others.
use rustc_hash::{FxHashMap, FxHashSet};

use super::confined;
use super::held::Held;
use super::look::Look;
use crate::graph::program::{Entity, ModuleId, Program};
use crate::rules::{Group, Rules};
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, Argument, Mention, MentionKind, Object, Operation, OperationKind, Origin, Phase, Reference,
};
use crate::syntax::Span;

/// Origins are followed through this many variables.
const DEEPEST: usize = 4;
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
}

impl Reach {
    /// Those that an object may be of which no more is known.
    pub fn of(&self, object: &Object, rules: &Rules) -> &[ModuleId] {
        let is_lookup = |name: &String| confined::looks_up(rules, name);
        let may_be_looked_up = match object {
            Object::Path(path) => {
                self.holders.contains(&path.root) || std::iter::once(&path.root).chain(&path.attributes).any(is_lookup)
            }
            Object::Made(path) => std::iter::once(&path.root).chain(&path.attributes).any(is_lookup),
            Object::ThisModule | Object::Module(_) | Object::Value | Object::Unknown => true,
        };
        if may_be_looked_up { &self.all } else { &self.loose }
    }
}

/// The modules of the project that other files hand to functions of each module.
pub(super) fn handed_over(program: &Program, rules: &Rules) -> FxHashMap<ModuleId, Vec<ModuleId>> {
    let mut handed: FxHashMap<ModuleId, Vec<ModuleId>> = FxHashMap::default();
    for (module, facts) in program.own_modules().filter_map(|id| Some((id, program.facts(id)?))) {
        for operation in calls(facts) {
            let callee = operation.path.as_ref().and_then(|path| program.entity(module, path));
            if let Some(Entity::Attribute(target, _)) = callee
                && program.modules[target].is_own()
                && program.facts(target).is_some()
            {
                let modules = modules_handed((program, rules), module, facts, operation);
                handed.entry(target).or_default().extend(modules);
            }
        }
    }
    handed
}

fn calls(facts: &ModuleFacts) -> impl Iterator<Item = &Operation> {
    let called = facts.operations.iter().filter(|operation| {
        matches!(operation.kind, OperationKind::Call | OperationKind::DecorateByResult)
            && !operation.context.type_checking
    });
    called.filter(|operation| !operation.handed.is_empty())
}

/// Whether a call is `globals().setdefault(name, value)`, which binds a name of the module, as an import does.
pub(super) fn binds_global(call: &Operation) -> bool {
    let is_globals =
        |origin: &Origin| matches!(origin, Origin::Call(path) if path.binding.is_none() && path.dotted() == "globals");
    call.path.as_ref().is_some_and(|path| path.last() == "setdefault")
        && !call.receiver.is_empty()
        && call.receiver.iter().all(is_globals)
}

/// The modules of the project among the arguments of a call.
pub(super) fn modules_handed(
    known: (&Program, &Rules),
    module: ModuleId,
    facts: &ModuleFacts,
    operation: &Operation,
) -> Vec<ModuleId> {
    let mut found = Vec::new();
    for argument in &operation.handed {
        modules_among(known, module, facts, &argument.origins, DEEPEST, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn modules_among(
    known: (&Program, &Rules),
    module: ModuleId,
    facts: &ModuleFacts,
    origins: &[Origin],
    depth: usize,
    found: &mut Vec<ModuleId>,
) {
    let (program, rules) = known;
    for origin in origins {
        if let Origin::Call(path) = origin
            && confined::looks_up(rules, path.last())
        {
            // Which one it loads by name, the strings of the file tell.
            found.extend(named_in(program, facts));
        }
        let (Origin::Object(path) | Origin::Part(path) | Origin::Held(path)) = origin else {
            continue;
        };
        match program.entity(module, path) {
            // An attribute of it, which its submodules are.
            Some(Entity::Module(target)) if matches!(origin, Origin::Part(_)) => {
                let is_below = |&id: &ModuleId| program.parent(id) == Some(target) && program.modules[id].is_own();
                found.extend((0..program.modules.len()).filter(is_below));
            }
            Some(Entity::Module(target)) => found.extend(program.meant(target)),
            _ => {
                let variable = path.binding.map(|id| &facts.bindings[id as usize]);
                if let Some(variable) = variable.filter(|variable| depth > 0 && variable.kinds.imports == 0) {
                    modules_among(known, module, facts, &variable.origins, depth - 1, found);
                }
            }
        }
    }
}

/// The modules of the project that the strings of a file name.
fn named_in(program: &Program, facts: &ModuleFacts) -> Vec<ModuleId> {
    let names = facts.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Text { text, .. } => program.find(text),
        MentionKind::ImportsByName { module } | MentionKind::Loaded { module, .. } => program.find(module),
        _ => None,
    });
    let named = names.flat_map(|module| program.meant(module));
    named.filter(|&module| program.modules[module].is_own()).collect()
}

impl Look<'_> {
    /// Modules of the project that code of this file may have in its hands.
    pub(super) fn reach(&self) -> Reach {
        let mut loose = self.named_by_text();
        let escaping = self.escaping();
        loose.extend(&escaping);
        loose.extend(self.below_computed());
        loose.extend(self.among_all_loaded());
        loose.extend(self.handed);
        let mut looked_up = self.looked_up_by_name();
        let told = self.looks_up_unknown_names().then(|| {
            let files = self.nearby();
            let words = self.words_of(&files);
            let in_hand = || escaping.iter().chain(&looked_up).copied();
            let discovered = self.discovered(&words, in_hand());
            let of_objects = self.importers().filter(|_| self.finds_modules_of_objects());
            let handed = in_hand().chain(self.handed.iter().copied()).chain(of_objects);
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
                let imports = self.facts.imports.iter();
                let targets = imports.flat_map(|import| self.program.targets(self.module, import));
                looked_up.extend(targets.filter(|&target| self.program.modules[target].is_own()));
            }
        }
        let others = || self.program.own_modules().filter(|&id| id != self.module);
        let is_used_elsewhere = |name: &str| {
            let mut codes = others().filter_map(|id| Some(&self.program.facts(id)?.code));
            codes.any(|code| code.has_name(name))
        };
        let is_builtin = |name: &str| {
            let is_bound = self.facts.bindings.iter().any(|binding| binding.name == name);
            !is_bound && !self.facts.imports.iter().any(|import| import.is_star())
        };
        let kept = (!looked_up.is_empty()).then(|| {
            confined::holders(
                &self.facts.code,
                self.rules,
                &self.lookups(),
                &is_used_elsewhere,
                &is_builtin,
            )
        });
        let mut all = looked_up;
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
            },
            Some(None) | None => Reach {
                loose: all.clone(),
                all,
                holders: FxHashSet::default(),
                by_computed_name,
                escaping,
            },
        }
    }

    /// The calls that look up modules by their names.
    fn lookups(&self) -> FxHashSet<Span> {
        let is_lookup = |mention: &&Mention| {
            matches!(
                mention.kind,
                MentionKind::ImportsByName { .. } | MentionKind::ImportsComputed
            )
        };
        let lookups = self.facts.mentions.iter().filter(is_lookup);
        lookups.map(|mention| mention.span).collect()
    }

    /// Modules of the project that strings of the file name.
    fn named_by_text(&self) -> Vec<ModuleId> {
        let names = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::Text { text, .. } => self.program.find(text),
            _ => None,
        });
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
            _ => None,
        });
        let below = below.flat_map(|prefix| {
            let modules = self.program.modules.iter().enumerate();
            modules
                .filter(move |(_, module)| module.name.starts_with(prefix))
                .map(|(id, _)| id)
        });
        let names = self.facts.mentions.iter().filter_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } | MentionKind::Loaded { module, .. } => self.program.find(module),
            _ => None,
        });
        let named = names.chain(below);
        named.flat_map(|module| self.program.meant(module)).collect()
    }

    /// Whether the file goes from a function or class to its module: `sys.modules[f.__module__]`, `inspect.getmodule(f)`.
    fn finds_modules_of_objects(&self) -> bool {
        let has = |name: &str| self.facts.code.has_name(name);
        has("getmodule") || has("__module__") && (has("modules") || has("import_module"))
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
                match trail.end {
                    Entity::Module(module) if !self.is_only_looked_at(reference) => Some(module),
                    _ => None,
                }
            })
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
