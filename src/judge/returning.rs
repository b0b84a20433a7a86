//! Imports that somebody moved out of the way, and that Python 3.15 has a plain form for: those in functions and under
//! `if TYPE_CHECKING:` come back to the top as `lazy` ones, where that is the same program.
//!
//! In a function an import is executed at each call; a lazy one is loaded when its name is first read, which is at the first call
//! that reads it, and the name is then the module's. So it must not matter that the module has the name, nor what happens in
//! the function between the import and the first use, nor that the value is taken once and for all.
mod hooks;

use rustc_hash::{FxHashMap, FxHashSet};

use hooks::Hooks;

use super::commute::{Commute, changes, is_of_surroundings};
use super::import::Judge;
use super::inputs::Inputs;
use super::lazily::Lazy;
use crate::graph::{Bits, Kind, ModuleId, Reach};
use crate::project::standard;
use crate::semantics::ModuleFacts;
use crate::semantics::facts::{
    Access, Binding, Exports, Import, ImportId, MODULE, Phase, Reference, ScopeId, ScopeKind,
};
use crate::verdict::Strategy;

const LAZY: Lazy = Some(Strategy::LazyKeyword);

/// Who may bring imports back.
pub(super) struct Returning<'a, 'r> {
    pub inputs: Inputs<'a>,
    pub commute: &'r Commute<'a>,
    pub before: &'r Reach,
    pub heavy: &'r Bits,
    /// The functions that run while modules are imported: what they use is loaded then in any form.
    pub executed: &'r FxHashSet<(ModuleId, ScopeId)>,
}

impl Returning<'_, '_> {
    /// Whether imports become lazy by a word.
    pub fn is_asked(&self) -> bool {
        self.inputs.options.brings_back()
    }

    /// The imports of a module that come back to its top, or are there already: `becomes_lazy` says of those there which will be.
    pub fn of(
        &self,
        judge: &Judge<'_, '_>,
        module: ModuleId,
        facts: &ModuleFacts,
        becomes_lazy: &dyn Fn(&Import) -> bool,
    ) -> Vec<ImportId> {
        // What a module serves by a hook of its own, it may serve differently; who asks for fixed names, serves these.
        let Some(hooks) = Hooks::of(facts) else {
            return Vec::new();
        };
        // What one name stands for: the module may have it if that is the same wherever it is imported.
        let mut names: FxHashMap<&str, Vec<ImportId>> = FxHashMap::default();
        for (id, import) in facts.imports.iter().enumerate() {
            if import.binding.is_some() {
                names.entry(import.bound_name()).or_default().push(id as ImportId);
            }
        }
        let mut found: Vec<ImportId> = Vec::new();
        for (name, ids) in names {
            let import = |id: ImportId| &facts.imports[id as usize];
            let is_same = |id: &ImportId| {
                let (one, other) = (import(ids[0]), import(*id));
                one.name == other.name
                    && (one.asname == other.asname || one.bound_name() == other.bound_name())
                    && one.binds_first_part() == other.binds_first_part()
                    && self.inputs.program.absolute(module, one) == self.inputs.program.absolute(module, other)
            };
            let is_served = hooks.answer_to(name) || ids.iter().any(|&id| hooks.hold(facts, import(id).scope));
            let may_have = || {
                self.has_already(module, facts, name, becomes_lazy)
                    || self.may_have(judge, module, facts, name, import(ids[0]))
            };
            if is_served || !ids.iter().all(is_same) || !may_have() {
                continue;
            }
            let comes = |id: &ImportId| {
                judge.may_return(import(*id))
                    && (self.left_for_checkers(judge, module, facts, import(*id))
                        || self.is_needed_in_function(module, facts, import(*id)))
            };
            let coming: Vec<ImportId> = ids.iter().copied().filter(comes).collect();
            // What stays for type checkers alone would be told twice.
            let told = ids.iter().filter(|&&id| import(id).context.type_checking);
            if told.into_iter().all(|id| coming.contains(id)) {
                found.extend(coming);
            }
        }
        found.sort_unstable();
        found
    }

    /// Whether lazy imports at the top of the module give it the name, whatever happens, and nobody gives it another meaning.
    fn has_already(
        &self,
        module: ModuleId,
        facts: &ModuleFacts,
        name: &str,
        becomes_lazy: &dyn Fn(&Import) -> bool,
    ) -> bool {
        let Some(id) = facts.global(name) else { return false };
        let kinds = facts.bindings[id as usize].kinds;
        let is_plain = |import: &Import| {
            let context = import.context;
            let is_sure = !context.in_try && !context.in_with && !context.conditional && !context.main_guard;
            is_sure && !context.type_checking && (import.is_lazy || becomes_lazy(import))
        };
        let own: Vec<&Import> = facts
            .imports
            .iter()
            .filter(|import| import.scope == MODULE && import.binding == Some(id))
            .collect();
        let visibility = self.inputs.visibility;
        kinds.only_imports()
            && !kinds.from_global_statement
            && kinds.imports as usize == own.len()
            && !own.is_empty()
            && own.into_iter().all(is_plain)
            && visibility.replacement(module, name).is_none()
            && !visibility.deleted.contains_key(&(module, name.to_owned()))
            && !visibility.computed.contains_key(&module)
    }

    /// Whether nobody asks what names the module has.
    fn may_have(
        &self,
        judge: &Judge<'_, '_>,
        module: ModuleId,
        facts: &ModuleFacts,
        name: &str,
        import: &Import,
    ) -> bool {
        let visibility = self.inputs.visibility;
        let program = self.inputs.program;
        let key = (module, name.to_owned());
        let is_free = facts.global(name).is_none_or(|id| {
            let kinds = facts.bindings[id as usize].kinds;
            let others = kinds.imports + kinds.functions + kinds.classes + kinds.assignments + kinds.deletions;
            others == 0 && !kinds.from_global_statement
        });
        let is_asked_for = visibility.read.contains_key(&key)
            || visibility.computed.contains_key(&module)
            || visibility.replacement(module, name).is_some()
            || visibility.deleted.contains_key(&key)
            || visibility.starred.contains_key(&module)
            || visibility.namespace.contains_key(&module)
            || visibility.sifted.contains_key(&module)
            || visibility.looked_up.contains_key(&key);
        let is_hidden = name.starts_with("__") || standard::is_builtin_name(name);
        let is_listed = matches!(&facts.exports, Exports::Listed(names) if names.iter().any(|listed| listed == name));
        is_free
            && !is_asked_for
            && !is_hidden
            && !is_listed
            && program.submodule(module, name).is_none()
            && self.leads_to_heavy(module, import)
            && judge.namespace(name, LAZY).is_ok()
    }

    /// Whether an import leads to something heavy; that of the module itself is not an import.
    fn leads_to_heavy(&self, module: ModuleId, import: &Import) -> bool {
        let targets = self.inputs.program.targets(module, import);
        if targets.contains(&module) {
            return false;
        }
        targets
            .into_iter()
            .any(|target| !self.before.of(target).common(self.heavy).is_empty())
    }

    /// Whether an import under `if TYPE_CHECKING:` is for annotations that nobody evaluates.
    fn left_for_checkers(&self, judge: &Judge<'_, '_>, module: ModuleId, facts: &ModuleFacts, import: &Import) -> bool {
        let program = self.inputs.program;
        let is_there = |target: ModuleId| program.modules[target].kind != Kind::Missing;
        let targets = program.targets(module, import);
        let context = import.context;
        import.scope == MODULE
            && context.type_checking
            && !context.in_try
            && !context.in_with
            && !targets.is_empty()
            && targets.into_iter().all(is_there)
            && references(facts, import).all(|reference| judge.is_not_evaluated(reference))
    }

    /// Whether an import in a function does the same when its name is first read.
    fn is_needed_in_function(&self, module: ModuleId, facts: &ModuleFacts, import: &Import) -> bool {
        let (program, context) = (self.inputs.program, import.context);
        let scope = import.scope;
        let is_function = facts.scopes[scope as usize].kind == ScopeKind::Function;
        let Some(binding) = import
            .binding
            .map(|id| &facts.bindings[id as usize])
            .filter(|_| is_function)
        else {
            return false;
        };
        if context.in_try || context.in_with || context.type_checking || import.is_star() || import.is_lazy {
            return false;
        }
        let block = (0..facts.blocks.len())
            .filter(|&id| {
                let block = &facts.blocks[id];
                block.scope == scope
                    && block.span.start <= import.statement.start
                    && import.statement.end <= block.span.end
            })
            .max_by_key(|&id| facts.blocks[id].span.start);
        // Under a condition, all uses have to be there, too.
        if context.conditional && block.is_none() {
            return false;
        }
        let is_within = |reference: &Reference| {
            let mut blocks = facts.block_chain(reference.block);
            block.is_none_or(|block| blocks.any(|one| one as usize == block))
        };
        let is_plain = |reference: &Reference| {
            reference.phase == Phase::Run
                && reference.access == Access::Read
                && !reference.class_fallback
                && reference.span.start > import.statement.end
                && is_within(reference)
        };
        let is_late = |reference: &Reference| {
            let function = facts.executing_function(reference.scope);
            function.is_some_and(|function| !self.executed.contains(&(module, function)))
        };
        let mut uses = references(facts, import).peekable();
        if uses.peek().is_none() || !uses.all(|reference| is_plain(reference) && is_late(reference)) {
            return false;
        }
        binding.kinds.only_imports()
            && binding.kinds.imports == 1
            && binding.scope == scope
            && self.is_unseen(facts, binding, import)
            && self.is_once_for_all(module, import)
            && self.has_no_effects(module, import)
            && self.finds_the_same(module, import)
            && !(self.may_be_missing(module, import) && handles_failures(facts, import))
            && program.modules[module].is_own()
    }

    /// Whether what the function does after the import changes nothing of what the import finds, or what is loaded reads.
    fn finds_the_same(&self, module: ModuleId, import: &Import) -> bool {
        let mut loads = None;
        let mut after = changes(self.inputs, module, import.scope)
            .into_iter()
            .filter(|(place, _)| place.start >= import.statement.start);
        after.all(|(_, change)| {
            let loads = loads.get_or_insert_with(|| self.loads(module, import));
            let late = loads.iter().filter(|&id| self.is_late(module, id));
            let effects = late.flat_map(|id| &self.inputs.evaluation.of[id]);
            let mut reads = effects.filter(|effect| effect.access == crate::evaluate::Access::Read);
            is_of_surroundings(change) && !reads.any(|read| self.commute.meets(change, read))
        })
    }

    /// The modules that an import loads.
    fn loads(&self, module: ModuleId, import: &Import) -> Bits {
        let mut loads = Bits::new(self.inputs.program.modules.len());
        for target in self.inputs.program.targets(module, import) {
            loads.extend(self.before.of(target));
        }
        loads
    }

    /// Whether a module is not loaded with another one.
    fn is_late(&self, module: ModuleId, id: ModuleId) -> bool {
        !self.before.of(module).contains(id)
    }

    /// Whether nobody sees that the name is none of the function's any more.
    fn is_unseen(&self, facts: &ModuleFacts, binding: &Binding, import: &Import) -> bool {
        let name = binding.name.as_str();
        let mangles = |part: &str| part.starts_with("__") && !part.ends_with("__");
        let is_mangled =
            mangles(name) || import.module.split('.').any(mangles) || import.name.as_deref().is_some_and(mangles);
        let within = |scope: u32| facts.scope_chain(scope).any(|id| id == import.scope);
        let reads = (0..facts.scopes.len()).any(|id| facts.scopes[id].reads_locals && within(id as u32));
        let around = facts.scope_chain(import.scope).skip(1).take_while(|&id| id != MODULE);
        let mut hidden = around.flat_map(|id| &facts.scopes[id as usize].names);
        !is_mangled && !reads && !hidden.any(|&id| facts.bindings[id as usize].name == name)
    }

    /// Whether what the import takes is the same whenever it is taken.
    fn is_once_for_all(&self, module: ModuleId, import: &Import) -> bool {
        let program = self.inputs.program;
        let Some(base) = program.absolute(module, import).and_then(|base| program.find(&base)) else {
            return false;
        };
        let Some(name) = &import.name else { return true };
        if self.inputs.visibility.replacement(base, name).is_some() {
            return false;
        }
        let Some(facts) = program.facts(base) else { return true };
        facts.global(name).is_none_or(|id| {
            let kinds = facts.bindings[id as usize].kinds;
            !kinds.from_global_statement && kinds.deletions == 0
        })
    }

    /// Whether nobody can tell when what the import loads is loaded.
    fn has_no_effects(&self, module: ModuleId, import: &Import) -> bool {
        let moved = self.loads(module, import);
        let mut late = moved.iter().filter(|&id| self.is_late(module, id));
        late.all(|id| self.commute.noticed(id, &moved, self.before).is_none())
    }

    fn may_be_missing(&self, module: ModuleId, import: &Import) -> bool {
        let program = self.inputs.program;
        let targets = program.targets(module, import);
        let is_optional = |id: ModuleId| matches!(program.modules[id].kind, Kind::Site | Kind::Missing);
        targets.is_empty()
            || targets
                .into_iter()
                .any(|target| self.before.of(target).iter().any(is_optional))
    }
}

fn references<'f>(facts: &'f ModuleFacts, import: &Import) -> impl Iterator<Item = &'f Reference> {
    let binding = import.binding;
    facts
        .references
        .iter()
        .filter(move |reference| Some(reference.binding) == binding)
}

/// Whether the function of an import handles failures that an import may have, around a use of its name.
fn handles_failures(facts: &ModuleFacts, import: &Import) -> bool {
    let within = |scope: u32| facts.scope_chain(scope).any(|id| id == import.scope);
    let own = (0..facts.scopes.len()).filter(|&id| within(id as u32));
    let mut handled = own.flat_map(|id| &facts.scopes[id].import_errors_handled);
    handled.any(|block| {
        references(facts, import)
            .any(|reference| block.start <= reference.span.start && reference.span.end <= block.end)
    })
}
