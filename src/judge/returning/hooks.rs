//! What the `__getattr__` of a module answers to: whether it could serve a name that is about to be the module's own.
use rustc_hash::FxHashSet;

use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, Body, BodyKind, Code, Expr, ExprId, Literal, Operator, Stmt};
use crate::semantics::facts::{Definition, MODULE, ScopeId};

/// Not in `rules/`: Python's data model has no others.
const HOOKS: [&str; 2] = ["__getattr__", "__dir__"];

/// The hooks of a module that answers to fixed names, and to no others.
pub(super) struct Hooks<'a> {
    /// Whatever else is asked for, it raises AttributeError.
    answers: FxHashSet<&'a str>,
    scopes: Vec<ScopeId>,
}

impl<'a> Hooks<'a> {
    /// Reads them; `None` where it is not known what they answer to.
    pub fn of(facts: &'a ModuleFacts) -> Option<Hooks<'a>> {
        let mut hooks = Hooks {
            answers: FxHashSet::default(),
            scopes: Vec::new(),
        };
        for name in HOOKS {
            let Some(binding) = facts.global(name) else { continue };
            let kinds = facts.bindings[binding as usize].kinds;
            let others =
                kinds.imports + kinds.classes + kinds.assignments + kinds.deletions + kinds.type_checking_imports;
            let is_it = |one: &&Definition| one.scope == MODULE && !one.is_class && one.name == name;
            let own = facts
                .definitions
                .iter()
                .find(is_it)
                .filter(|own| own.decorators.is_empty())?;
            if others > 0 || kinds.functions != 1 || kinds.from_global_statement {
                return None;
            }
            hooks.scopes.push(own.body);
            if name == HOOKS[0] {
                let code = &facts.code;
                let is_body = |body: &&Body| body.kind == BodyKind::Function && body.scope == own.body;
                let body = code.bodies.iter().find(is_body)?;
                let [parameter] = body.parameters.as_slice() else {
                    return None;
                };
                let parameter = code.name(parameter.name);
                let mut asked = Asked {
                    code,
                    parameter,
                    names: FxHashSet::default(),
                    texts: FxHashSet::default(),
                };
                if body.is_generator || body.is_async || !asked.fails(&body.statements) {
                    return None;
                }
                hooks.answers = asked.names;
            }
        }
        Some(hooks)
    }

    /// Whether a name is one of those that it answers to.
    pub fn answer_to(&self, name: &str) -> bool {
        self.answers.contains(name)
    }

    /// Whether a scope is in one of them.
    pub fn hold(&self, facts: &ModuleFacts, scope: ScopeId) -> bool {
        facts.scope_chain(scope).any(|scope| self.scopes.contains(&scope))
    }
}

/// The names that a hook asks for.
struct Asked<'a> {
    code: &'a Code,
    parameter: &'a str,
    names: FxHashSet<&'a str>,
    /// Variables that hold a text.
    texts: FxHashSet<&'a str>,
}

impl<'a> Asked<'a> {
    /// Whether the statements raise AttributeError, and do nothing before, for each name that they do not ask for.
    fn fails(&mut self, statements: &'a [Stmt]) -> bool {
        for statement in statements {
            match statement {
                Stmt::Pass => {}
                Stmt::Expression(text) if matches!(self.code.expression(*text), Expr::Literal(_)) => {}
                Stmt::Assign { targets, value } if self.is_text(*value) => {
                    let [target] = targets.as_slice() else { return false };
                    let Expr::Name(name) = self.code.expression(*target) else {
                        return false;
                    };
                    self.texts.insert(self.code.name(*name));
                }
                Stmt::If { test, otherwise, .. } if self.asks(*test) => {
                    if self.fails(otherwise) {
                        return true;
                    }
                    // What follows is looked at only if this did nothing.
                    if !otherwise.is_empty() {
                        return false;
                    }
                }
                Stmt::Raise { exception, .. } => return exception.is_some_and(|exception| self.is_missing(exception)),
                _ => return false,
            }
        }
        false
    }

    /// Whether a test holds for names alone that are written there, or that the module has.
    fn asks(&mut self, test: ExprId) -> bool {
        let Expr::Compare(left, rest) = self.code.expression(test) else {
            return false;
        };
        let [(operator, right)] = rest.as_ref() else {
            return false;
        };
        if !self.is_name(*left, self.parameter) {
            return false;
        }
        match (operator, self.code.expression(*right)) {
            (Operator::Eq, Expr::Literal(Literal::Text(name))) => {
                self.names.insert(self.code.name(*name));
                true
            }
            (Operator::In, Expr::Sequence(_, elements)) => elements.iter().all(|element| {
                let Expr::Literal(Literal::Text(name)) = self.code.expression(*element) else {
                    return false;
                };
                self.names.insert(self.code.name(*name));
                true
            }),
            (Operator::In, Expr::Call(function, arguments)) => {
                arguments.is_empty() && self.is_name(*function, "globals")
            }
            _ => false,
        }
    }

    /// `AttributeError` or a call of it with a text.
    fn is_missing(&self, exception: ExprId) -> bool {
        let (class, arguments): (ExprId, &[Argument]) = match self.code.expression(exception) {
            Expr::Call(class, arguments) => (*class, arguments),
            _ => (exception, &[]),
        };
        let is_said = |argument: &Argument| {
            let is_held = || match self.code.expression(argument.value) {
                Expr::Name(name) => self.texts.contains(self.code.name(*name)),
                _ => false,
            };
            self.is_text(argument.value) || self.is_name(argument.value, self.parameter) || is_held()
        };
        self.is_name(class, "AttributeError") && arguments.iter().all(is_said)
    }

    fn is_text(&self, expression: ExprId) -> bool {
        matches!(self.code.expression(expression), Expr::Format(_) | Expr::Literal(_))
    }

    fn is_name(&self, expression: ExprId, name: &str) -> bool {
        matches!(self.code.expression(expression), Expr::Name(one) if self.code.name(*one) == name)
    }
}
