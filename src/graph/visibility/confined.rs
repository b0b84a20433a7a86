//! Modules that code looks up by names which it computes, and keeps to itself: `module = import_module(name); module.run()`.
//! Nobody else gets hold of them, so that no object from elsewhere is one of them.
pub(super) mod handed;
mod known;

use rustc_hash::FxHashSet;

use super::parts::defaults;
use crate::rules::{Group, Rules};
use crate::semantics::code::{Argument, BodyId, BodyKind, Code, Comprehension, Expr, ExprId, Name, Stmt};
use crate::semantics::facts::ScopeId;
use crate::syntax::Span;
pub(super) use known::MODULES;
use known::plain_functions;

/// Whether a name of a file stands for the loaded modules, or for a function that gives one by its name.
pub(super) fn looks_up(rules: &Rules, loaders: &[String], name: &str) -> bool {
    name == MODULES || rules.knows(Group::GivesModule, name) || loaders.iter().any(|loader| loader == name)
}

/// The variables that may hold a module which the code looks up, in `sys.modules` or by a call that stands at one of these places;
/// none where such a module may leave the file, or one that other files hand to functions, as these parameters. Functions that return
/// one, and variables of the file, keep it if their names are used nowhere else; those that are handed one here, if their names mean
/// nothing else. A name is a builtin's where the file does not bind it.
pub(super) fn holders(
    code: &Code,
    rules: &Rules,
    calls: &FxHashSet<Span>,
    handed: &[(BodyId, Name)],
    is_used_elsewhere: &dyn Fn(&str) -> bool,
    is_builtin: &dyn Fn(&str) -> bool,
    function_of: &dyn Fn(&str) -> Option<ScopeId>,
) -> Option<FxHashSet<String>> {
    let mut flow = Flow {
        code,
        rules,
        calls,
        is_used_elsewhere,
        is_builtin,
        function_of,
        body: 0,
        undecorated: plain_functions(code, rules),
        held: FxHashSet::default(),
        carrying: FxHashSet::default(),
        found: FxHashSet::default(),
        shown: FxHashSet::default(),
        leaves: false,
    };
    for &(body, parameter) in handed {
        let of = &code.bodies[body as usize];
        flow.leaves |= !flow.undecorated.contains(&body) || of.is_generator || of.is_async;
        flow.held.insert((body, parameter));
    }
    loop {
        let before = (flow.held.len(), flow.carrying.len());
        for (id, body) in code.bodies.iter().enumerate() {
            flow.body = id as BodyId;
            flow.statements(&body.statements);
        }
        if flow.leaves {
            return None;
        }
        if (flow.held.len(), flow.carrying.len()) == before {
            break;
        }
    }
    let is_shown = flow.held.iter().any(|(body, _)| flow.shown.contains(body));
    let held = flow.held.iter().map(|&(_, name)| name);
    let names = held.chain(flow.carrying.iter().copied());
    let names = names.map(|name| code.name(name).to_owned());
    // A call that stands in no code which is executed as a whole, such as an annotation.
    (!is_shown && calls.is_subset(&flow.found)).then(|| names.collect())
}

/// What is done with a value.
#[derive(Clone, Copy)]
enum Use {
    /// It is looked at, or dropped.
    Looked,
    /// It, or a part of it, is bound to this target.
    Bound(ExprId),
    /// The same in a comprehension, whose targets are its own.
    Inside(ExprId),
    /// The function returns it.
    Returned,
    /// A function of the file, which bears this name, is handed it as this parameter.
    Handed(Name, BodyId, Name),
    /// Somebody else gets hold of it.
    Leaves,
}

struct Flow<'a> {
    code: &'a Code,
    rules: &'a Rules,
    calls: &'a FxHashSet<Span>,
    is_used_elsewhere: &'a dyn Fn(&str) -> bool,
    is_builtin: &'a dyn Fn(&str) -> bool,
    function_of: &'a dyn Fn(&str) -> Option<ScopeId>,
    body: BodyId,
    undecorated: FxHashSet<BodyId>,
    /// Names of functions that return such a value, and of variables of the file that hold one.
    carrying: FxHashSet<Name>,
    /// Variables that hold a module, or a container of some, by the function whose they are.
    held: FxHashSet<(BodyId, Name)>,
    /// The calls that were met.
    found: FxHashSet<Span>,
    /// Functions that show all their variables to somebody.
    shown: FxHashSet<BodyId>,
    leaves: bool,
}

impl Flow<'_> {
    fn statements(&mut self, statements: &[Stmt]) {
        for statement in statements {
            self.statement(statement);
            for block in statement.blocks() {
                self.statements(block);
            }
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Expression(value) | Stmt::Annotation(value) => self.value(*value, Use::Looked),
            Stmt::Assign { targets, value } => {
                for &target in targets {
                    self.target(target);
                    self.value(*value, Use::Bound(target));
                }
            }
            Stmt::Augment { target, value, .. } => {
                self.target(*target);
                self.value(*value, Use::Leaves);
            }
            Stmt::Delete(targets) => targets.iter().for_each(|&target| self.target(target)),
            Stmt::Define {
                body,
                decorators,
                annotations,
            } => {
                let defaults: Vec<ExprId> = defaults(self.code, *body).collect();
                self.all(decorators.iter().copied().chain(defaults), Use::Leaves);
                self.all(annotations.iter().copied(), Use::Looked);
            }
            Stmt::Class {
                decorators, arguments, ..
            } => {
                let arguments = arguments.iter().map(|argument| argument.value);
                self.all(decorators.iter().copied().chain(arguments), Use::Leaves);
            }
            Stmt::Return(value) => self.all(value.iter().copied(), Use::Returned),
            Stmt::Raise { exception, cause, .. } => self.all(exception.iter().chain(cause).copied(), Use::Leaves),
            Stmt::Assert { test, message } => self.all(std::iter::once(test).chain(message).copied(), Use::Looked),
            Stmt::If { test, .. } | Stmt::While { test, .. } => self.value(*test, Use::Looked),
            Stmt::For { target, iterable, .. } => {
                self.target(*target);
                self.value(*iterable, Use::Bound(*target));
            }
            Stmt::Try { handlers, .. } => self.all(handlers.iter().filter_map(|handler| handler.kind), Use::Looked),
            Stmt::With { items, .. } => {
                for &(value, target) in items {
                    self.value(value, Use::Leaves);
                    target.into_iter().for_each(|target| self.target(target));
                }
            }
            Stmt::Match { subject, cases } => {
                self.value(*subject, Use::Leaves);
                for case in cases {
                    self.all(case.reads.iter().copied().chain(case.guard), Use::Looked);
                }
            }
            Stmt::Declare(_) | Stmt::Import(_) | Stmt::TypeAlias(_) | Stmt::Jump | Stmt::Pass => {}
        }
    }

    fn all(&mut self, values: impl IntoIterator<Item = ExprId>, used: Use) {
        for value in values {
            self.value(value, used);
        }
    }

    /// What is evaluated for a target.
    fn target(&mut self, target: ExprId) {
        match self.code.expression(target) {
            Expr::Name(_) => {}
            Expr::Sequence(_, parts) => parts.iter().for_each(|&part| self.target(part)),
            Expr::Starred(inner) => self.target(*inner),
            Expr::Attribute(object, _) => self.value(*object, Use::Looked),
            Expr::Subscript(object, index) => self.all([*object, *index], Use::Looked),
            _ => self.value(target, Use::Looked),
        }
    }

    fn value(&mut self, at: ExprId, used: Use) {
        match self.code.expression(at) {
            Expr::Name(name) => {
                self.bare(*name);
                if self.is_modules(*name) || self.is_held(*name) {
                    self.carried(used);
                }
            }
            Expr::Attribute(object, name) => {
                self.bare(*name);
                if self.is_modules(*name) || self.carrying.contains(name) {
                    self.value(*object, Use::Looked);
                    self.carried(used);
                } else {
                    self.value(*object, self.through(*name, used));
                }
            }
            Expr::Subscript(object, index) => {
                self.value(*object, used);
                self.value(*index, Use::Looked);
            }
            Expr::Call(callee, arguments) => self.call(at, *callee, arguments, used),
            Expr::Assign(target, value) => {
                self.value(*value, Use::Bound(*target));
                self.value(*value, used);
            }
            Expr::Conditional { test, then, otherwise } => {
                self.value(*test, Use::Looked);
                self.all([*then, *otherwise], used);
            }
            Expr::And(parts) | Expr::Or(parts) | Expr::Sequence(_, parts) | Expr::Operator(_, parts) => {
                self.all(parts.iter().copied(), used);
            }
            Expr::Dict(items) => {
                let parts = items.iter().flat_map(|&(key, value)| [key, Some(value)]);
                self.all(parts.flatten(), used);
            }
            Expr::Comprehension(comprehension) => self.comprehension(comprehension, used),
            Expr::Await(value) | Expr::Starred(value) => self.value(*value, used),
            Expr::Yield(value) => self.all(value.iter().copied(), Use::Leaves),
            Expr::YieldFrom(value) => self.value(*value, Use::Leaves),
            Expr::Lambda(body) => {
                let defaults: Vec<ExprId> = defaults(self.code, *body).collect();
                self.all(defaults, Use::Leaves);
            }
            Expr::Format(parts) | Expr::Slice(parts) => self.all(parts.iter().copied(), Use::Looked),
            Expr::Formatted(value, parts) => self.all(std::iter::once(value).chain(parts).copied(), Use::Looked),
            Expr::Compare(left, rest) => {
                let rest = rest.iter().map(|&(_, right)| right);
                self.all(std::iter::once(*left).chain(rest), Use::Looked);
            }
            Expr::Not(value) => self.value(*value, Use::Looked),
            Expr::Literal(_) => {}
        }
    }

    fn comprehension(&mut self, comprehension: &Comprehension, used: Use) {
        for clause in &comprehension.clauses {
            self.value(clause.iterable, Use::Inside(clause.target));
            self.target(clause.target);
            self.all(clause.conditions.iter().copied(), Use::Looked);
        }
        self.all(comprehension.key.into_iter().chain([comprehension.element]), used);
    }

    fn call(&mut self, at: ExprId, callee: ExprId, arguments: &[Argument], used: Use) {
        let span = self.code.span(at);
        let name = match self.code.expression(callee) {
            Expr::Name(name) => {
                if self.carrying.contains(name) {
                    self.carried(used);
                } else if self.is_held(*name) {
                    // A module is not called: it is a function that gives one.
                    self.leaves = true;
                }
                Some(*name)
            }
            Expr::Attribute(object, name) => {
                let through = self.through(*name, used);
                self.value(*object, through);
                if self.carrying.contains(name) {
                    self.carried(used);
                }
                Some(*name)
            }
            _ => {
                self.value(callee, Use::Looked);
                None
            }
        };
        let is_by_name = matches!(self.code.expression(callee), Expr::Name(_));
        let name = name.map(|name| self.code.name(name)).unwrap_or_default();
        let values = arguments.iter().map(|argument| argument.value);
        if self.calls.contains(&span) || self.rules.knows(Group::GivesModule, name) {
            self.found.insert(span);
            self.all(values, Use::Looked);
            self.carried(used);
        } else if self.rules.knows(Group::PassesOn, name) && (is_by_name || name == "reload") {
            self.all(values, used);
        } else if self.rules.knows(Group::LooksAt, name) || self.rules.knows(Group::TakesClass, name) {
            let looks = self.rules.knows(Group::LooksAt, name);
            let takes_class = self.rules.knows(Group::TakesClass, name) && is_by_name && (self.is_builtin)(name);
            for (index, value) in values.enumerate() {
                let is_looked_at = index == 0 && looks || index == 1 && takes_class;
                self.value(value, if is_looked_at { Use::Looked } else { Use::Leaves });
            }
        } else {
            if matches!(name, "locals" | "eval" | "exec") {
                self.shown.insert(self.body);
            }
            let function = self.function(callee);
            for argument in arguments {
                let parameter = function.and_then(|function| self.parameter(function, arguments, argument));
                self.value(argument.value, parameter.unwrap_or(Use::Leaves));
            }
        }
    }

    /// What is done with an object of which a method is taken: elements of a container come out of some.
    fn through(&self, method: Name, used: Use) -> Use {
        if self.rules.knows(Group::HandsOut, self.code.name(method)) {
            used
        } else {
            Use::Looked
        }
    }

    /// A function that gives modules, and is not called here: somebody else may call it.
    fn bare(&mut self, name: Name) {
        self.leaves |= self.rules.knows(Group::GivesModule, self.code.name(name));
    }

    /// `sys.modules`, under whatever name `sys` has.
    fn is_modules(&self, name: Name) -> bool {
        self.code.name(name) == MODULES
    }

    /// Whether a variable may hold a module: one of this body, or of those around it.
    fn is_held(&self, name: Name) -> bool {
        let around = |body: &BodyId| self.code.bodies[*body as usize].parent;
        self.carrying.contains(&name)
            || std::iter::successors(Some(self.body), around).any(|body| self.held.contains(&(body, name)))
    }

    /// A module, or a container of some, is used so.
    fn carried(&mut self, used: Use) {
        match used {
            Use::Looked => {}
            Use::Leaves => self.leaves = true,
            Use::Returned => {
                let body = &self.code.bodies[self.body as usize];
                let is_plain = body.kind == BodyKind::Function && self.undecorated.contains(&self.body);
                self.carry(body.name, is_plain);
            }
            Use::Handed(function, body, parameter) => self.hand(function, body, parameter),
            Use::Bound(target) => self.bind(target, false),
            Use::Inside(target) => self.bind(target, true),
        }
    }

    /// Any code that uses the name gets hold of the value.
    fn carry(&mut self, name: Name, is_known: bool) {
        let text = self.code.name(name);
        // Python itself calls `__getattr__` and the like.
        if is_known && !text.starts_with("__") && !(self.is_used_elsewhere)(text) {
            self.carrying.insert(name);
        } else {
            self.leaves = true;
        }
    }

    fn bind(&mut self, target: ExprId, is_inside: bool) {
        let body = &self.code.bodies[self.body as usize];
        match self.code.expression(target) {
            Expr::Name(name) => {
                let is_global = body.kind == BodyKind::Module || body.globals.contains(name);
                let is_local = body.kind != BodyKind::Class && !body.nonlocals.contains(name);
                if is_inside || is_local && !is_global {
                    self.held.insert((self.body, *name));
                } else {
                    self.carry(*name, is_global);
                }
            }
            Expr::Sequence(_, parts) => parts.iter().for_each(|&part| self.bind(part, is_inside)),
            Expr::Starred(inner) => self.bind(*inner, is_inside),
            // It is put where all modules are.
            Expr::Subscript(object, _)
                if matches!(self.code.expression(*object),
                    Expr::Name(name) | Expr::Attribute(_, name) if self.is_modules(*name)) => {}
            _ => self.leaves = true,
        }
    }
}
