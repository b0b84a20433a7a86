//! What becomes of each value in one file's code: who gets it next. Knows nothing of programs, parsers or imports.
use crate::rules::Rules;
use crate::semantics::code::{Argument, BodyId, BodyKind, Code, Expr, ExprId, Literal, Name, Operator, Stmt};

/// Who gets a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Somebody who may do anything with it.
    Other,
    /// It is called.
    Called,
    /// Nobody, or one who only asks whether it is true, or none.
    Tested,
    /// It is the value of another expression.
    Flows(ExprId),
    /// A name, which is the only target of an assignment.
    Named(ExprId),
    /// It is the object whose attribute is read.
    Object(ExprId),
    /// It is the container of which an item is read.
    Container(ExprId),
    /// It is what an item is looked up by.
    Index(ExprId),
    /// It is an element of a display, with its place.
    Element(ExprId, u32),
    /// It is a value of a dict display.
    Entry(ExprId),
    /// A loop goes over it, with this target.
    Iterated(ExprId),
    /// A call is handed it, with its place among the arguments.
    Handed(ExprId, u32),
}

/// The uses of all values of one file.
pub(super) struct Uses<'a> {
    pub code: &'a Code,
    pub rules: &'a Rules,
    uses: Vec<Use>,
    bodies: Vec<BodyId>,
}

impl<'a> Uses<'a> {
    pub fn of(code: &'a Code, rules: &'a Rules) -> Self {
        let count = code.expressions.len();
        let mut uses = Uses {
            code,
            rules,
            uses: vec![Use::Other; count],
            bodies: vec![0; count],
        };
        for (id, body) in code.bodies.iter().enumerate() {
            uses.block(id as BodyId, &body.statements);
            for default in body.parameters.iter().filter_map(|parameter| parameter.default) {
                uses.visit(body.parent.unwrap_or_default(), default, Use::Other);
            }
        }
        uses
    }

    /// Who gets a value.
    pub fn of_value(&self, id: ExprId) -> Use {
        self.uses[id as usize]
    }

    /// The body that evaluates it.
    pub fn body_of(&self, id: ExprId) -> BodyId {
        self.bodies[id as usize]
    }

    /// The text of a name.
    pub fn text(&self, name: Name) -> &'a str {
        &self.code.names[name as usize]
    }

    /// Every place in a function, and in those within it, that names this.
    pub fn named(&self, name: Name, within: BodyId) -> impl Iterator<Item = ExprId> + '_ {
        let ids = 0..self.code.expressions.len() as ExprId;
        ids.filter(move |&id| *self.code.expression(id) == Expr::Name(name) && self.is_within(self.body_of(id), within))
    }

    /// Whether a name is a variable of this function alone.
    pub fn is_local(&self, name: Name, body: BodyId) -> bool {
        let body = &self.code.bodies[body as usize];
        matches!(body.kind, BodyKind::Function | BodyKind::Lambda) && body.locals.contains(&name)
    }

    fn is_within(&self, body: BodyId, around: BodyId) -> bool {
        let mut chain = std::iter::successors(Some(body), |&id| self.code.bodies[id as usize].parent);
        chain.any(|id| id == around)
    }

    fn block(&mut self, body: BodyId, statements: &[Stmt]) {
        for statement in statements {
            self.statement(body, statement);
        }
    }

    fn all(&mut self, body: BodyId, ids: impl IntoIterator<Item = ExprId>) {
        for id in ids {
            self.visit(body, id, Use::Other);
        }
    }

    fn statement(&mut self, body: BodyId, statement: &Stmt) {
        match statement {
            Stmt::Expression(value) => self.visit(body, *value, Use::Tested),
            Stmt::Assign { targets, value } => {
                let named = match targets.as_slice() {
                    &[only] if matches!(self.code.expression(only), Expr::Name(_)) => Use::Named(only),
                    _ => Use::Other,
                };
                self.visit(body, *value, named);
                for &target in targets {
                    self.visit(body, target, Use::Tested);
                }
            }
            Stmt::Augment { target, value, .. } => self.all(body, [*target, *value]),
            Stmt::Declare(target) => self.visit(body, *target, Use::Tested),
            Stmt::Annotation(value) => self.visit(body, *value, Use::Other),
            Stmt::Delete(targets) => {
                for &target in targets {
                    self.visit(body, target, Use::Tested);
                }
            }
            Stmt::Define {
                decorators,
                annotations,
                ..
            } => {
                self.all(body, decorators.iter().copied());
                self.all(body, annotations.iter().copied());
            }
            Stmt::Class {
                decorators, arguments, ..
            } => {
                self.all(body, decorators.iter().copied());
                self.all(body, arguments.iter().map(|argument| argument.value));
            }
            Stmt::Return(value) => self.all(body, *value),
            Stmt::Raise { exception, cause, .. } => self.all(body, exception.iter().chain(cause).copied()),
            Stmt::Assert { test, message } => {
                self.visit(body, *test, Use::Tested);
                self.all(body, *message);
            }
            Stmt::If { test, then, otherwise } => {
                self.visit(body, *test, Use::Tested);
                self.block(body, then);
                self.block(body, otherwise);
            }
            Stmt::While {
                test,
                body: inner,
                otherwise,
            } => {
                self.visit(body, *test, Use::Tested);
                self.block(body, inner);
                self.block(body, otherwise);
            }
            Stmt::For {
                target,
                iterable,
                body: inner,
                otherwise,
            } => {
                self.visit(body, *iterable, Use::Iterated(*target));
                self.visit(body, *target, Use::Tested);
                self.block(body, inner);
                self.block(body, otherwise);
            }
            Stmt::Try {
                body: inner,
                handlers,
                otherwise,
                finally,
            } => {
                self.block(body, inner);
                for handler in handlers {
                    self.all(body, handler.kind);
                    self.block(body, &handler.body);
                }
                self.block(body, otherwise);
                self.block(body, finally);
            }
            Stmt::With { items, body: inner } => {
                for (manager, target) in items {
                    self.visit(body, *manager, Use::Other);
                    self.all(body, *target);
                }
                self.block(body, inner);
            }
            Stmt::Match { subject, cases } => {
                self.visit(body, *subject, Use::Other);
                for case in cases {
                    self.all(body, case.reads.iter().chain(&case.guard).copied());
                    self.block(body, &case.body);
                }
            }
            Stmt::Import(_) | Stmt::TypeAlias(_) | Stmt::Jump | Stmt::Pass => {}
        }
    }

    fn visit(&mut self, body: BodyId, id: ExprId, own: Use) {
        self.uses[id as usize] = own;
        self.bodies[id as usize] = body;
        match self.code.expression(id) {
            Expr::Name(_) | Expr::Literal(_) | Expr::Lambda(_) => {}
            Expr::Attribute(object, _) => self.visit(body, *object, Use::Object(id)),
            Expr::Subscript(container, index) => {
                self.visit(body, *container, Use::Container(id));
                self.visit(body, *index, Use::Index(id));
            }
            Expr::Call(callee, arguments) => {
                self.visit(body, *callee, Use::Called);
                for (at, Argument { value, .. }) in arguments.iter().enumerate() {
                    self.visit(body, *value, Use::Handed(id, at as u32));
                }
            }
            Expr::Not(value) => self.visit(body, *value, Use::Tested),
            Expr::And(operands) | Expr::Or(operands) => {
                for &operand in operands {
                    self.visit(body, operand, Use::Flows(id));
                }
            }
            Expr::Conditional { test, then, otherwise } => {
                self.visit(body, *test, Use::Tested);
                self.visit(body, *then, Use::Flows(id));
                self.visit(body, *otherwise, Use::Flows(id));
            }
            Expr::Compare(left, others) => {
                let asks_for_none = |(operator, other): &(Operator, ExprId)| {
                    let is_none = *self.code.expression(*other) == Expr::Literal(Literal::None);
                    is_none && (operator.is_identity() || matches!(operator, Operator::Eq | Operator::NotEq))
                };
                let how = match others.iter().all(asks_for_none) {
                    true => Use::Tested,
                    false => Use::Other,
                };
                self.visit(body, *left, how);
                for (operator, other) in others {
                    let is_asked = matches!(operator, Operator::In | Operator::NotIn) && others.len() == 1;
                    let how = if is_asked { Use::Container(id) } else { Use::Other };
                    self.visit(body, *other, how);
                }
            }
            Expr::Sequence(_, elements) => {
                for (at, &element) in elements.iter().enumerate() {
                    self.visit(body, element, Use::Element(id, at as u32));
                }
            }
            Expr::Dict(items) => {
                for (key, value) in items {
                    self.all(body, *key);
                    self.visit(body, *value, Use::Entry(id));
                }
            }
            Expr::Assign(target, value) => {
                self.visit(body, *target, Use::Other);
                self.visit(body, *value, Use::Other);
            }
            Expr::Format(parts) | Expr::Slice(parts) | Expr::Operator(_, parts) => {
                self.all(body, parts.iter().copied());
            }
            Expr::Formatted(value, specification) => {
                self.visit(body, *value, Use::Other);
                self.all(body, specification.iter().copied());
            }
            Expr::Comprehension(made) => {
                self.all(body, made.key);
                self.visit(body, made.element, Use::Other);
                for clause in &made.clauses {
                    self.all(body, [clause.target, clause.iterable]);
                    self.all(body, clause.conditions.iter().copied());
                }
            }
            Expr::Yield(value) => self.all(body, *value),
            Expr::Await(value) | Expr::YieldFrom(value) | Expr::Starred(value) => self.visit(body, *value, Use::Other),
        }
    }
}
