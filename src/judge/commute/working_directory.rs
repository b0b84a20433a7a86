//! The working directory taken from the front of the search path, where `python -m` put it.
use rustc_hash::FxHashSet;

use super::finders::is;
use super::known::is_found_on_path;
use super::{Commute, family};
use crate::evaluate::{Effect, Facet};
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Bits, Kind, ModuleId};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Body, Code, Expr, ExprId, Literal, Operator, Stmt};

/// What tells what lies on the search path besides an import statement.
/// Not in `rules/`: facets are words of our own.
const LOOKS: [&str; 5] = ["sys.path", "installation", "import", "meta_path", "path_hooks"];

impl Commute<'_> {
    /// Whether a write takes away what is in front only if that is the working directory: `if sys.path[0] in ("", os.getcwd())`
    /// around `sys.path.pop(0)`. Where the program itself goes elsewhere, or changes the path in another way, that may be any folder.
    pub(super) fn leaves_working_directory(&self, write: &Effect) -> bool {
        let left = || match self.goes_elsewhere() {
            true => FxHashSet::default(),
            false => {
                let taken = self.all_writes().filter(|write| self.takes_working_directory(write));
                taken.map(|write| (write.module, write.span)).collect()
            }
        };
        let left = self.working_directory.get_or_init(left);
        left.contains(&(write.module, write.span))
    }

    fn goes_elsewhere(&self) -> bool {
        let program = self.inputs.program;
        let is_program = |id: ModuleId| program.modules[id].is_own() && !program.modules[id].is_beside();
        let goes = |id: ModuleId| program.facts(id).is_some_and(|facts| facts.code.has_name("chdir"));
        let mut own = program.own_modules().filter(|&id| is_program(id));
        own.any(goes)
            || self
                .all_writes()
                .any(|write| is_program(write.module) && is(write, "sys.path") && !self.takes_working_directory(write))
    }

    fn takes_working_directory(&self, write: &Effect) -> bool {
        let Some(((module, body), facts)) = write.body.zip(self.inputs.program.facts(write.module)) else {
            return false;
        };
        let body = facts.code.bodies.get(body as usize).filter(|_| module == write.module);
        body.is_some_and(|body| {
            let code = &facts.code;
            let front = Front { code, facts, body };
            body.statements.iter().any(|statement| front.leaves(statement, write))
        })
    }

    /// Whether a module of those that move may be found there, if that is the project's folder: one of the project that lies in no
    /// package, one that it looks for and that is not installed; or whether one of the project asks what there is.
    pub(super) fn is_found_there(&self, moved: &Bits) -> bool {
        let program = self.inputs.program;
        let is_wanted = |id: ModuleId| {
            let mut importers = self.importers_of(id).iter();
            importers.any(|&importer| program.modules[importer].is_own())
        };
        // An installed package asks for what is installed; for a file of the project only by its name.
        let is_of_project = |facet: &str| {
            let named = facet.split_once(':').and_then(|(_, name)| program.find(name));
            named.is_some_and(|id| program.modules[id].is_own())
        };
        let looks = |effect: &Effect| {
            let Facet::State(name) = &effect.facet else {
                return false;
            };
            let is_own = || program.modules[effect.module].is_own() && LOOKS.contains(&family(name));
            effect.is_reading() && (is_own() || is_of_project(name))
        };
        moved.iter().any(|id| {
            let is_there = match program.modules[id].kind {
                Kind::FirstParty | Kind::Test | Kind::Beside => is_found_on_path(program, id),
                Kind::Missing => is_wanted(id),
                Kind::Site | Kind::Standard => false,
            };
            is_there || self.inputs.evaluation.of[id].iter().any(looks)
        })
    }
}

/// Code that looks at the first entry of the search path.
struct Front<'a> {
    code: &'a Code,
    facts: &'a ModuleFacts,
    body: &'a Body,
}

impl Front<'_> {
    fn leaves(&self, statement: &Stmt, write: &Effect) -> bool {
        // What is taken behind that is another entry.
        let is_it = |test: ExprId, then: &[Stmt]| match then {
            [first, rest @ ..] => self.is_working_directory(test) && self.takes(first, write) && !self.uses_path(rest),
            [] => false,
        };
        matches!(statement, Stmt::If { test, then, .. } if is_it(*test, then))
            || statement
                .blocks()
                .into_iter()
                .flatten()
                .any(|inner| self.leaves(inner, write))
    }

    /// `sys.path.pop(0)`, `del sys.path[0]`, where the write is that.
    fn takes(&self, statement: &Stmt, write: &Effect) -> bool {
        let code = self.code;
        let (taken, is_first) = match statement {
            Stmt::Delete(targets) => match targets.as_slice() {
                &[target] => (target, self.is_first(target)),
                _ => return false,
            },
            Stmt::Expression(call) => match code.expression(*call) {
                Expr::Call(callee, handed) => (*call, self.pops_first(*callee, handed)),
                _ => return false,
            },
            _ => return false,
        };
        is_first && code.span(taken).contains(write.span)
    }

    fn uses_path(&self, statements: &[Stmt]) -> bool {
        let mut found = false;
        each_part(self.code, statements, &mut |part| {
            found |= matches!(part, Part::Expression(id, _) if self.is_path(id));
        });
        found
    }

    fn pops_first(&self, callee: ExprId, handed: &[Argument]) -> bool {
        let &Expr::Attribute(of, method) = self.code.expression(callee) else {
            return false;
        };
        self.code.name(method) == "pop" && self.is_path(of) && matches!(handed, [at] if self.is_zero(at.value))
    }

    /// Whether a test only holds where the first entry is the working directory.
    fn is_working_directory(&self, test: ExprId) -> bool {
        match self.code.expression(test) {
            Expr::And(tests) => tests.iter().any(|&test| self.is_working_directory(test)),
            Expr::Compare(left, rest) => match rest[..] {
                [(Operator::Eq, right)] => {
                    self.is_first(*left) && self.is_here(right) || self.is_here(*left) && self.is_first(right)
                }
                [(Operator::In, right)] => match self.code.expression(right) {
                    Expr::Sequence(_, entries) => {
                        self.is_first(*left) && entries.iter().all(|&entry| self.is_here(entry))
                    }
                    _ => false,
                },
                _ => false,
            },
            _ => false,
        }
    }

    /// `""`, `os.getcwd()`, or a variable of the function that is nothing else.
    fn is_here(&self, entry: ExprId) -> bool {
        match self.code.expression(entry) {
            Expr::Literal(Literal::Text(text)) => self.code.name(*text).is_empty(),
            Expr::Call(callee, handed) => handed.is_empty() && self.is_getcwd(*callee),
            &Expr::Name(name) => {
                let bound_once = self.facts.bindings.iter().any(|binding| {
                    binding.scope == self.body.scope
                        && binding.name == self.code.name(name)
                        && (binding.kinds.assignments, binding.kinds.total()) == (1, 1)
                        && !binding.kinds.from_global_statement
                });
                let mut is_it = false;
                each_part(self.code, &self.body.statements, &mut |part| {
                    if let Part::Binding(target, value) = part
                        && *self.code.expression(target) == Expr::Name(name)
                    {
                        is_it = matches!(self.code.expression(value), Expr::Call(..)) && self.is_here(value);
                    }
                });
                bound_once && is_it
            }
            _ => false,
        }
    }

    /// `os.getcwd`, or that function by its own name.
    fn is_getcwd(&self, callee: ExprId) -> bool {
        let is_import = |name: &str, taken: Option<&str>| {
            let mut imports = self.facts.imports.iter();
            let mut bindings = self.facts.bindings.iter().filter(|binding| binding.name == name);
            bindings.all(|binding| binding.kinds.only_imports())
                && imports.any(|import| {
                    import.bound_name() == name && import.module == "os" && import.name.as_deref() == taken
                })
        };
        match *self.code.expression(callee) {
            Expr::Attribute(of, function) if self.code.name(function) == "getcwd" => {
                matches!(*self.code.expression(of), Expr::Name(os) if is_import(self.code.name(os), None))
            }
            Expr::Name(function) => is_import(self.code.name(function), Some("getcwd")),
            _ => false,
        }
    }

    /// `sys.path[0]`
    fn is_first(&self, entry: ExprId) -> bool {
        match *self.code.expression(entry) {
            Expr::Subscript(of, at) => self.is_path(of) && self.is_zero(at),
            _ => false,
        }
    }

    fn is_zero(&self, at: ExprId) -> bool {
        *self.code.expression(at) == Expr::Literal(Literal::Int(0))
    }

    fn is_path(&self, expression: ExprId) -> bool {
        matches!(*self.code.expression(expression), Expr::Attribute(of, name)
            if self.code.name(name) == "path" && matches!(*self.code.expression(of), Expr::Name(sys) if self.code.name(sys) == "sys"))
    }
}
