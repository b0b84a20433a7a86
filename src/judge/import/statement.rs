//! Where an import stands, what its author says of it, and what happens around it while its module is executed.
use super::super::Code;
use super::super::suppress::{Directive, comments_of, directive, is_ignored};
use super::super::verdict::{Kept, Shape};
use super::Judge;
use crate::graph::Sighting;
use crate::semantics::facts::{Comment, Import, MODULE, ScopeKind};

impl<'a, 'r> Judge<'a, 'r> {
    /// Where the statement stands, and what its author says of it.
    pub(super) fn statement(&self, import: &Import) -> Result<(), Kept> {
        let context = import.context;
        let code = if import.is_star() {
            Code::StarImport
        } else if import.scope != MODULE && self.facts.scopes[import.scope as usize].kind == ScopeKind::Class {
            Code::ClassScopeImport
        } else if context.in_try {
            Code::GuardedImport
        } else if context.in_with {
            Code::WithBlock
        } else if context.conditional {
            Code::ConditionalImport
        } else {
            return self.wishes(import);
        };
        Err(Kept::new(code))
    }

    pub(super) fn wishes(&self, import: &Import) -> Result<(), Kept> {
        if self
            .comments(import)
            .any(|comment| directive(&comment.text) == Some(Directive::Eager))
        {
            return Err(Kept::new(Code::EagerComment));
        }
        let names = self.inputs.program.targets(self.module, import);
        let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
        let wanted = |name: &str| self.inputs.options.is_eager(name);
        if wanted(&absolute)
            || names
                .iter()
                .any(|&target| wanted(&self.inputs.program.modules[target].name))
        {
            return Err(Kept::new(Code::EagerSetting));
        }
        Ok(())
    }

    /// Statements behind the import that change what it finds.
    pub(super) fn window(&self, import: &Import) -> Result<(), Kept> {
        self.windows_behind(import.statement.start)?;
        self.window_elsewhere(import)
    }

    pub(super) fn windows_behind(&self, start: u32) -> Result<(), Kept> {
        let windows = self.windows.of(self.inputs.program, self.module);
        match windows.iter().find(|window| window.span.start > start) {
            Some(window) => {
                let at = Sighting {
                    module: self.module,
                    span: window.span,
                };
                Err(Kept::at(Code::ImportWindow, format!("by `{}`", window.what), at))
            }
            None => Ok(()),
        }
    }

    /// A module of the project, imported after it, whose statements do so.
    pub(super) fn window_elsewhere(&self, import: &Import) -> Result<(), Kept> {
        let program = self.inputs.program;
        let later = self.facts.imports.iter().filter(|later| {
            let context = later.context;
            let runs = later.scope == MODULE && !context.type_checking && !context.main_guard;
            runs && later.statement.start > import.statement.start
        });
        for later in later {
            let targets = program.targets(self.module, later);
            let Some(&target) = targets.last().filter(|&&target| program.modules[target].is_own()) else {
                continue;
            };
            let windows = self.windows.of(program, target);
            if let Some(window) = windows.first() {
                let at = Sighting {
                    module: target,
                    span: window.span,
                };
                let detail = format!(
                    "by `{}` in `{}`, imported after it",
                    window.what, program.modules[target].name
                );
                return Err(Kept::at(Code::ImportWindow, detail, at));
            }
        }
        Ok(())
    }

    pub(super) fn comments(&self, import: &Import) -> impl Iterator<Item = &'a Comment> {
        comments_of(&self.facts.comments, import.statement)
    }

    /// Whether the user wants this shape of edit left alone here.
    pub(super) fn ignored(&self, import: &Import, shape: &Shape) -> bool {
        let code = shape
            .strategies()
            .first()
            .map(|strategy| strategy.code())
            .unwrap_or_default();
        is_ignored(self.inputs.ignored.get(&self.module), self.comments(import), code)
    }
}
