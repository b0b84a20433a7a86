//! What a module of the project loads in any case: the installed modules whose classes its own classes inherit from. A class
//! statement is not put off, so that whatever the module does later, it does with these loaded.
use rustc_hash::FxHashMap;

use super::super::inputs::Inputs;
use super::Commute;
use super::writes::Write;
use crate::evaluate::{Effect, Facet};
use crate::graph::{Bits, Kind, ModuleId, Program, Reach};
use crate::semantics::facts::{Context, Definition, Import, MODULE, ScopeId};
use crate::syntax::Span;

/// Whether a statement at the level of a module runs whenever the module is loaded.
fn runs_always(scope: ScopeId, context: &Context) -> bool {
    scope == MODULE
        && !(context.conditional || context.in_try || context.in_with || context.type_checking || context.main_guard)
}

/// By module of the project: the import statements that bring bases of its classes, and the installed modules that these load.
pub(super) type Bases = FxHashMap<ModuleId, Vec<(Span, ModuleId)>>;

/// The installed modules that the classes of each module of the project inherit from, where that is certain.
pub(super) fn bases(program: &Program) -> Bases {
    let mut found = Bases::default();
    for module in program.own_modules() {
        let Some(facts) = program.facts(module) else { continue };
        let is_class = |class: &&Definition| class.is_class && runs_always(class.scope, &class.context);
        let classes = facts.definitions.iter().filter(is_class);
        for path in classes.flat_map(|class| &class.bases).flatten() {
            let Some(binding) = path.binding else { continue };
            let imports = facts.imports.iter().filter(|import| import.binding == Some(binding));
            let imports: Vec<&Import> = imports.collect();
            let is_certain = |import: &&Import| runs_always(import.scope, &import.context);
            let kinds = facts.bindings[binding as usize].kinds;
            if !kinds.only_imports() || !imports.iter().all(is_certain) {
                continue;
            }
            for import in imports {
                let targets = program.targets(module, import);
                let installed = targets.iter().filter(|&&target| !program.modules[target].is_own());
                let brought = installed.map(|&target| (import.statement, target));
                found.entry(module).or_default().extend(brought);
            }
        }
    }
    found
}

impl Commute<'_> {
    /// Whether a module was loaded before a write, whatever becomes of a statement: by the module whose function does it, or whose
    /// code does it while one of the project is imported, which has that loaded.
    pub(super) fn was_loaded(
        &self,
        write: &Write<'_>,
        id: ModuleId,
        statement: (ModuleId, Span),
        moved: &Bits,
        before: &Reach,
    ) -> bool {
        let writer = write.effect.module;
        // What a decorator replaces while a test runs is written when that runs, and not when its file is loaded.
        let runs_with_test = write.effect.is_undone && write.only_while.is_some();
        if (write.importing.is_none() || runs_with_test) && self.is_loaded_with_owner(write.effect, id) {
            return true;
        }
        if let Some(importing) = write.importing.filter(|&by| !self.inputs.program.modules[by].is_own()) {
            return self.has_loaded_by(importing, write.effect, id);
        }
        let is_called = write.importing.is_none() || runs_with_test || !self.inputs.program.modules[writer].is_own();
        is_called && self.has_loaded(writer, id, statement, moved, before)
    }

    /// Whether a module is loaded with the installed module whose attribute is replaced: who replaces it has that one, with all
    /// that it loads in any case.
    fn is_loaded_with_owner(&self, write: &Effect, id: ModuleId) -> bool {
        let (Facet::Attribute(name) | Facet::State(name)) = &write.facet else {
            return false;
        };
        let modules = &self.inputs.program.modules;
        let owner = self
            .module_of(name)
            .filter(|&owner| matches!(modules[owner].kind, Kind::Site | Kind::Standard));
        let mut owners = owner
            .into_iter()
            .flat_map(|owner| self.inputs.program.with_parents(owner));
        owners.any(|owner| owner == id || self.sure.with(self.inputs, owner).contains(id))
    }

    /// Whether an installed module that is being imported has another one loaded, in any case, before it comes to an effect.
    fn has_loaded_by(&self, importing: ModuleId, effect: &Effect, id: ModuleId) -> bool {
        let program = self.inputs.program;
        let first = effect.chain.first().map(|step| (step.module, step.span));
        let (at, place) = first.unwrap_or((effect.module, effect.span));
        let facts = program.facts(importing).filter(|_| at == importing);
        let imports = facts.into_iter().flat_map(|facts| &facts.imports);
        let before = imports.filter(|import| import.scope == MODULE && import.statement.end <= place.start);
        let loaded = before.filter(|import| import.runs_in_any_case());
        loaded
            .flat_map(|import| program.targets(importing, import))
            .any(|target| self.sure.with(self.inputs, target).contains(id))
    }

    /// Whether a function of `writer` has a module loaded before it runs, whatever becomes of a statement of `module`: its own
    /// module was loaded, with all that it loads in any case if it is an installed one or moves itself, and with the bases of its
    /// classes if it is rewritten, or what its imports name if it is a test. One that moves may still be loaded before the rest of
    /// what moves, by another statement than this one.
    pub(super) fn has_loaded(
        &self,
        writer: ModuleId,
        id: ModuleId,
        (module, statement): (ModuleId, Span),
        moved: &Bits,
        before: &Reach,
    ) -> bool {
        let sure = |of: ModuleId| self.sure.with(self.inputs, of).contains(id);
        let loads = |of: ModuleId| of == id || before.of(of).contains(id) && sure(of);
        if moved.contains(writer) || !self.inputs.program.modules[writer].is_own() {
            return loads(writer);
        }
        if is_left_alone(self.inputs, writer) && self.sure_as_it_is.with(self.inputs, writer).contains(id) {
            return true;
        }
        let mut bases = self.bases.get(&writer).into_iter().flatten();
        bases.any(|&(import, target)| (writer, import) != (module, statement) && loads(target))
    }
}

/// Whether a module is a test, an example or the like, and not rewritten.
fn is_left_alone(inputs: Inputs<'_>, module: ModuleId) -> bool {
    inputs.program.modules[module].is_beside() && !inputs.editable.contains(&module)
}

/// Whether the imports of a module stay as they are.
pub(super) fn is_as_it_is(inputs: Inputs<'_>, module: ModuleId) -> bool {
    !inputs.program.modules[module].is_own() || is_left_alone(inputs, module)
}
