//! Whether what a module does while it is imported may come behind an import statement of another one.
use super::Commute;
use crate::evaluate::Effect;
use crate::graph::{ModuleId, Reach, Targets};
use crate::syntax::Span;

impl Commute<'_> {
    /// Whether what a module writes while it is imported comes after a statement of `module` on some path.
    pub(super) fn is_behind(
        &self,
        writer: ModuleId,
        write: &Effect,
        module: ModuleId,
        span: Span,
        before: &Reach,
    ) -> bool {
        let position = |of: ModuleId| {
            let step = write.chain.iter().find(|step| step.module == of);
            Some(step.map_or(write.span.start, |step| step.span.start))
        };
        self.is_position_behind(writer, position, module, span, before)
    }

    pub(super) fn is_position_behind(
        &self,
        writer: ModuleId,
        position: impl Fn(ModuleId) -> Option<u32>,
        module: ModuleId,
        span: Span,
        before: &Reach,
    ) -> bool {
        let mut names = std::iter::once(module).chain(self.inputs.program.other_names(module));
        names.any(|name| self.is_behind_by_name(writer, &position, name, span, before))
    }

    /// The same of a module under one of its names.
    fn is_behind_by_name(
        &self,
        writer: ModuleId,
        position: &impl Fn(ModuleId) -> Option<u32>,
        module: ModuleId,
        span: Span,
        before: &Reach,
    ) -> bool {
        // What is done at a place that is not known may be done behind.
        let is_behind = |id: ModuleId, cut: u32| position(id).is_none_or(|at| at > cut);
        if writer == module {
            return is_behind(module, span.start);
        }
        let program = self.inputs.program;
        // Any code that loads the module, at the statement that does: the writer may come behind that.
        let own = program.own_modules();
        let mut around = own.filter(|&id| id == module || before.of(id).contains(module));
        around.any(|id| {
            let imports = self.own_imports.running.get(&id).map(Vec::as_slice).unwrap_or_default();
            let reaches = |targets: &Targets, goal: ModuleId| {
                let mut targets = targets.iter();
                targets.any(|&target| target == goal || before.of(target).contains(goal))
            };
            let cut = match id == module {
                true => Some(span.start),
                false => self.loading(id, module, before),
            };
            let Some(cut) = cut else { return false };
            if id == writer {
                return is_behind(id, cut);
            }
            // The statement itself loads what it loads before anything else runs.
            let is_before = imports
                .iter()
                .any(|(start, targets)| *start <= cut && reaches(targets, writer) && (*start < cut || id != module));
            !is_before
                && imports
                    .iter()
                    .any(|(start, targets)| *start > cut && reaches(targets, writer))
        })
    }

    /// Where the statement begins by which a module, while it is imported, first loads another one.
    pub(super) fn loading(&self, id: ModuleId, module: ModuleId, before: &Reach) -> Option<u32> {
        let reaches = |&target: &ModuleId| target == module || before.of(target).contains(module);
        let mut imports = self.own_imports.running.get(&id)?.iter();
        let (start, _) = imports.find(|(_, targets)| targets.iter().any(reaches))?;
        Some(*start)
    }

    /// Whether only functions of the project, main guards, or code that does not say so load `writer`, and not what loads `module`.
    pub(super) fn is_loaded_late(&self, writer: ModuleId, module: ModuleId, before: &Reach) -> bool {
        let program = self.inputs.program;
        let loads = |id: ModuleId, goal: ModuleId| id == goal || before.of(id).contains(goal);
        let unseen = &self.own_imports.unseen;
        let is_of_start = |id: &ModuleId| !program.modules[*id].is_beside() && !unseen.contains(id);
        let mut own = program.own_modules().filter(is_of_start);
        let mut late = self.own_imports.late.iter().chain(unseen);
        late.any(|&target| loads(target, writer)) && own.all(|id| !loads(id, module) || !loads(id, writer))
    }

    /// Whether somebody outside may import a module after another one: by way of a module that nobody in the project imports, and
    /// that does not load the other one. The program itself, which is there first, is not one of these.
    pub(super) fn comes_apart(&self, writer: ModuleId, module: ModuleId, before: &Reach) -> bool {
        let modules = &self.inputs.program.modules;
        let mut own = self.inputs.program.own_modules();
        !before.of(module).contains(writer)
            && own.any(|id| {
                let loaded = before.of(id);
                loaded.contains(writer)
                    && !loaded.contains(module)
                    && !self.own_imports.imported.contains(&id)
                    && !modules[id].is_main()
                    && !modules[id].is_beside()
            })
    }
}
