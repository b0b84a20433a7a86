//! Lazy imports that save nothing: loaded during start-up anyway, or delaying an effect that other code relies on.
use super::commute::Commute;
use super::decide::Judged;
use super::special::SHUTDOWN_METHODS;
use super::suppress::{comments_of, is_ignored};
use crate::graph::listed::is_listed;
use crate::graph::visibility::holds;
use crate::graph::{Bits, Kind, ModuleId, Sighting};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code as Python, Stmt};
use crate::semantics::facts::{Access, Context, Exports, Import, ImportId, MODULE, Phase, Reference};
use crate::syntax::Span;
use crate::verdict::Code;

/// A lazy import that should be a plain one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vain {
    /// The module it stands in.
    pub module: ModuleId,
    /// The import.
    pub import: ImportId,
    /// `lazy-touched` or `lazy-awaited`.
    pub code: Code,
    /// What happens, in words.
    pub what: String,
    /// Where.
    pub at: Sighting,
}

/// Whether what stands at a place of a file is in a branch of an `if`, of a loop, of a `match`, or in what handles an exception.
fn stands_in_branch(code: &Python, span: Span) -> bool {
    code.bodies
        .iter()
        .any(|body| is_in_branch_of(code, &body.statements, span))
}

fn is_in_branch_of(code: &Python, block: &[Stmt], span: Span) -> bool {
    let holds = |inner: &[Stmt]| holds(code, inner, span);
    block.iter().any(|statement| match statement {
        Stmt::Try {
            body,
            handlers,
            otherwise,
            finally,
        } => {
            handlers.iter().any(|handler| holds(&handler.body))
                || [body, otherwise, finally]
                    .into_iter()
                    .any(|inner| is_in_branch_of(code, inner, span))
        }
        Stmt::With { body, .. } => is_in_branch_of(code, body, span),
        _ => statement.blocks().into_iter().any(holds),
    })
}

impl Judged<'_> {
    /// Looks for them, in the order of modules and text.
    pub fn lazy_in_vain(&self) -> Vec<Vain> {
        let inputs = self.inputs();
        let mut modules: Vec<ModuleId> = inputs.editable.iter().copied().collect();
        modules.sort_unstable();
        let mut found = Vec::new();
        for (module, facts) in modules
            .into_iter()
            .filter_map(|id| Some((id, inputs.program.facts(id)?)))
        {
            for (id, import) in facts.imports.iter().enumerate() {
                let is_lazy = import.is_lazy || is_listed(&inputs.program.modules[module], import);
                if !is_lazy || import.scope != MODULE || import.context.type_checking {
                    continue;
                }
                let touched = self
                    .touched(module, facts, import)
                    .map(|(at, what)| (Code::LazyTouched, what, at));
                let vain = touched.or_else(|| {
                    let (at, what) = self.awaited(module, import)?;
                    Some((Code::LazyAwaited, what, at))
                });
                let Some((code, what, at)) = vain else { continue };
                // A list names modules: one import of them that waits is worth it.
                if code == Code::LazyTouched && self.has_waiting_neighbour(module, facts, import) {
                    continue;
                }
                let comments = comments_of(&facts.comments, import.statement);
                if !is_ignored(inputs.ignored.get(&module), comments, code.code()) {
                    found.push(Vain {
                        module,
                        import: id as ImportId,
                        code,
                        what,
                        at,
                    });
                }
            }
        }
        found
    }

    /// Whether another import that the same name in the module's list makes lazy is not read at once.
    fn has_waiting_neighbour(&self, module: ModuleId, facts: &ModuleFacts, import: &Import) -> bool {
        let program = self.inputs().program;
        let base = program.absolute(module, import);
        let own = &program.modules[module];
        let is_lazy = |other: &Import| other.is_lazy || is_listed(own, other);
        let neighbours = facts
            .imports
            .iter()
            .filter(|other| is_lazy(other) && other.alias != import.alias && program.absolute(module, other) == base);
        is_listed(own, import)
            && neighbours
                .into_iter()
                .any(|other| self.touched(module, facts, other).is_none())
    }

    /// Where the name is read while modules are imported.
    fn touched(&self, module: ModuleId, facts: &ModuleFacts, import: &Import) -> Option<(Sighting, String)> {
        // What else is bound to the name may be what is read.
        let binding = &facts.bindings[import.binding? as usize];
        if !binding.kinds.only_imports() {
            return None;
        }
        let reads = |reference: &&Reference| {
            let below = import.module.split('.').skip(1).zip(&reference.attributes);
            Some(reference.binding) == import.binding
                && reference.phase == Phase::Run
                && (reference.access == Access::Read || !reference.attributes.is_empty())
                && (!import.binds_first_part() || below.into_iter().all(|(part, attribute)| part == attribute))
        };
        // What stands in a branch may not run.
        let in_any_case = |reference: &&Reference| !stands_in_branch(&facts.code, reference.span);
        for reference in facts.references.iter().filter(reads).filter(in_any_case) {
            let function = facts.executing_function(reference.scope);
            let at = Sighting {
                module,
                span: reference.span,
            };
            match function {
                None => return Some((at, "it is read while its module is imported".to_owned())),
                Some(body) if self.executed().contains(&(module, body)) => {
                    let definition = facts.scopes[body as usize].definition;
                    let name = definition.map_or("a lambda", |id| facts.definitions[id as usize].name.as_str());
                    if SHUTDOWN_METHODS.contains(&name) {
                        let what = format!(
                            "`{name}` reads it, perhaps while the interpreter shuts down: nothing can be imported then"
                        );
                        return Some((at, what));
                    }
                    return Some((at, format!("`{name}`, which runs while modules are imported, reads it")));
                }
                Some(_) => {}
            }
        }
        let mut annotations = facts
            .references
            .iter()
            .filter(|one| Some(one.binding) == import.binding);
        let in_fields = annotations.find_map(|one| match one.phase {
            Phase::Annotation {
                owner, place, quoted, ..
            } => {
                let is_text = quoted || facts.future_annotations;
                let read = self.readers().fields_read_by(module, owner, place, is_text)?;
                let span = one.span;
                let runs = facts.executing_function(one.scope).is_none();
                runs.then(|| {
                    (
                        Sighting { module, span },
                        format!("{} reads the fields where the class is made", read.who),
                    )
                })
            }
            Phase::Run | Phase::MainGuard | Phase::TypeCheckers | Phase::OnDemand => None,
        });
        in_fields.or_else(|| self.taken_by_others(module, facts, import))
    }

    /// Where another module takes the name from this one while it is imported, or reads it there.
    fn taken_by_others(&self, module: ModuleId, facts: &ModuleFacts, import: &Import) -> Option<(Sighting, String)> {
        let program = self.inputs().program;
        let name = import.bound_name();
        let by_star = match &facts.exports {
            Exports::Listed(names) => names.iter().any(|listed| listed == name),
            Exports::Public => !name.starts_with('_'),
            Exports::Unknown(_) => false,
        };
        // Who imports a package need not import what takes its names.
        let is_loaded = |id: ModuleId| !program.modules[module].is_package || self.before().of(module).contains(id);
        let others = (0..program.modules.len())
            .filter(|&id| id != module && program.modules[id].kind == Kind::FirstParty && is_loaded(id));
        for (other, facts) in others.filter_map(|id| Some((id, program.facts(id)?))) {
            let runs = |import: &&Import| {
                let Context {
                    type_checking,
                    main_guard,
                    ..
                } = import.context;
                import.scope == MODULE && !import.is_lazy && !type_checking && !main_guard
            };
            let mut imports = facts.imports.iter().filter(runs);
            let takes = imports.find(|taken| {
                let base = program.absolute(other, taken);
                (taken.name.as_deref() == Some(name) || by_star && taken.is_star())
                    && base.and_then(|base| program.find(&base)) == Some(module)
            });
            let mut references = facts.references.iter();
            let span = takes.map(|taken| taken.alias).or_else(|| {
                let reads = references.find(|reference| self.reads_of(other, facts, reference, (module, name)))?;
                Some(reads.span)
            });
            if let Some(span) = span {
                let who = &program.modules[other].name;
                return Some((
                    Sighting { module: other, span },
                    format!("`{who}` takes it from here while it is imported"),
                ));
            }
        }
        None
    }

    /// Whether a reference reads an attribute of another module while modules are imported.
    fn reads_of(
        &self,
        at: ModuleId,
        facts: &ModuleFacts,
        reference: &Reference,
        (module, name): (ModuleId, &str),
    ) -> bool {
        let is_named = reference.attributes.iter().position(|attribute| attribute == name);
        let Some(place) = is_named.filter(|_| reference.phase == Phase::Run) else {
            return false;
        };
        let is_set = reference.access != Access::Read && place + 1 == reference.attributes.len();
        let runs = match facts.executing_function(reference.scope) {
            None => true,
            Some(body) => self.executed().contains(&(at, body)),
        };
        let program = self.inputs().program;
        let trails = || program.trails(at, reference.binding, &reference.attributes);
        runs && !is_set
            && facts.bindings[reference.binding as usize].kinds.only_imports()
            && trails()
                .iter()
                .flat_map(|trail| &trail.hops)
                .any(|hop| hop.module == module && hop.name == name)
    }

    /// What loading the module does, and somebody may wait for.
    fn awaited(&self, module: ModuleId, import: &Import) -> Option<(Sighting, String)> {
        let inputs = self.inputs();
        let before = self.before();
        let mut moved = Bits::new(inputs.program.modules.len());
        for target in inputs.program.targets(module, import) {
            moved.extend(&before.of(target).without(before.of(module)));
        }
        let commute: &Commute<'_> = self.commute();
        let mut loaded = moved.iter();
        let (id, effect) = loaded.find_map(|id| Some((id, commute.noticed(id, &moved, before)?)))?;
        let at = Sighting {
            module: effect.module,
            span: effect.span,
        };
        let name = &inputs.program.modules[id].name;
        Some((at, format!("loading it makes `{name}` run, which {}", effect.what)))
    }
}
