//! A `try` around imports, with its fallbacks and flags, that runs as a whole when one of its names is first asked for.
use std::collections::BTreeMap;

use super::super::Code;
use super::super::verdict::{Kept, Shape};
use super::Judge;
use super::place::{common_block, place_of};
use crate::graph::{ModuleId, Sighting};
use crate::rules::Outside;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, AnnotationPlace, Attempt, AttemptedName, BindingId, BlockId, Import, ImportId, Mention, MentionKind,
    Object, Phase, Reference, ScopeId, Touch,
};
use crate::syntax::Span;
use crate::verdict::{DeferredAttempt, Strategy, Way};

/// The functions that need names of a `try`: the innermost branch that holds all uses, and the names.
pub(super) type Homes = BTreeMap<ScopeId, (Option<BlockId>, Vec<String>)>;

impl<'a, 'r> Judge<'a, 'r> {
    /// How the `try` that holds an import can be deferred, or why it has to stay; none where it holds none.
    pub(super) fn attempt(&self, id: ImportId) -> Option<Result<Shape, Kept>> {
        let attempted = self.attempted(self.attempt_of(id)?);
        Some(attempted.map(|attempt| Way::Attempt(attempt).into()))
    }

    /// The `try` that holds an import.
    pub(super) fn attempt_of(&self, id: ImportId) -> Option<&'a Attempt> {
        let mut attempts = self.facts.attempts.iter();
        attempts.find(|attempt| attempt.runs && attempt.imports.contains(&id))
    }

    fn attempted(&self, attempt: &Attempt) -> Result<DeferredAttempt, Kept> {
        let mut functions = Homes::new();
        let mut reasons = Vec::new();
        self.attempt_reasons(attempt, false, &mut functions, &mut reasons);
        if let Some(kept) = reasons.into_iter().next() {
            return Err(kept);
        }
        Ok(DeferredAttempt {
            statement: attempt.statement,
            names: attempt.names.iter().map(|one| (one.name.clone(), one.always)).collect(),
            functions: self.trigger(attempt, self.places(functions)),
            told: attempt.told,
        })
    }

    /// Why a `try` has to stay: the first reason, or `all`. The functions that need it are noted on the way.
    pub(super) fn attempt_reasons(&self, attempt: &Attempt, all: bool, functions: &mut Homes, found: &mut Vec<Kept>) {
        let kept = |span: Span, detail: String| {
            let at = Sighting {
                module: self.module,
                span,
            };
            Kept::at(Code::GuardedImport, detail, at)
        };
        found.extend(attempt.more.iter().map(|(span, what)| kept(*span, what.clone())));
        if !self.inputs.options.allows(Strategy::ModuleGetattr) {
            found.push(Kept::new(Code::GuardedImport));
        }
        for &id in &attempt.imports {
            let import = &self.facts.imports[id as usize];
            found.extend(self.wishes(import).err());
            found.extend(
                import
                    .binding
                    .into_iter()
                    .flat_map(|binding| self.source(import, binding)),
            );
            if self.inputs.program.modules[self.module].is_package && self.is_within(import) {
                let what = "which takes something from below the package";
                found.push(kept(import.alias, what.to_owned()));
            }
            if let Some(name) = self.takes_of_unfinished(import) {
                found.push(kept(
                    import.alias,
                    format!("which asks `{name}` for names while that is being executed"),
                ));
            }
        }
        if !all && !found.is_empty() {
            return;
        }
        let statement = attempt.statement;
        let collision = || self.commute.collision_of_statement(self.module, statement, self.before);
        found.extend(collision());
        found.extend(self.attempt_computes(attempt).err());
        found.extend(self.attempt_catches(attempt).err());
        for one in &attempt.names {
            found.extend(self.attempted_name(attempt, one, functions));
        }
        if !attempt.names.iter().any(|one| one.always) {
            let what = "which binds no name where the import fails";
            found.push(kept(attempt.statement, what.to_owned()));
        }
        let at = Sighting {
            module: self.module,
            span: attempt.statement,
        };
        found.extend(self.asks_itself(at).err());
    }

    /// The module that is being executed around this one and that something asks for a name which an import loads: whether that is
    /// there yet is part of what a `try` finds.
    fn takes_of_unfinished(&self, import: &Import) -> Option<String> {
        let program = self.inputs.program;
        let targets = program.targets(self.module, import).into_iter();
        let loaded = targets.flat_map(|target| self.before.of(target).iter());
        let own = loaded.filter(|&id| id != self.module && program.modules[id].is_own());
        own.filter_map(|id| Some((id, program.facts(id)?)))
            .find_map(|(id, facts)| {
                let taking = facts.imports.iter().filter(|import| facts.runs_at_import(import));
                taking
                    .filter_map(|import| Some((import, import.name.as_ref()?)))
                    .find_map(|(import, name)| {
                        let base = program.find(&program.absolute(id, import)?)?;
                        let is_around = base != id && self.before.of(base).contains(self.module);
                        (is_around && program.submodule(base, name).is_none())
                            .then(|| program.modules[base].name.clone())
                    })
            })
    }

    /// Whether what it computes is the same whenever it does so.
    fn attempt_computes(&self, attempt: &Attempt) -> Result<(), Kept> {
        let program = self.inputs.program;
        let own = |id: BindingId| attempt.names.iter().any(|one| one.binding == Some(id));
        for call in &attempt.calls {
            let names = program.known_names(self.module, call);
            let rule = names.iter().find_map(|name| self.inputs.rules.harmless_call(name));
            let is_same =
                rule.is_some_and(|rule| !rule.calls_back && matches!(rule.reads, None | Some(Outside::Installation)));
            if !is_same && !self.is_followed(attempt, &names) || call.binding.is_some_and(own) {
                return Err(self.guarded(attempt, format!("which calls `{}`", call.dotted())));
            }
        }
        let within = |span: Span| attempt.statement.start <= span.start && span.end <= attempt.statement.end;
        for reference in self.facts.references.iter().filter(|reference| within(reference.span)) {
            let binding = &self.facts.bindings[reference.binding as usize];
            let kinds = binding.kinds;
            let bound = kinds.imports + kinds.functions + kinds.classes + kinds.assignments;
            let is_caught = attempt.caught.iter().any(|(name, _)| *name == binding.name);
            if !own(reference.binding)
                && !is_caught
                && (bound != 1 || kinds.deletions > 0 || kinds.from_global_statement)
            {
                return Err(self.guarded(attempt, format!("which reads `{}`", binding.name)));
            }
            let trails = program.trails(self.module, reference.binding, &reference.attributes);
            for hop in trails.into_iter().flat_map(|trail| trail.hops) {
                let replaced = self.inputs.visibility.replacement(hop.module, &hop.name);
                // What it sets itself must be set by nobody else.
                let is_own = |at: &Sighting| at.module == self.module && within(at.span);
                let other = match replaced {
                    Some(at) if is_own(&at) => self.set_elsewhere(attempt, &hop.name),
                    replaced => replaced,
                };
                if let Some(at) = other {
                    return Err(Kept::at(Code::SourcePatched, "", at));
                }
            }
        }
        Ok(())
    }

    /// Whether a call is one of a function or class that another module of the project defines, which imports nothing of the project and
    /// is handed none of this one's objects: what it does, and reads, is found by following it, and asked for with all else that the
    /// statement does.
    fn is_followed(&self, attempt: &Attempt, names: &[String]) -> bool {
        let program = self.inputs.program;
        let is_defined = |name: &String| {
            let (of, name) = name.rsplit_once('.')?;
            let module = program.find(of).filter(|&module| program.modules[module].is_own())?;
            let facts = program.facts(module)?;
            let kinds = facts.bindings[facts.global(name)? as usize].kinds;
            let others = kinds.imports + kinds.assignments + kinds.deletions;
            let is_alone = module != self.module && self.names_no_module(module);
            Some(is_alone && kinds.functions + kinds.classes == 1 && others == 0 && !kinds.from_global_statement)
        };
        let within = |span: Span| attempt.statement.start <= span.start && span.end <= attempt.statement.end;
        let own = |id: BindingId| attempt.names.iter().any(|one| one.binding == Some(id));
        let mut references = self.facts.references.iter().filter(|reference| within(reference.span));
        let hands_objects = references.any(|reference| {
            let binding = &self.facts.bindings[reference.binding as usize];
            binding.kinds.assignments > 0 && !own(reference.binding)
        });
        !hands_objects && !names.is_empty() && names.iter().all(|name| is_defined(name) == Some(true))
    }

    /// Whether a module imports nothing of the project, and nothing whose name is not known.
    fn names_no_module(&self, module: ModuleId) -> bool {
        let program = self.inputs.program;
        let facts = program.facts(module);
        facts.is_some_and(|facts| {
            let mut imports = facts.imports.iter();
            let is_own = |import: &Import| {
                let mut targets = program.targets(module, import).into_iter();
                targets.any(|target| program.modules[target].is_own())
            };
            !imports.any(is_own) && !facts.mentions.iter().any(Mention::loads_by_name)
        })
    }

    /// The first place of the project, but for the statement itself, that sets an attribute of this name, whatever it is of.
    fn set_elsewhere(&self, attempt: &Attempt, name: &str) -> Option<Sighting> {
        let within = |span: Span| attempt.statement.start <= span.start && span.end <= attempt.statement.end;
        let program = self.inputs.program;
        let top = |import: &Import| import.module.split('.').next().unwrap_or_default().to_owned();
        let tops: Vec<String> = attempt
            .imports
            .iter()
            .map(|&id| top(&self.facts.imports[id as usize]))
            .collect();
        let knows = |facts: &ModuleFacts| facts.imports.iter().any(|import| tops.contains(&top(import)));
        let own = program.own_modules();
        own.filter_map(|module| Some((module, program.facts(module)?)))
            .find_map(|(module, facts)| {
                let references = facts.references.iter().filter(|reference| {
                    reference.access == Access::WriteAttribute
                        && reference.attributes.last().is_some_and(|last| last == name)
                });
                let mentions = facts.mentions.iter().filter(|mention| match &mention.kind {
                    MentionKind::Attribute { name: set, touch, .. } => set == name && *touch != Touch::Read,
                    MentionKind::Text { text, .. } => text.rsplit(['.', ':']).next() == Some(name),
                    // A name that is not known, of what may be a module that is known there.
                    MentionKind::ComputedAttribute { object, touch } => {
                        *touch != Touch::Read && *object != Object::Value && knows(facts)
                    }
                    MentionKind::SetterHanded { .. } => knows(facts),
                    MentionKind::DefinedAttribute { touch, .. } | MentionKind::Joined { touch, .. } => {
                        *touch != Touch::Read
                    }
                    MentionKind::Loaded { .. }
                    | MentionKind::LoadedBelow { .. }
                    | MentionKind::Puts { .. }
                    | MentionKind::LoadedAll { .. }
                    | MentionKind::RunsText
                    | MentionKind::WritesPart { .. }
                    | MentionKind::LoadedComputed { .. }
                    | MentionKind::LoadedAnew { .. }
                    | MentionKind::ThisModule
                    | MentionKind::ReplacesThisModule
                    | MentionKind::ImportsComputed
                    | MentionKind::LoadedOf { .. }
                    | MentionKind::ImportsByName { .. } => false,
                });
                let mut spans = references
                    .map(|reference| reference.span)
                    .chain(mentions.map(|mention| mention.span));
                let span = spans.find(|&span| module != self.module || !within(span))?;
                Some(Sighting { module, span })
            })
    }

    /// Whether the names of caught exceptions are its own, which they no longer are where a function runs it.
    fn attempt_catches(&self, attempt: &Attempt) -> Result<(), Kept> {
        for (name, _) in &attempt.caught {
            let alike = self.facts.attempts.iter().filter(|other| {
                let mut caught = other.caught.iter();
                other.runs && caught.any(|(other, _)| other == name)
            });
            let within = |span: Span| {
                let holds = |other: &Attempt| other.statement.start <= span.start && span.end <= other.statement.end;
                alike.clone().any(holds)
            };
            let caught = alike.clone().flat_map(|other| &other.caught);
            let times: u16 = caught.filter(|(other, _)| other == name).map(|(_, times)| *times).sum();
            let is_own = self.facts.global(name).is_some_and(|id| {
                let kinds = self.facts.bindings[id as usize].kinds;
                let others = kinds.imports + kinds.functions + kinds.classes + kinds.deletions + kinds.parameters;
                let mut references = self.facts.references.iter().filter(|reference| reference.binding == id);
                kinds.assignments == times
                    && others + kinds.type_checking_imports == 0
                    && !kinds.from_global_statement
                    && references.all(|reference| within(reference.span))
            });
            if !is_own || attempt.names.iter().any(|one| one.name == *name) {
                return Err(self.guarded(attempt, format!("and `{name}` is bound elsewhere, too")));
            }
        }
        Ok(())
    }

    /// Why a name cannot wait; where it can, it is noted where in the module it is needed later.
    fn attempted_name(&self, attempt: &Attempt, one: &AttemptedName, functions: &mut Homes) -> Vec<Kept> {
        let Some(binding) = one.binding else {
            return vec![Kept::new(Code::GuardedImport)];
        };
        let mut found = Vec::new();
        let kinds = self.facts.bindings[binding as usize].kinds;
        let told = if attempt.told.is_none() {
            kinds.type_checking_imports
        } else {
            0
        };
        let others = kinds.functions + kinds.classes + kinds.deletions + kinds.parameters + told;
        if kinds.imports + kinds.assignments != one.times || others > 0 || kinds.from_global_statement {
            found.push(self.guarded(attempt, format!("and `{}` is bound elsewhere, too", one.name)));
        }
        if one.name.starts_with("__") {
            found.push(self.guarded(attempt, format!("which binds `{}`", one.name)));
        }
        found.extend(self.namespaces(&one.name, None));
        found.extend(self.servable(&one.name).err());
        if self.facts.global("__getattr__").is_some() || self.facts.global("__dir__").is_some() {
            found.push(Kept::new(Code::ExistingGetattr));
        }
        if let Some(submodule) = self.inputs.program.submodule(self.module, &one.name) {
            let detail = format!("`{}`", self.inputs.program.modules[submodule].name);
            found.push(Kept::told(Code::SubmoduleShadowed, detail));
        }
        let usage = match self.usage.usage_outside(binding, attempt.statement) {
            Ok(usage) => usage,
            Err(kept) => {
                let summary = kept.code.summary().trim_end_matches('.');
                found.push(Kept {
                    code: Code::GuardedImport,
                    detail: format!("and `{}` is needed: {summary}", one.name),
                    needed_by: None,
                    ..kept
                });
                return found;
            }
        };
        if usage.main_guard || !usage.entries.is_empty() || !usage.constants.is_empty() || !usage.quotes.is_empty() {
            found.push(self.guarded(attempt, format!("and `{}` is needed at once", one.name)));
        }
        if self.is_annotation_on_demand(binding) {
            found.push(self.guarded(attempt, format!("and `{}` is named in an annotation", one.name)));
        }
        let mut scopes: Vec<ScopeId> = usage.functions.iter().map(|(scope, _)| *scope).collect();
        scopes.dedup();
        for scope in scopes {
            // All its names come from one import, so that it stands where all their uses see it.
            let block = usage.blocks.get(&scope).copied().flatten();
            let home = functions.entry(scope).or_insert_with(|| (block, Vec::new()));
            home.0 = common_block(self.facts, scope, home.0, block);
            home.1.push(one.name.clone());
        }
        found
    }

    /// What each function imports from its own module, to have the statement run: names that are bound in any case. The others
    /// are read from the module.
    /// Where the names go that functions need.
    fn places(&self, homes: Homes) -> BTreeMap<u32, Vec<String>> {
        let mut functions: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (scope, (block, names)) in homes {
            if let Some(at) = place_of(self.inputs, self.module, self.facts, block, scope) {
                functions.entry(at).or_default().extend(names);
            }
        }
        functions
    }

    fn trigger(&self, attempt: &Attempt, functions: BTreeMap<u32, Vec<String>>) -> Vec<(u32, Vec<String>)> {
        let always = |name: &String| attempt.names.iter().any(|one| one.always && one.name == *name);
        let imported = functions.into_iter().map(|(at, mut names)| {
            names.retain(always);
            (at, names)
        });
        imported.collect()
    }

    /// Whether an annotation names it that Python evaluates when somebody asks for it: among the names of the module, where no
    /// `__getattr__` serves.
    fn is_annotation_on_demand(&self, binding: BindingId) -> bool {
        let mut references = self
            .facts
            .references
            .iter()
            .filter(|reference| reference.binding == binding);
        let is_named = |reference: &Reference| match reference.phase {
            Phase::Annotation { place, quoted, .. } => !quoted && place != AnnotationPlace::LocalVariable,
            Phase::TypeCheckers | Phase::OnDemand | Phase::MainGuard | Phase::Run => false,
        };
        self.inputs.options.target >= (3, 14) && !self.facts.future_annotations && references.any(is_named)
    }

    fn guarded(&self, attempt: &Attempt, detail: String) -> Kept {
        let at = Sighting {
            module: self.module,
            span: attempt.statement,
        };
        Kept::at(Code::GuardedImport, detail, at)
    }
}
