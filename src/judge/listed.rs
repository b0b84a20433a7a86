//! Installed packages that say which of their submodules they load when they are asked for them.
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Code, Expr, ExprId, Literal, Operator, Stmt};
use crate::semantics::facts::{Definition, MODULE};

/// Whether the `__getattr__` of a package does nothing but load a submodule where its name is among those listed:
///
/// ```python
/// submodules = ["optimize", "stats"]
/// def __getattr__(name):
///     if name in submodules:
///         return importlib.import_module(f"scipy.{name}")
/// ```
pub(super) fn serves_listed(facts: &ModuleFacts, submodule: &str) -> bool {
    let code = &facts.code;
    let is_hook = |one: &&Definition| one.scope == MODULE && one.name == "__getattr__";
    let mut hooks = facts.definitions.iter().filter(is_hook);
    let (Some(hook), None) = (hooks.next(), hooks.next()) else {
        return false;
    };
    let Some(hook) = code.bodies.iter().find(|body| body.scope == hook.body) else {
        return false;
    };
    let is_text = |statement: &&Stmt| matches!(statement, Stmt::Expression(id) if code.text(*id).is_some());
    let first = hook.statements.iter().find(|statement| !is_text(statement));
    let Some(Stmt::If { test, then, .. }) = first else {
        return false;
    };
    let [parameter] = hook.parameters.as_slice() else {
        return false;
    };
    let Expr::Compare(asked, comparisons) = code.expression(*test) else {
        return false;
    };
    let is_asked = matches!(code.expression(*asked), Expr::Name(name) if *name == parameter.name);
    let first = then.iter().find(|statement| !matches!(statement, Stmt::Import(_)));
    let loads = matches!(first, Some(Stmt::Return(Some(value))) if is_load(code, *value));
    match **comparisons {
        [(Operator::In, names)] if is_asked && loads => lists(code, names, submodule),
        [(Operator::Eq, name)] if is_asked && loads => code.text(name) == Some(submodule),
        _ => false,
    }
}

/// Whether an expression is `import_module(...)`.
fn is_load(code: &Code, value: ExprId) -> bool {
    let Expr::Call(callee, _) = code.expression(value) else {
        return false;
    };
    matches!(code.expression(*callee), Expr::Name(name) | Expr::Attribute(_, name) if code.name(*name) == "import_module")
}

/// Whether a display of texts, or a variable of the module that is nothing else, has one that the file has nowhere else.
fn lists(code: &Code, names: ExprId, submodule: &str) -> bool {
    let has = |id: ExprId| match code.expression(id) {
        Expr::Sequence(_, elements) => elements.iter().any(|&element| code.text(element) == Some(submodule)),
        _ => false,
    };
    let is_listed = match code.expression(names) {
        Expr::Name(variable) => {
            let of_module = code
                .bodies
                .first()
                .map(|body| body.statements.as_slice())
                .unwrap_or_default();
            let assigned = of_module.iter().filter_map(|statement| match statement {
                Stmt::Assign { targets, value } => {
                    let is_it =
                        |&target: &ExprId| matches!(code.expression(target), Expr::Name(name) if name == variable);
                    targets.iter().any(is_it).then_some(*value)
                }
                _ => None,
            });
            let assigned: Vec<ExprId> = assigned.collect();
            matches!(assigned.as_slice(), [value] if has(*value))
        }
        _ => has(names),
    };
    // Who takes it from the list names it, too.
    let is_it =
        |expression: &&Expr| matches!(expression, Expr::Literal(Literal::Text(name)) if code.name(*name) == submodule);
    is_listed && code.expressions.iter().filter(is_it).count() == 1
}

#[cfg(test)]
mod tests {
    use super::serves_listed;
    use crate::rules::Rules;
    use crate::semantics::analyse;

    const LOADS: &str = "return importlib.import_module(f'rig.{name}')";

    fn serves(before: &str, hook: &str) -> bool {
        let text = format!("import importlib\n{before}\ndef __getattr__(name):\n{hook}\n");
        let facts = analyse(&text, Rules::builtin()).unwrap_or_default();
        serves_listed(&facts, "other")
    }

    #[test]
    fn what_is_listed_is_loaded() {
        let asks = format!("    if name in parts:\n        {LOADS}\n    raise AttributeError(name)");
        assert!(serves("parts = ['sub', 'other']", &asks));
        assert!(serves(
            "",
            &format!("    'Loads.'\n    if name in ('sub', 'other'):\n        {LOADS}\n")
        ));
    }

    #[test]
    fn what_may_be_something_else_is_not() {
        let asks = |list: &str| format!("    if name in {list}:\n        {LOADS}\n    raise AttributeError(name)");
        for (before, hook) in [
            // Named for another reason, left out, or taken away again.
            ("__all__ = ['sub']\nNOTE = 'other'", asks("__all__")),
            ("__all__ = ['sub', 'other']\n_lazy = ['sub']", asks("_lazy")),
            ("parts = ['sub', 'other']\nparts.remove('other')", asks("parts")),
            ("parts = ['sub', 'other']\nparts = ['sub']", asks("parts")),
            (
                "SKIP = {'other'}",
                format!("    if name in SKIP:\n        raise AttributeError(name)\n    {LOADS}"),
            ),
            (
                "parts = ['other']",
                format!("    if name not in parts:\n        {LOADS}\n"),
            ),
            // More than that happens, or something else comes out.
            (
                "parts = ['other']",
                format!("    if name in parts:\n        print(name)\n        {LOADS}\n"),
            ),
            (
                "parts = ['other']",
                format!("    print(name)\n    if name in parts:\n        {LOADS}\n"),
            ),
            (
                "parts = ['other']",
                "    if name in parts:\n        return importlib.import_module(f'rig.{name}').X\n".to_owned(),
            ),
        ] {
            assert!(!serves(before, &hook), "{before}\n{hook}");
        }
    }
}
