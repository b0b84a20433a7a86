//! Where an import stands, what its author says of it, and what happens around it while its module is executed.
use super::super::Code;
use super::super::lazily::{Lazy, minds};
use super::super::suppress::{Directive, comments_of, directive, is_ignored};
use super::super::verdict::{Kept, Shape};
use super::Judge;
use crate::graph::Sighting;
use crate::rules::Leaves;
use crate::semantics::facts::{Comment, Import, MODULE, OperationKind, ScopeKind};

/// Names of a module that say what its relative imports start from.
/// Not in `rules/`: Python has no others.
const RELATIVE: [&str; 3] = ["__name__", "__package__", "__spec__"];
/// The name of a package that says where its modules are.
const FOLDERS: &str = "__path__";

impl<'a, 'r> Judge<'a, 'r> {
    /// Where the statement stands, and what its author says of it.
    pub(super) fn statement(&self, import: &Import, lazy: Lazy) -> Result<(), Kept> {
        let context = import.context;
        let code = if import.is_star() {
            Code::StarImport
        } else if import.scope != MODULE && self.facts.scopes[import.scope as usize].kind == ScopeKind::Class {
            Code::ClassScopeImport
        } else if context.in_try {
            Code::GuardedImport
        } else if context.in_with && !(lazy.is_some() && self.leaves_alone(import)) {
            Code::WithBlock
        } else if context.conditional && minds(lazy, Code::ConditionalImport) {
            Code::ConditionalImport
        } else {
            return self.wishes(import);
        };
        Err(Kept::new(code))
    }

    /// Whether the context managers around an import are known to change nothing for it.
    fn leaves_alone(&self, import: &Import) -> bool {
        let program = self.inputs.program;
        let withs = self.facts.operations.iter().filter(|operation| {
            operation.kind == OperationKind::With
                && self.facts.executing_function(operation.scope).is_none()
                && operation.span.start < import.statement.start
        });
        // Whichever of those above it is around it.
        let mut withs = withs.peekable();
        withs.peek().is_some()
            && withs.all(|operation| {
                let names = operation
                    .path
                    .as_ref()
                    .map(|path| program.known_names(self.module, path));
                names
                    .unwrap_or_default()
                    .iter()
                    .any(|name| self.inputs.rules.leaves(name, Leaves::Block))
            })
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
        self.leads_to_the_same(import)?;
        self.comes_to_its_end()
    }

    /// Whether nothing behind an import changes of its module what says where it leads.
    fn leads_to_the_same(&self, import: &Import) -> Result<(), Kept> {
        let module = &self.inputs.program.modules[self.module];
        let absolute = self.inputs.program.absolute(self.module, import).unwrap_or_default();
        let rest = absolute.strip_prefix(&module.name);
        let is_below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        let names = if import.level > 0 { &RELATIVE[..] } else { &[] };
        let mut names = names.iter().chain(is_below.then_some(&FOLDERS));
        let bound = names.find_map(|name| {
            let binding = &self.facts.bindings[self.facts.global(name)? as usize];
            let is_later = binding.last.start >= import.statement.end || binding.kinds.from_global_statement;
            is_later.then_some(binding)
        });
        let Some(binding) = bound else { return Ok(()) };
        let at = Sighting {
            module: self.module,
            span: binding.last,
        };
        let detail = format!("`{}` is set behind it, which says where it leads", binding.name);
        Err(Kept::at(Code::ImportWindow, detail, at))
    }

    /// Whether nothing shows that the import of the module always fails: then what it loads first is all that is left of it.
    fn comes_to_its_end(&self) -> Result<(), Kept> {
        let Some(place) = self.inputs.evaluation.failing.get(&self.module) else {
            return Ok(());
        };
        let name = &self.inputs.program.modules[self.module].name;
        let at = Sighting {
            module: place.module,
            span: place.span,
        };
        let detail = format!("`{name}` cannot be imported: it asks for a name that is not there");
        Err(Kept::at(Code::ImportWindow, detail, at))
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
