//! Which calls run no code but what is followed by its name, and code of others.
use rustc_hash::FxHashSet;

use super::within::Within;
use crate::evaluate::is_method_of_values;
use crate::graph::visibility::{Part, each_part};
use crate::graph::{Kind, ModuleId, Program};
use crate::project::standard;
use crate::rules::Group;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Body, BodyId, BodyKind, Code, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::MentionKind;
use crate::syntax::Span;

/// What makes parsers of Python's own that call what they were given.
const PARSERS: &str = "argparse";

/// Names of the project's objects that others made, and that may call more than is seen: commands, applications, parsers.
pub(super) fn open(program: &Program) -> FxHashSet<&str> {
    let mut found = FxHashSet::default();
    for module in program.own_modules() {
        if let Some(facts) = program.facts(module) {
            let home = Home { program, module, facts };
            home.add_open(&facts.code.bodies[0].statements, &mut found);
        }
    }
    found
}

struct Home<'a> {
    program: &'a Program,
    module: ModuleId,
    facts: &'a ModuleFacts,
}

impl<'a> Home<'a> {
    fn add_open(&self, block: &'a [Stmt], found: &mut FxHashSet<&'a str>) {
        let code = &self.facts.code;
        for statement in block {
            match statement {
                Stmt::Define { body, decorators, .. } if decorators.iter().any(|&one| !self.is_python(one)) => {
                    found.insert(code.name(code.bodies[*body as usize].name));
                }
                Stmt::Assign { targets, value } if self.is_made_by_others(*value) => {
                    let names = targets.iter().filter_map(|&target| match code.expression(target) {
                        Expr::Name(name) => Some(code.name(*name)),
                        _ => None,
                    });
                    found.extend(names);
                }
                _ => {}
            }
            statement
                .blocks()
                .into_iter()
                .for_each(|inner| self.add_open(inner, found));
        }
    }

    fn is_made_by_others(&self, value: ExprId) -> bool {
        matches!(self.facts.code.expression(value), Expr::Call(callee, _) if !self.is_python(*callee))
    }

    /// Whether what is called is Python's own, but for what makes parsers.
    fn is_python(&self, id: ExprId) -> bool {
        let code = &self.facts.code;
        match code.expression(id) {
            Expr::Call(callee, _) => self.is_python(*callee),
            Expr::Attribute(of, _) => self.is_python(*of),
            Expr::Name(name) => {
                let name = code.name(*name);
                let imports = self.facts.imports.iter().filter(|import| import.bound_name() == name);
                let mut targets = imports
                    .flat_map(|import| self.program.targets(self.module, import))
                    .map(|target| &self.program.modules[target])
                    .peekable();
                match targets.peek() {
                    None => self.facts.global(name).is_none() && standard::is_builtin_name(name),
                    Some(_) => targets.all(|target| target.kind == Kind::Standard && target.top() != PARSERS),
                }
            }
            _ => false,
        }
    }
}

impl Within<'_> {
    /// The modules that a call loads by their names; none where it is no such call, or these are not known.
    pub(super) fn loaded_by_name(&self, module: ModuleId, call: Span) -> Option<Vec<ModuleId>> {
        let mut mentions = self.program.facts(module)?.mentions.iter();
        mentions.find_map(|mention| match &mention.kind {
            MentionKind::ImportsByName { module } if mention.span == call => Some(self.program.named_or_below(module)),
            _ => None,
        })
    }

    /// Whether what is called is something that is followed by its name, or code of others which is handed nothing that calls more.
    pub(super) fn is_known(&self, module: ModuleId, body: BodyId, callee: ExprId, handed: &[Argument]) -> bool {
        let Some(facts) = self.program.facts(module) else {
            return false;
        };
        let code = &facts.code;
        let last = |id: ExprId| match code.expression(id) {
            Expr::Name(name) | Expr::Attribute(_, name) => Some(code.name(*name)),
            _ => None,
        };
        let is_open = |id: ExprId| last(id).is_some_and(|name| self.open.contains(name));
        let is_handed_open = || handed.iter().any(|argument| is_open(argument.value));
        match code.expression(callee) {
            Expr::Attribute(of, name) => {
                let name = code.name(*name);
                let is_of_fixture = self.is_of_fixture((module, body), *of);
                let is_followed = self.by_name.contains_key(name) && !is_open(*of) && !is_of_fixture;
                let is_of_others = || self.is_foreign(module, *of) && !self.rules.knows(Group::GivesModule, name);
                let is_of_values = || !is_of_fixture && is_method_of_values(self.rules, name);
                let tells = || self.rules.knows(Group::TellsTests, name) || self.is_undone_behind((module, body), *of);
                is_followed || (is_of_others() || is_of_values() || tells()) && !is_open(*of) && !is_handed_open()
            }
            Expr::Name(name) => {
                let text = code.name(*name);
                if self.rules.knows(Group::RunsAnyCode, text) {
                    return false;
                }
                let around = std::iter::successors(Some(body), |&id| code.bodies[id as usize].parent);
                let mut around = around.filter(|&id| code.bodies[id as usize].locals.contains(name) && id != 0);
                if let Some(home) = around.next() {
                    let mut inner = code.bodies.iter();
                    let is_inner = inner.any(|inner| inner.parent == Some(home) && inner.name == *name);
                    return is_inner
                        || facts.imports.iter().any(|import| {
                            import.bound_name() == text && import.scope == code.bodies[home as usize].scope
                        });
                }
                let is_followed = self.by_name.contains_key(text) && !self.open.contains(text);
                let is_known = match facts.global(text).map(|id| facts.bindings[id as usize].kinds) {
                    Some(kinds) => kinds.assignments == 0 && kinds.parameters == 0,
                    None => standard::is_builtin_name(text),
                };
                is_known && (is_followed || !self.open.contains(text) && !is_handed_open())
            }
            _ => false,
        }
    }

    /// Whether something is what a test is handed, or what others made of that: any object, whatever its methods are called.
    fn is_of_fixture(&self, (module, body): (ModuleId, BodyId), id: ExprId) -> bool {
        let Some(code) = self
            .code(module)
            .filter(|_| self.program.modules[module].kind == Kind::Test)
        else {
            return false;
        };
        match code.expression(id) {
            Expr::Attribute(of, _) | Expr::Subscript(of, _) => self.is_of_fixture((module, body), *of),
            Expr::Call(..) => !self.makes_own(code, id),
            Expr::Name(name) => {
                let body = &code.bodies[body as usize];
                body.locals.contains(name) && !self.is_own_variable(code, body, *name)
            }
            _ => false,
        }
    }

    /// Whether a variable of a function only ever is a literal, or an instance of a class of the project.
    fn is_own_variable(&self, code: &Code, body: &Body, name: Name) -> bool {
        let (mut own, mut others) = (0, 0);
        each_part(code, &body.statements, &mut |part| {
            let Part::Binding(target, value) = part else { return };
            if matches!(code.expression(target), Expr::Name(bound) if *bound == name) {
                let is_literal = matches!(
                    code.expression(value),
                    Expr::Literal(_) | Expr::Format(_) | Expr::Sequence(..) | Expr::Dict(_)
                );
                let is_own = is_literal || self.makes_own(code, value);
                own += usize::from(is_own);
                others += usize::from(!is_own);
            }
        });
        let is_parameter = body.parameters.iter().any(|parameter| parameter.name == name);
        own > 0 && others == 0 && !is_parameter
    }

    /// Whether an expression makes an instance of a class of the project.
    fn makes_own(&self, code: &Code, id: ExprId) -> bool {
        let Expr::Call(callee, _) = code.expression(id) else {
            return false;
        };
        let (Expr::Name(name) | Expr::Attribute(_, name)) = code.expression(*callee) else {
            return false;
        };
        let made = self.by_name.get(code.name(*name));
        let is_class = |&(module, body): &(ModuleId, BodyId)| {
            let code = self.code(module);
            code.is_some_and(|code| code.bodies[body as usize].kind == BodyKind::Class)
        };
        made.is_some_and(|made| made.iter().all(is_class))
    }

    /// Whether something is what pytest hands a test to set things with.
    fn is_undone_behind(&self, (module, body): (ModuleId, BodyId), id: ExprId) -> bool {
        let Some(code) = self.code(module) else { return false };
        let mut parameters = code.bodies[body as usize].parameters.iter();
        match code.expression(id) {
            Expr::Name(name) => {
                code.name(*name) == super::of_tests::UNDOING && parameters.any(|parameter| parameter.name == *name)
            }
            _ => false,
        }
    }
}
