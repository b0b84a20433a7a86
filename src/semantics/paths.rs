//! Expressions as dotted names, where they are such. Knows nothing of scopes.
use ruff_python_ast::{Expr, ExprName, FStringPart, Operator};

use super::facts::{Object, Path, Value};

/// The name at the root of `a.b.c`, and the attributes after it.
pub(super) fn chain(expr: &Expr) -> Option<(&ExprName, Vec<String>)> {
    let mut attributes = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::Attribute(attribute) => {
                attributes.push(attribute.attr.to_string());
                at = &attribute.value;
            }
            Expr::Name(name) => {
                attributes.reverse();
                return Some((name, attributes));
            }
            _ => return None,
        }
    }
}

/// `a.b.c` as a path that is not resolved yet.
pub(super) fn path(expr: &Expr) -> Option<Path> {
    chain(expr).map(|(root, attributes)| Path {
        root: root.id.to_string(),
        binding: None,
        attributes,
    })
}

/// What is called in the end: `f` of `f(x)(y)`, or the expression itself.
pub(super) fn callee(expr: &Expr) -> &Expr {
    match expr {
        Expr::Call(call) => callee(&call.func),
        _ => expr,
    }
}

/// A base class: `Generic[T]` counts as `Generic`, `make(x)` as nothing.
pub(super) fn base(expr: &Expr) -> Option<Path> {
    match expr {
        Expr::Subscript(subscript) => path(&subscript.value),
        _ => path(expr),
    }
}

/// What an assigned expression says of the name: made by a call, or another name for something.
pub(super) fn value(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::Call(_) => path(callee(expr)).map(Value::Call),
        _ => path(expr).map(Value::Alias),
    }
}

/// The object whose attributes are looked at: as [`object`], but for what is made on the spot.
pub(super) fn holder(expr: &Expr) -> Object {
    match (object(expr), expr) {
        (Object::Unknown, Expr::Call(call)) => path(&call.func).map_or(Object::Unknown, Object::Made),
        _ if expr.is_literal_expr() || expr.is_dict_expr() || expr.is_list_expr() || expr.is_tuple_expr() => {
            Object::Value
        }
        (object, _) => object,
    }
}

/// The object that an expression stands for.
pub(super) fn object(expr: &Expr) -> Object {
    if let Expr::Subscript(subscript) = expr
        && is_sys_modules(&subscript.value)
    {
        return module_key(&subscript.slice);
    }
    if let Expr::Call(call) = expr
        && matches!(
            path(&call.func).as_ref().map(Path::last),
            Some("import_module" | "__import__")
        )
        && let Some(argument) = call.arguments.args.first()
    {
        return match (module_key(argument), call.arguments.args.get(1)) {
            // Below a package that is another argument.
            (Object::Module(name), Some(Expr::StringLiteral(package))) if name.starts_with('.') => {
                absolute(package.value.to_str(), &name).map_or(Object::Unknown, Object::Module)
            }
            (Object::Module(name), _) if name.starts_with('.') => Object::Unknown,
            (key, _) => key,
        };
    }
    named_attribute(expr)
        .or_else(|| path(expr))
        .map_or(Object::Unknown, Object::Path)
}

/// `getattr(a.b, "c")` as `a.b.c`.
fn named_attribute(expr: &Expr) -> Option<Path> {
    let call = expr.as_call_expr()?;
    let (Expr::Name(function), [of, Expr::StringLiteral(name), ..]) = (&*call.func, &*call.arguments.args) else {
        return None;
    };
    let mut found = path(of).filter(|_| function.id == "getattr")?;
    found.attributes.push(name.value.to_str().to_owned());
    Some(found)
}

fn module_key(expr: &Expr) -> Object {
    match expr {
        Expr::StringLiteral(string) => Object::Module(string.value.to_str().to_owned()),
        Expr::Name(name) if name.id == "__name__" => Object::ThisModule,
        _ => match beginning(expr) {
            Some(start) if start.contains('.') && !start.starts_with('.') => Object::Below(start.to_owned()),
            _ => Object::Unknown,
        },
    }
}

/// How a text begins that is put together: `f"a.{b}"`, `"a." + b`, `"a.%s" % b`.
fn beginning(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::StringLiteral(string) => Some(string.value.to_str()),
        Expr::FString(string) => match string.value.iter().next()? {
            FStringPart::Literal(literal) => Some(&literal.value),
            FStringPart::FString(part) => part.elements.first()?.as_literal().map(|literal| &*literal.value),
        },
        Expr::BinOp(sum) if sum.op == Operator::Add => beginning(&sum.left),
        Expr::BinOp(filled) if filled.op == Operator::Mod => beginning(&filled.left)?.split('%').next(),
        _ => None,
    }
}

/// Whether an expression is `sys.modules`, or the string that `mock.patch.dict` takes for it.
pub(super) fn is_sys_modules(expr: &Expr) -> bool {
    match expr {
        Expr::StringLiteral(string) => string.value.to_str() == "sys.modules",
        _ => chain(expr).is_some_and(|(root, attributes)| root.id == "sys" && attributes == ["modules"]),
    }
}

/// The name of a module that begins with a dot, from the top; none for another name, or where there is no package so far up.
pub(super) fn absolute(package: &str, name: &str) -> Option<String> {
    let below = name.trim_start_matches('.');
    let up = (name.len() - below.len()).checked_sub(1)?;
    let parts: Vec<&str> = package.split('.').collect();
    let around = parts.get(..parts.len().checked_sub(up)?)?.join(".");
    match (around.is_empty(), below.is_empty()) {
        (true, _) => None,
        (false, true) => Some(around),
        (false, false) => Some(format!("{around}.{below}")),
    }
}
