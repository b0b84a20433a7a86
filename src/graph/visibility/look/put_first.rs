//! What a script puts among the loaded modules, or takes away from them, before it has loaded any of the program: stand-ins, as
//! documentation has them, which whoever loads one of these later, sooner or later, finds; and names that are not there yet.
use super::super::held::RUNS_FILE;
use super::Look;
use crate::graph::program::{Kind, ModuleId};
use crate::semantics::code::{Code, Expr, ExprId, Stmt};
use crate::semantics::facts::{Import, Mention, MentionKind};
use crate::syntax::Span;

impl Look<'_> {
    /// Whether a mention of loaded modules does that, in a script that only Python runs.
    pub(super) fn comes_first(&self, mention: &Mention) -> bool {
        self.is_script()
            && self.facts.executing_function(mention.scope).is_none()
            && self.importers().next().is_none()
            && !self.is_run_by_others()
            && changes(&self.facts.code, mention.span).is_some_and(|change| self.has_loaded_nothing(mention, change))
    }

    /// Whether only Python runs the file: it is beside the program, or a package has its name.
    fn is_script(&self) -> bool {
        let module = &self.program.modules[self.module];
        match module.kind {
            Kind::Beside => true,
            Kind::FirstParty => {
                let package = module.bears_name_of().and_then(|name| self.program.find(name));
                package.is_some_and(|id| self.program.modules[id].is_package && !module.is_package)
            }
            Kind::Test | Kind::Site | Kind::Standard | Kind::Missing => false,
        }
    }

    /// Whether some file of the project executes files.
    fn is_run_by_others(&self) -> bool {
        let mut others = self.program.own_modules().filter_map(|id| self.program.facts(id));
        others.any(|facts| RUNS_FILE.iter().any(|name| facts.code.has_name(name)))
    }

    /// Whether what is put there, or taken away, is what others installed.
    fn is_about_others(&self, mention: &Mention, change: Change) -> bool {
        let program = self.program;
        let is_own = |name: &str| {
            program
                .named_or_below(name)
                .iter()
                .any(|&id| program.modules[id].is_own())
        };
        match &mention.kind {
            MentionKind::Loaded { module, .. } => !is_own(module),
            // One that has a name of its own in the project would be written here; the package itself, many a text is about.
            _ => {
                let mut names = self.facts.code.texts().filter(|name| name.contains('.'));
                change == Change::Put && !names.any(is_own)
            }
        }
    }

    /// Whether the script has loaded nothing by then that the mention may mean: nothing of the project, unless that is about one
    /// that others installed, and nothing that may load what others installed.
    fn has_loaded_nothing(&self, mention: &Mention, change: Change) -> bool {
        let program = self.program;
        let is_of_others = self.is_about_others(mention, change);
        let before = self.facts.imports.iter();
        let before = before.filter(|import| import.statement.start < mention.span.start);
        let mut loaded: Vec<ModuleId> = vec![self.module];
        let mut pending: Vec<(ModuleId, &Import)> = before.map(|import| (self.module, import)).collect();
        while let Some((module, import)) = pending.pop() {
            let targets = program.targets(module, import).into_iter();
            for target in targets.flat_map(|id| program.with_parents(id)) {
                match program.modules[target].kind {
                    Kind::Standard => {}
                    // A part of the tools that put the stand-ins there.
                    Kind::Site | Kind::Missing if change == Change::Put && module == self.module => {}
                    Kind::Site | Kind::Missing => return false,
                    Kind::FirstParty | Kind::Test | Kind::Beside if loaded.contains(&target) => {}
                    Kind::FirstParty | Kind::Test | Kind::Beside if !is_of_others => return false,
                    Kind::FirstParty | Kind::Test | Kind::Beside => {
                        loaded.push(target);
                        let facts = program.facts(target).into_iter();
                        pending.extend(facts.flat_map(|facts| &facts.imports).map(|import| (target, import)));
                    }
                }
            }
        }
        // What is loaded by its name, or by executing a text, is not seen here.
        let by_name = |id: &ModuleId| {
            program.facts(*id).is_none_or(|facts| {
                facts.mentions.iter().any(Mention::loads_by_name)
                    || ["exec", "eval"].iter().any(|name| facts.code.has_name(name))
            })
        };
        !loaded.iter().any(by_name)
    }
}

/// What a statement does with an entry of a dict.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Put,
    Removal,
}

/// What the statement at a place does with a dict, if that is there to stay: `modules[name] = Mock()`, `modules.update(...)`,
/// `del modules[name]`, by themselves, in a loop or in a `with`. What else has a name for it may be given another part later.
fn changes(code: &Code, span: Span) -> Option<Change> {
    changes_in(code, &code.bodies.first()?.statements, span)
}

fn has_imports(block: &[Stmt]) -> bool {
    let is_one =
        |statement: &Stmt| matches!(statement, Stmt::Import(_)) || statement.blocks().into_iter().any(has_imports);
    block.iter().any(is_one)
}

fn changes_in(code: &Code, block: &[Stmt], span: Span) -> Option<Change> {
    let is_at = |id: ExprId| code.span(id).contains(span);
    block.iter().find_map(|statement| match statement {
        Stmt::Assign { targets, value } => {
            let made = matches!(code.expression(*value), Expr::Call(..));
            let [target] = targets.as_slice() else { return None };
            let is_it = made && matches!(code.expression(*target), Expr::Subscript(..)) && is_at(*target);
            is_it.then_some(Change::Put)
        }
        Stmt::Expression(call) if is_at(*call) => {
            let Expr::Call(callee, _) = code.expression(*call) else {
                return None;
            };
            let Expr::Attribute(_, method) = code.expression(*callee) else {
                return None;
            };
            match code.name(*method) {
                "update" | "setdefault" => Some(Change::Put),
                "pop" => Some(Change::Removal),
                _ => None,
            }
        }
        Stmt::Delete(targets) => targets.iter().any(|&target| is_at(target)).then_some(Change::Removal),
        Stmt::With { body, .. } => changes_in(code, body, span),
        // What stands below in a loop has run by its second turn.
        Stmt::For { body, .. } => {
            changes_in(code, body, span).filter(|change| *change == Change::Put && !has_imports(body))
        }
        Stmt::If { then, otherwise, .. } => changes_in(code, then, span).or_else(|| changes_in(code, otherwise, span)),
        _ => None,
    })
}
