//! The same question for one statement of a module that is executed later by itself, with all that it loads: a `try` around
//! imports, or what computes a constant.
use super::super::verdict::Kept;
use super::Commute;
use super::known::is_found_as_modules_are;
use super::writes::Write;
use crate::evaluate::{Access, Change, Effect, Facet, Grade, Part};
use crate::graph::{Bits, ModuleId, Reach};
use crate::semantics::facts::Import;
use crate::syntax::Span;

impl<'a> Commute<'a> {
    /// What the statement reads, and what it moves past writes.
    pub fn collision_of_statement(&self, module: ModuleId, statement: Span, before: &Reach) -> Option<Kept> {
        if let Some(kept) = self.changed_behind(module, statement, before) {
            return Some(kept);
        }
        let own = self.effects_of(module, statement);
        let reads: Vec<&'a Effect> = own.filter(|effect| effect.access == Access::Read).collect();
        if reads.is_empty() {
            return None;
        }
        let none = Bits::new(self.inputs.program.modules.len());
        let is_read = |effect: &Effect| reads.iter().any(|read| self.is_seen_by(effect, read));
        let later = self.later_in(module).map(|effect| Write::new(None, effect));
        let later: Vec<Write<'a>> = later.filter(|write| is_read(write.effect)).collect();
        let at_import = self
            .at_import
            .iter()
            .map(|&(module, effect)| Write::new(Some(module), effect));
        let at_import: Vec<Write<'a>> = at_import.filter(|write| is_read(write.effect)).collect();
        let (program, evaluation) = (self.inputs.program, self.inputs.evaluation);
        let is_there = |write: &Write<'a>, read: &Effect| {
            write.importing.is_none()
                && (evaluation.has_logger(program, write.effect.module, &read.facet)
                    || is_found_as_modules_are(write.effect, read))
        };
        let read_of = |write: &Write<'a>| {
            let mut reads = reads.iter().copied();
            reads.find(|read| self.is_seen_by(write.effect, read) && !is_there(write, read))
        };
        self.collisions_of(
            (later.iter(), at_import.iter()),
            module,
            statement,
            &read_of,
            &none,
            before,
            false,
            1,
        )
        .pop()
    }

    /// A name or object of another module that the statement reads, and that is changed after it.
    fn changed_behind(&self, module: ModuleId, statement: Span, before: &Reach) -> Option<Kept> {
        let evaluation = self.inputs.evaluation;
        let within = |span: Span| statement.start <= span.start && span.end <= statement.end;
        let read = evaluation.reads[module].iter();
        let read: Vec<Part> = read
            .filter(|(_, place)| place.module == module && within(place.span))
            .map(|(part, _)| *part)
            .collect();
        let is_behind = |change: &&Change| match change.importing {
            None => true,
            Some(writer) => self.is_change_behind(change, writer, module, statement, before),
        };
        let is_read = |change: &&Change| read.iter().any(|&read| change.part.meets(read));
        let mut changes = evaluation.changed.iter().filter(is_read);
        let change = changes.find(is_behind)?;
        Some(self.changed(change, module))
    }

    /// The first effect of a statement of `module` that others notice once it is executed later, with all that it loads.
    pub fn noticed_of_statement(
        &self,
        module: ModuleId,
        statement: Span,
        moved: &Bits,
        after: &Reach,
    ) -> Option<&'a Effect> {
        let own = self.effects_of(module, statement);
        own.filter(|effect| effect.grade != Grade::Assumed).find(|effect| {
            let target = match (effect.access, &effect.facet) {
                (Access::Read, _) => return self.is_own_reading(module, effect),
                (Access::Write | Access::Append, Facet::Module(target) | Facet::Subclasses(target)) => Some(*target),
                (Access::Write | Access::Append, Facet::Attribute(name)) => self.module_of(name),
                (Access::Write | Access::Append, Facet::State(_) | Facet::Everything) => None,
            };
            self.is_read(module, effect, moved, after)
                && !target.is_some_and(|target| self.is_loaded_only_by(module, statement, target, after))
        })
    }

    /// Whether nothing of the project loads an installed module but this statement, neither when it is imported nor in a
    /// function.
    fn is_loaded_only_by(&self, module: ModuleId, statement: Span, target: ModuleId, after: &Reach) -> bool {
        let program = self.inputs.program;
        let within = |span: Span| statement.start <= span.start && span.end <= statement.end;
        let loads = |id: ModuleId, import: &Import| {
            let mut targets = program.targets(id, import).into_iter();
            let is_itself = id == module && within(import.statement);
            !is_itself && !import.context.type_checking && targets.any(|loaded| after.of(loaded).contains(target))
        };
        let mut own = program.own_modules();
        !program.modules[target].is_own()
            && !own.any(|id| {
                let mut imports = program.facts(id).into_iter().flat_map(|facts| &facts.imports);
                imports.any(|import| loads(id, import))
            })
    }

    /// The effects of one statement of a module, be it by what it calls.
    fn effects_of(&self, module: ModuleId, statement: Span) -> impl Iterator<Item = &'a Effect> {
        let within = move |effect: &&Effect| {
            let at = effect
                .chain
                .first()
                .filter(|step| step.module == module)
                .map_or((effect.module, effect.span), |step| (step.module, step.span));
            at.0 == module && statement.start <= at.1.start && at.1.end <= statement.end
        };
        self.inputs.evaluation.of[module].iter().filter(within)
    }
}
