//! Help for the tests of this room: plans written by naming things of the text.
use ruff_python_ast::{Alias, Stmt};
use ruff_text_size::Ranged;

use crate::rewrite::annotations::annotations;
use crate::rewrite::layout::{Source, range};
use crate::rewrite::suites::{insertion_place, suites};
use crate::rewrite::{RewriteError, rewrite};
use crate::syntax::Span;
use crate::verdict::{Deferral, FilePlan, ImportStyle, Insertion, Moved, Way};

/// What becomes of a name that moves.
pub fn moved(deferral: &mut Deferral) -> &mut Moved {
    deferral.way.moved_mut().expect("it moves")
}

/// A plan under construction. What follows a `defer` speaks of the names deferred by it.
pub struct Planner<'a> {
    text: &'a str,
    /// The plan so far.
    pub plan: FilePlan,
    current: usize,
}

impl<'a> Planner<'a> {
    pub fn new(text: &'a str) -> Self {
        let plan = FilePlan {
            module: "app.images".into(),
            ..FilePlan::default()
        };
        Planner { text, plan, current: 0 }
    }

    pub fn package(mut self, module: &str) -> Self {
        self.plan.module = module.into();
        self.plan.is_package = true;
        self
    }

    pub fn typing_is_loaded(mut self) -> Self {
        self.plan.typing_is_loaded = true;
        self
    }

    /// The style in which the project writes imports.
    pub fn style(mut self, style: ImportStyle) -> Self {
        self.plan.style = style.into();
        self
    }

    pub fn suppress(mut self, comment: &str) -> Self {
        self.plan.suppression = Some(comment.into());
        self
    }

    /// Defers every name of the statement that begins with this text.
    pub fn defer(self, statement: &str) -> Self {
        self.defer_if(statement, |_| true)
    }

    /// Defers some names, as they are called in the module imported from.
    pub fn defer_names(self, statement: &str, names: &[&str]) -> Self {
        self.defer_if(statement, |alias| names.contains(&alias.name.as_str()))
    }

    fn defer_if(mut self, statement: &str, wanted: impl Fn(&Alias) -> bool) -> Self {
        let source = Source::parse(self.text).unwrap();
        let mut all = Vec::new();
        collect(source.body(), &mut all);
        let stmt = all
            .into_iter()
            .find(|stmt| {
                self.text[range(*stmt).start..].starts_with(statement)
                    && !crate::rewrite::locate::aliases(stmt).is_empty()
            })
            .unwrap_or_else(|| panic!("no statement {statement:?}"));
        self.current = self.plan.deferrals.len();
        for alias in crate::rewrite::locate::aliases(stmt)
            .iter()
            .filter(|alias| wanted(alias))
        {
            self.plan.deferrals.push(Deferral {
                statement: Span::from(stmt.range()),
                alias: Span::from(alias.range()),
                ..Deferral::default()
            });
        }
        assert!(
            self.plan.deferrals.len() > self.current,
            "no such name in {statement:?}"
        );
        self
    }

    fn each(mut self, change: impl Fn(&mut Deferral)) -> Self {
        self.plan.deferrals[self.current..].iter_mut().for_each(change);
        self
    }

    /// The functions (all of that name) that get the import; `__main__` is the main guard.
    pub fn into(self, functions: &[&str]) -> Self {
        self.insert(functions, false)
    }

    pub fn into_through_module(self, functions: &[&str]) -> Self {
        self.insert(functions, true)
    }

    fn insert(self, functions: &[&str], through_module: bool) -> Self {
        let source = Source::parse(self.text).unwrap();
        let mut all = Vec::new();
        collect(source.body(), &mut all);
        let mut places = Vec::new();
        for stmt in all {
            let name = match stmt {
                Stmt::FunctionDef(def) => def.name.as_str(),
                Stmt::If(branch) if self.text[range(branch.test.as_ref())].starts_with("__name__") => "__main__",
                _ => continue,
            };
            if functions.contains(&name)
                && let Some(at) = insertion_place(stmt)
            {
                places.push(Insertion { at, through_module });
            }
        }
        assert!(places.len() >= functions.len(), "no such function: {functions:?}");
        self.each(|deferral| moved(deferral).insertions.extend(places.clone()))
    }

    pub fn type_checking(self) -> Self {
        self.each(|deferral| moved(deferral).type_checking = true)
    }

    /// Linters see another use of them than those in functions.
    pub fn used_elsewhere(self) -> Self {
        self.each(|deferral| moved(deferral).has_other_use = true)
    }

    pub fn getattr(self) -> Self {
        self.each(|deferral| {
            let moved = moved(deferral);
            (moved.getattr, moved.type_checking) = (true, true);
        })
    }

    pub fn submodules(self, names: &[&str]) -> Self {
        self.each(|deferral| moved(deferral).submodules = names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// Puts every annotation in quotes that reads like this.
    pub fn quote(self, annotation: &str) -> Self {
        let source = Source::parse(self.text).unwrap();
        let mut all = Vec::new();
        collect(source.body(), &mut all);
        let spans: Vec<Span> = all
            .into_iter()
            .flat_map(annotations)
            .map(|found| Span::from(found.range()))
            .filter(|span| &self.text[span.range()] == annotation)
            .collect();
        assert!(!spans.is_empty(), "no such annotation: {annotation:?}");
        self.each(|deferral| moved(deferral).quotes.extend(&spans))
    }

    pub fn tending_the_list(mut self) -> Self {
        self.plan.tends_list = true;
        self
    }

    pub fn lazy(self) -> Self {
        self.each(|deferral| deferral.way = Way::LazyKeyword)
    }

    pub fn lazy_modules(self) -> Self {
        self.each(|deferral| deferral.way = Way::LazyModules)
    }
}

/// All statements, those of suites included, in the order of the text.
pub fn collect<'a>(suite: &'a [Stmt], found: &mut Vec<&'a Stmt>) {
    for stmt in suite {
        found.push(stmt);
        for inner in suites(stmt) {
            collect(inner, found);
        }
    }
}

/// Rewrites `before` by a plan.
pub fn rewritten(before: &str, build: impl Fn(Planner<'_>) -> Planner<'_>) -> Result<String, RewriteError> {
    rewrite(before, &build(Planner::new(before)).plan)
}

/// Asserts what `before` becomes.
#[track_caller]
pub fn check(before: &str, build: impl Fn(Planner<'_>) -> Planner<'_>, after: &str) {
    match rewritten(before, build) {
        Ok(text) => assert!(text == after, "\n--- wanted\n{after}\n--- got\n{text}\n---\n{text:?}"),
        Err(error) => panic!("{error}"),
    }
}
