//! Stand-ins that a script beside the program puts among the loaded modules before it has loaded any of the program, as those of
//! documentation do: whoever loads one of these later, sooner or later, finds what was put there.
use super::super::held::RUNS_FILE;
use super::Look;
use crate::graph::program::{Kind, ModuleId};
use crate::semantics::code::{Code, Expr, ExprId, Stmt};
use crate::semantics::facts::{Import, Mention};
use crate::syntax::Span;

/// What puts entries into a dict, besides an assignment.
/// Not in `rules/`: these are the methods of dicts.
const PUTS: [&str; 2] = ["update", "setdefault"];

impl Look<'_> {
    /// Whether a mention of loaded modules does that, in a script that only Python runs.
    pub(super) fn comes_first(&self, mention: &Mention) -> bool {
        let program = self.program;
        program.modules[self.module].kind == Kind::Beside
            && self.facts.executing_function(mention.scope).is_none()
            && self.importers().next().is_none()
            && !self.is_run_by_others()
            && puts(&self.facts.code, mention.span)
            && self.has_loaded_nothing(mention.span)
    }

    /// Whether some file of the project executes files.
    fn is_run_by_others(&self) -> bool {
        let mut others = self.program.own_modules().filter_map(|id| self.program.facts(id));
        others.any(|facts| RUNS_FILE.iter().any(|name| facts.code.has_name(name)))
    }

    /// Whether the script has loaded nothing by then that may load what others installed.
    fn has_loaded_nothing(&self, span: Span) -> bool {
        let program = self.program;
        let before = self.facts.imports.iter();
        let before = before.filter(|import| import.statement.start < span.start);
        let mut loaded: Vec<ModuleId> = vec![self.module];
        let mut pending: Vec<(ModuleId, &Import)> = before.map(|import| (self.module, import)).collect();
        while let Some((module, import)) = pending.pop() {
            let targets = program.targets(module, import).into_iter();
            for target in targets.flat_map(|id| program.with_parents(id)) {
                match program.modules[target].kind {
                    Kind::Standard => {}
                    // A part of the tools that put the stand-ins there.
                    Kind::Site | Kind::Missing if module == self.module => {}
                    Kind::Site | Kind::Missing => return false,
                    Kind::FirstParty | Kind::Test | Kind::Beside if loaded.contains(&target) => {}
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

/// Whether the statement at a place puts something into a dict that is there to stay: `modules[name] = Mock()`,
/// `modules.update(...)`, by themselves or in a loop. What else has a name for it may be given another part later.
fn puts(code: &Code, span: Span) -> bool {
    let Some(module) = code.bodies.first() else {
        return false;
    };
    puts_in(code, &module.statements, span)
}

fn puts_in(code: &Code, block: &[Stmt], span: Span) -> bool {
    let is_at = |id: ExprId| code.span(id).contains(span);
    block.iter().any(|statement| match statement {
        Stmt::Assign { targets, value } => {
            let made = matches!(code.expression(*value), Expr::Call(..));
            let [target] = targets.as_slice() else { return false };
            made && matches!(code.expression(*target), Expr::Subscript(..)) && is_at(*target)
        }
        Stmt::Expression(call) => match code.expression(*call) {
            Expr::Call(callee, _) => {
                let is_put = matches!(code.expression(*callee), Expr::Attribute(_, method)
                    if PUTS.contains(&code.name(*method)));
                is_put && is_at(*call)
            }
            _ => false,
        },
        Stmt::If { then, otherwise, .. } => puts_in(code, then, span) || puts_in(code, otherwise, span),
        Stmt::For { body, .. } => puts_in(code, body, span),
        _ => false,
    })
}
