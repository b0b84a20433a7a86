//! A namespace that is handed to a function of the project which takes only names of one form out of it:
//! `names_of(globals(), "MSG_")`, where that goes over the names and asks each whether it `startswith(prefix)`.
use super::Look;
use crate::graph::program::Entity;
use crate::semantics::ModuleFacts;
use crate::semantics::code::{
    Argument, ArgumentKind, Code, Comprehension, ComprehensionKind, Expr, ExprId, Literal, Name, Stmt,
};
use crate::semantics::facts::{Definition, MODULE, NamePattern, NamespaceRead, OperationKind, ScopeId};

impl Look<'_> {
    /// What the names look like that are taken out of a namespace by the function that it is handed to; none where that may take any.
    pub(super) fn taken_by_callee(&self, read: &NamespaceRead) -> Option<NamePattern> {
        let code = &self.facts.code;
        let calls = code
            .expressions
            .iter()
            .zip(&code.spans)
            .filter_map(|(expr, span)| match expr {
                Expr::Call(_, arguments) => Some((arguments, *span)),
                _ => None,
            });
        let is_it = |argument: &Argument| code.span(argument.value) == read.span;
        let mut handed =
            calls.filter_map(|(arguments, span)| Some((arguments, span, arguments.iter().position(is_it)?)));
        let (arguments, span, at) = handed.next()?;
        let mut operations = self.facts.operations.iter();
        let call = operations.find(|operation| operation.kind == OperationKind::Call && operation.span == span)?;
        let path = call.path.as_ref()?;
        let Some(Entity::Attribute(module, name)) = self.program.entity(self.module, path) else {
            return None;
        };
        let kinds = self.facts.bindings[path.binding? as usize].kinds;
        let is_bound_once = kinds.only_imports() && kinds.imports == 1 || module == self.module;
        if !is_bound_once || self.is_another_somewhere(&name) {
            return None;
        }
        let facts = self
            .program
            .facts(module)
            .filter(|_| self.program.modules[module].is_own())?;
        let function = only_definition(facts, &name)?;
        let parameter = parameter_of(code, function, arguments, at)?;
        let (test, is_start) = sifting(facts, function, parameter)?;
        let text = match test {
            Test::Text(text) => text,
            Test::Parameter(name) => {
                let mut places = 0..arguments.len();
                let given = places.find(|&at| parameter_of(code, function, arguments, at) == Some(name))?;
                code.text(arguments[given].value)?
            }
        };
        let (start, end) = if is_start { (text, "") } else { ("", text) };
        Some(NamePattern {
            start: start.to_owned(),
            end: end.to_owned(),
            ..NamePattern::default()
        })
    }

    /// The function of this file that a name means, whoever calls it.
    pub(in crate::graph::visibility) fn own_function(&self, name: &str) -> Option<ScopeId> {
        let function = only_definition(self.facts, name).filter(|_| !self.is_replaced_somewhere(name));
        function.map(|function| function.body)
    }

    /// Whether some file of the project gives a name another meaning from outside, or makes another function of what bears it.
    fn is_another_somewhere(&self, name: &str) -> bool {
        let mut own = self.program.own_modules().filter_map(|id| self.program.facts(id));
        self.is_replaced_somewhere(name) || own.any(|facts| facts.code.has_name("__code__"))
    }

    /// Whether some file of the project gives a name, or the function that bears it, another meaning from outside.
    fn is_replaced_somewhere(&self, name: &str) -> bool {
        let mut own = self.program.own_modules().filter_map(|id| self.program.facts(id));
        let says = |facts: &ModuleFacts| facts.code.texts().any(|text| text.contains(name));
        self.sets_attribute(name) || self.sets_attribute("__code__") || own.any(says)
    }
}

/// What names are compared with.
enum Test<'a> {
    Text(&'a str),
    Parameter(&'a str),
}

/// The function of a module that a name means, where nothing else is ever called so, and nothing is made of it.
fn only_definition<'f>(facts: &'f ModuleFacts, name: &str) -> Option<&'f Definition> {
    let kinds = facts.bindings[facts.global(name)? as usize].kinds;
    let mut all = facts
        .definitions
        .iter()
        .filter(|one| one.scope == MODULE && one.name == name);
    let has_star = facts.imports.iter().any(|import| import.is_star());
    let only = all
        .next()
        .filter(|one| !one.is_class && one.decorators.is_empty() && !has_star)?;
    (all.next().is_none() && kinds.assignments + kinds.deletions + kinds.imports == 0).then_some(only)
}

/// The parameter that an argument of a call becomes.
fn parameter_of<'f>(code: &Code, function: &'f Definition, arguments: &[Argument], at: usize) -> Option<&'f str> {
    let is_plain = |argument: &Argument| matches!(argument.kind, ArgumentKind::Plain | ArgumentKind::Keyword(_));
    if !arguments.iter().all(is_plain) {
        return None;
    }
    let mut parameters = function.parameters.iter();
    let found = match arguments[at].kind {
        ArgumentKind::Keyword(name) => parameters.find(|parameter| *parameter == code.name(name)),
        _ => parameters.nth(at),
    };
    found.map(String::as_str)
}

/// What a function asks of each name of the namespace that a parameter of it is, and whether that is how the name begins. It has to
/// be plain: variables of its own, and what it returns, which goes over the namespace.
fn sifting<'f>(facts: &'f ModuleFacts, function: &Definition, parameter: &str) -> Option<(Test<'f>, bool)> {
    let code = &facts.code;
    let body = code.bodies.iter().find(|body| body.scope == function.body)?;
    let is_named = |at: ExprId, name: &str| matches!(code.expression(at), Expr::Name(own) if code.name(*own) == name);
    let is_own_variable = |at: ExprId| {
        let mut parameters = body.parameters.iter().map(|parameter| code.name(parameter.name));
        matches!(code.expression(at), Expr::Name(_)) && !parameters.any(|name| is_named(at, name))
    };
    let (last, before) = body.statements.split_last()?;
    let is_plain = before.iter().all(|statement| match statement {
        Stmt::Assign { targets, value } => {
            targets.iter().all(|&at| is_own_variable(at)) && !mentions(code, *value, parameter)
        }
        Stmt::Expression(text) => matches!(code.expression(*text), Expr::Literal(_)),
        _ => false,
    });
    let Stmt::Return(Some(made)) = last else { return None };
    let Expr::Comprehension(comprehension) = code.expression(*made) else {
        return None;
    };
    let (name, namespace) = name_of_each(code, comprehension)?;
    let is_it = is_plain && is_named(namespace, parameter) && !body.is_generator && !body.is_async;
    let [clause] = &*comprehension.clauses else { return None };
    let made = [Some(comprehension.element), comprehension.key];
    let mut others = made.into_iter().flatten().chain(clause.conditions.iter().copied());
    if !is_it || others.any(|part| mentions(code, part, parameter)) {
        return None;
    }
    let (test, is_start) = first_test(code, comprehension, name)?;
    let compared = match code.expression(test) {
        Expr::Literal(Literal::Text(text)) => Test::Text(code.name(*text)),
        Expr::Name(other) => {
            let mut parameters = body.parameters.iter();
            Test::Parameter(
                parameters
                    .find(|one| one.name == *other)
                    .map(|one| code.name(one.name))?,
            )
        }
        _ => return None,
    };
    Some((compared, is_start))
}

/// Whether a name stands in an expression.
fn mentions(code: &Code, whole: ExprId, name: &str) -> bool {
    let mut inside = inside(code, whole);
    inside.any(|expr| matches!(expr, Expr::Name(own) if code.name(*own) == name))
}

/// An expression and what it is made of.
fn inside(code: &Code, whole: ExprId) -> impl Iterator<Item = &Expr> {
    let span = code.span(whole);
    let all = code.expressions.iter().zip(&code.spans);
    all.filter(move |(_, at)| span.start <= at.start && at.end <= span.end)
        .map(|(expr, _)| expr)
}

/// The variable that holds each name of the dictionary that a comprehension goes over, and that dictionary.
fn name_of_each(code: &Code, comprehension: &Comprehension) -> Option<(Name, ExprId)> {
    // A generator goes on while other code runs.
    let [clause] = &*comprehension.clauses else { return None };
    if comprehension.kind == ComprehensionKind::Generator {
        return None;
    }
    let name = |at: ExprId| match code.expression(at) {
        Expr::Name(name) => Some(*name),
        _ => None,
    };
    let Expr::Call(callee, arguments) = code.expression(clause.iterable) else {
        return Some((name(clause.target)?, clause.iterable));
    };
    let Expr::Attribute(of, method) = code.expression(*callee) else {
        return None;
    };
    let variable = match (code.name(*method), code.expression(clause.target)) {
        _ if !arguments.is_empty() => return None,
        ("keys", _) => name(clause.target),
        ("items", Expr::Sequence(_, both)) => name(*both.first()?),
        _ => None,
    };
    Some((variable?, *of))
}

/// What is asked first of each name, by `startswith` (true) or `endswith`. Where anything else is called, that might change the namespace.
fn first_test(code: &Code, comprehension: &Comprehension, name: Name) -> Option<(ExprId, bool)> {
    let mut first = *comprehension.clauses.first()?.conditions.first()?;
    while let Expr::And(parts) = code.expression(first) {
        first = *parts.first()?;
    }
    let Expr::Call(callee, arguments) = code.expression(first) else {
        return None;
    };
    let Expr::Attribute(of, method) = code.expression(*callee) else {
        return None;
    };
    let [only] = &**arguments else { return None };
    let is_of_name = matches!(code.expression(*of), Expr::Name(other) if *other == name);
    let is_start = match code.name(*method) {
        "startswith" => true,
        "endswith" => false,
        _ => return None,
    };
    let made = [Some(comprehension.element), comprehension.key];
    let conditions = comprehension.clauses.iter().flat_map(|clause| &clause.conditions);
    let parts = made.into_iter().flatten().chain(conditions.copied());
    let is_call = |expr: &&Expr| {
        matches!(
            expr,
            Expr::Call(..) | Expr::Await(_) | Expr::Yield(_) | Expr::YieldFrom(_)
        )
    };
    let calls = parts.flat_map(|part| inside(code, part)).filter(is_call).count();
    let is_plain = is_of_name && only.kind == ArgumentKind::Plain && calls == 1;
    is_plain.then_some((only.value, is_start))
}
