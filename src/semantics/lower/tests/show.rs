//! Code as text: like Python, with every operation in brackets.
use crate::semantics::code::{
    Argument, ArgumentKind, Body, BodyId, BodyKind, Code, Comprehension, Expr, ExprId, Handler, Literal, ParameterKind,
    Stmt,
};

pub(super) fn code(code: &Code) -> String {
    let mut shown = String::new();
    block(code, &code.bodies[0].statements, 0, &mut shown);
    shown
}

fn block(code: &Code, statements: &[Stmt], depth: usize, shown: &mut String) {
    for one in statements {
        statement(code, one, depth, shown);
    }
}

fn statement(code: &Code, statement: &Stmt, depth: usize, shown: &mut String) {
    let mut line = |text: String| shown.push_str(&format!("{}{text}\n", "    ".repeat(depth)));
    let show = |id: ExprId| expression(code, id);
    let optional = |id: Option<ExprId>| id.map(|id| format!(" {}", show(id))).unwrap_or_default();
    let within = depth + 1;
    match statement {
        Stmt::Expression(value) => line(show(*value)),
        Stmt::Assign { targets, value } => line(format!("{} = {}", list(code, targets, " = "), show(*value))),
        Stmt::Augment {
            target,
            operator,
            value,
        } => line(format!("{} {operator:?}= {}", show(*target), show(*value))),
        Stmt::Declare(target) => line(format!("declare {}", show(*target))),
        Stmt::Annotation(value) => line(format!("annotation {}", show(*value))),
        Stmt::Delete(targets) => line(format!("del {}", list(code, targets, ", "))),
        Stmt::Import(imports) => line(format!("import {imports:?}")),
        Stmt::Define {
            body,
            decorators,
            annotations,
        } => {
            annotations
                .iter()
                .for_each(|&annotation| line(format!("annotation {}", show(annotation))));
            decorators
                .iter()
                .for_each(|&decorator| line(format!("@{}", show(decorator))));
            line(head(code, *body, ""));
            block(code, &code.bodies[*body as usize].statements, within, shown);
        }
        Stmt::Class {
            body,
            decorators,
            arguments: bases,
        } => {
            decorators
                .iter()
                .for_each(|&decorator| line(format!("@{}", show(decorator))));
            line(head(code, *body, &arguments(code, bases)));
            block(code, &code.bodies[*body as usize].statements, within, shown);
        }
        Stmt::Return(value) => line(format!("return{}", optional(*value))),
        Stmt::Raise { exception, cause, .. } => line(format!("raise{}{}", optional(*exception), optional(*cause))),
        Stmt::Assert { test, message } => line(format!("assert {}{}", show(*test), optional(*message))),
        Stmt::If { test, then, otherwise } => {
            line(format!("if {}", show(*test)));
            block(code, then, within, shown);
            branch(code, "else", otherwise, depth, shown);
        }
        Stmt::For {
            target,
            iterable,
            body,
            otherwise,
        } => {
            line(format!("for {} in {}", show(*target), show(*iterable)));
            block(code, body, within, shown);
            branch(code, "else", otherwise, depth, shown);
        }
        Stmt::While { test, body, otherwise } => {
            line(format!("while {}", show(*test)));
            block(code, body, within, shown);
            branch(code, "else", otherwise, depth, shown);
        }
        Stmt::Try {
            body,
            handlers,
            otherwise,
            finally,
        } => {
            line("try".to_owned());
            block(code, body, within, shown);
            for Handler { kind, name, body } in handlers {
                let name = name.map(|name| format!(" as {}", code.name(name))).unwrap_or_default();
                branch(code, &format!("except{}{name}", optional(*kind)), body, depth, shown);
            }
            branch(code, "else", otherwise, depth, shown);
            branch(code, "finally", finally, depth, shown);
        }
        Stmt::With { items, body } => {
            let items = items.iter().map(|&(manager, target)| {
                let target = target.map(|target| format!(" as {}", show(target)));
                show(manager) + &target.unwrap_or_default()
            });
            line(format!("with {}", items.collect::<Vec<_>>().join(", ")));
            block(code, body, within, shown);
        }
        Stmt::Match { subject, cases } => {
            line(format!("match {}", show(*subject)));
            for case in cases {
                let binds: Vec<&str> = case.binds.iter().map(|&name| code.name(name)).collect();
                let guard = case
                    .guard
                    .map(|guard| format!(" if {}", show(guard)))
                    .unwrap_or_default();
                let head = format!("case {} -> {}{guard}", list(code, &case.reads, ", "), binds.join(", "));
                branch(code, &head, &case.body, depth, shown);
            }
        }
        Stmt::TypeAlias(name) => line(format!("type {}", code.name(*name))),
        Stmt::Jump => line("jump".to_owned()),
        Stmt::Pass => line("pass".to_owned()),
    }
}

fn branch(code: &Code, head: &str, statements: &[Stmt], depth: usize, shown: &mut String) {
    if !statements.is_empty() {
        shown.push_str(&format!("{}{head}\n", "    ".repeat(depth)));
        block(code, statements, depth + 1, shown);
    }
}

/// `async def* name[T](parameters)`: the star is that of a generator.
fn head(code: &Code, id: BodyId, bases: &str) -> String {
    let body = &code.bodies[id as usize];
    let kind = match body.kind {
        BodyKind::Module => "module",
        BodyKind::Class => "class",
        BodyKind::Function if body.is_async => "async def",
        BodyKind::Function => "def",
        BodyKind::Lambda => "lambda",
    };
    let star = if body.is_generator { "*" } else { "" };
    let types: Vec<&str> = body.type_parameters.iter().map(|&name| code.name(name)).collect();
    let types = if types.is_empty() {
        String::new()
    } else {
        format!("[{}]", types.join(", "))
    };
    format!(
        "{kind}{star} {}{types}({}{bases})",
        code.name(body.name),
        parameters(code, body)
    )
}

fn parameters(code: &Code, body: &Body) -> String {
    let shown = body.parameters.iter().map(|parameter| {
        let mark = match parameter.kind {
            ParameterKind::PositionalOnly => "/",
            ParameterKind::Plain => "",
            ParameterKind::KeywordOnly => "!",
            ParameterKind::Rest => "*",
            ParameterKind::Keywords => "**",
        };
        let default = parameter
            .default
            .map(|default| format!("={}", expression(code, default)));
        format!("{mark}{}{}", code.name(parameter.name), default.unwrap_or_default())
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn arguments(code: &Code, arguments: &[Argument]) -> String {
    let shown = arguments.iter().map(|argument| {
        let value = expression(code, argument.value);
        match argument.kind {
            ArgumentKind::Plain => value,
            ArgumentKind::Star => format!("*{value}"),
            ArgumentKind::Keyword(name) => format!("{}={value}", code.name(name)),
            ArgumentKind::Keywords => format!("**{value}"),
        }
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn list(code: &Code, ids: &[ExprId], between: &str) -> String {
    let shown: Vec<String> = ids.iter().map(|&id| expression(code, id)).collect();
    shown.join(between)
}

fn expression(code: &Code, id: ExprId) -> String {
    let show = |id: ExprId| expression(code, id);
    match code.expression(id) {
        Expr::Name(name) => code.name(*name).to_owned(),
        Expr::Literal(literal) => match literal {
            Literal::Text(text) => format!("{:?}", code.name(*text)),
            Literal::Int(value) => value.to_string(),
            other @ (Literal::None | Literal::Bool(_) | Literal::Number | Literal::Bytes | Literal::Ellipsis) => {
                format!("{other:?}")
            }
        },
        Expr::Format(parts) => format!("format({})", list(code, parts, ", ")),
        Expr::Formatted(value, parts) => format!("{}!({})", show(*value), list(code, parts, ", ")),
        Expr::Attribute(object, name) => format!("{}.{}", show(*object), code.name(*name)),
        Expr::Subscript(object, index) => format!("{}[{}]", show(*object), show(*index)),
        Expr::Slice(parts) => format!("slice({})", list(code, parts, ", ")),
        Expr::Call(callee, handed) => format!("{}({})", show(*callee), arguments(code, handed)),
        Expr::Operator(operator, operands) => format!("{operator:?}({})", list(code, operands, ", ")),
        Expr::Compare(left, rest) => {
            let rest = rest
                .iter()
                .map(|&(operator, right)| format!(" {operator:?} {}", show(right)));
            format!("({}{})", show(*left), rest.collect::<String>())
        }
        Expr::And(operands) => format!("({})", list(code, operands, " and ")),
        Expr::Or(operands) => format!("({})", list(code, operands, " or ")),
        Expr::Not(operand) => format!("not({})", show(*operand)),
        Expr::Conditional { test, then, otherwise } => {
            format!("({} if {} else {})", show(*then), show(*test), show(*otherwise))
        }
        Expr::Sequence(kind, elements) => format!("{kind:?}({})", list(code, elements, ", ")),
        Expr::Dict(items) => {
            let items = items.iter().map(|&(key, value)| match key {
                Some(key) => format!("{}: {}", show(key), show(value)),
                None => format!("**{}", show(value)),
            });
            format!("{{{}}}", items.collect::<Vec<_>>().join(", "))
        }
        Expr::Comprehension(comprehension) => shown_comprehension(code, comprehension),
        Expr::Lambda(body) => {
            let head = head(code, *body, "");
            let statements = &code.bodies[*body as usize].statements;
            let [Stmt::Return(Some(value))] = statements.as_slice() else {
                panic!("a lambda is one return: {statements:?}");
            };
            format!("({head}: {})", show(*value))
        }
        Expr::Assign(target, value) => format!("({} := {})", show(*target), show(*value)),
        Expr::Await(value) => format!("await({})", show(*value)),
        Expr::Yield(value) => format!("yield({})", value.map(show).unwrap_or_default()),
        Expr::YieldFrom(value) => format!("yield from({})", show(*value)),
        Expr::Starred(value) => format!("*{}", show(*value)),
    }
}

fn shown_comprehension(code: &Code, comprehension: &Comprehension) -> String {
    let show = |id: ExprId| expression(code, id);
    let clauses = comprehension.clauses.iter().map(|clause| {
        let conditions = clause
            .conditions
            .iter()
            .map(|&condition| format!(" if {}", show(condition)));
        let conditions: String = conditions.collect();
        format!(" for {} in {}{conditions}", show(clause.target), show(clause.iterable))
    });
    let key = comprehension.key.map(|key| format!("{}: ", show(key)));
    format!(
        "{:?}<{}{}{}>",
        comprehension.kind,
        key.unwrap_or_default(),
        show(comprehension.element),
        clauses.collect::<String>()
    )
}
