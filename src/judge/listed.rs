//! Installed packages that say which of their submodules they load when they are asked for them.
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Argument, ArgumentKind, Code, Expr, ExprId, Literal, Name, Operator, Stmt};
use crate::semantics::facts::{Definition, ImportId, MODULE};

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
    let is_itself = facts
        .global("__getattr__")
        .is_some_and(|id| facts.bindings[id as usize].kinds.total() == 1);
    if !hook.decorators.is_empty() || !is_itself || facts.definitions.iter().any(|one| one.name == LOADS) {
        return false;
    }
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
    // It may import the one thing that it needs for that.
    let is_needed = |id: &ImportId| facts.imports[*id as usize].module == "importlib";
    let first = then
        .iter()
        .find(|statement| !matches!(statement, Stmt::Import(ids) if ids.iter().all(is_needed)));
    let loads = matches!(first, Some(Stmt::Return(Some(value))) if is_load(code, *value, parameter.name));
    match **comparisons {
        [(Operator::In, names)] if is_asked && loads => lists(facts, names, submodule),
        [(Operator::Eq, name)] if is_asked && loads => code.text(name) == Some(submodule),
        _ => false,
    }
}

/// What loads a module by its name. Not in `rules/`: it is the one whose texts are followed here.
const LOADS: &str = "import_module";

/// Whether an expression is `import_module(f"a.b.{name}")`, of the name that is asked for.
fn is_load(code: &Code, value: ExprId, asked: Name) -> bool {
    let Expr::Call(callee, handed) = code.expression(value) else {
        return false;
    };
    let is_named = handed.first().is_some_and(|argument| {
        argument.kind == ArgumentKind::Plain
            && match pieces(code, argument.value).split_last() {
                Some((last, around)) => {
                    let ends_with_dot = around
                        .last()
                        .and_then(|&at| code.text(at))
                        .is_some_and(|text| text.ends_with('.'));
                    let is_known = |&at: &ExprId| match code.expression(at) {
                        Expr::Name(name) => matches!(code.name(*name), "__name__" | "__package__"),
                        _ => code.text(at).is_some(),
                    };
                    let is_asked = matches!(code.expression(*last), Expr::Name(name) if *name == asked);
                    is_asked && ends_with_dot && around.iter().all(is_known)
                }
                None => false,
            }
    });
    let is_loader =
        matches!(code.expression(*callee), Expr::Name(name) | Expr::Attribute(_, name) if code.name(*name) == LOADS);
    is_named && is_loader
}

/// The parts that a text is put together of.
fn pieces(code: &Code, at: ExprId) -> Vec<ExprId> {
    match code.expression(at) {
        Expr::Format(parts) => parts.to_vec(),
        Expr::Operator(Operator::Add, operands) => operands.iter().flat_map(|&part| pieces(code, part)).collect(),
        _ => vec![at],
    }
}

/// Whether a display of texts, or a variable of the module that is nothing else, has one that the file has nowhere else.
fn lists(facts: &ModuleFacts, names: ExprId, submodule: &str) -> bool {
    let code = &facts.code;
    let has = |id: ExprId| match code.expression(id) {
        Expr::Sequence(_, elements) => elements.iter().any(|&element| code.text(element) == Some(submodule)),
        _ => false,
    };
    let is_listed = match code.expression(names) {
        Expr::Name(variable) => made_once(facts, *variable).is_some_and(has),
        _ => has(names),
    };
    // Who takes it from the list names it, too.
    let is_it =
        |expression: &&Expr| matches!(expression, Expr::Literal(Literal::Text(name)) if code.name(*name) == submodule);
    is_listed && code.expressions.iter().filter(is_it).count() == 1
}

/// What a variable of the module is, which nobody gives another value, or does anything with but to go through it and to take other
/// texts out: one that stands in the file only once is not among those.
fn made_once(facts: &ModuleFacts, variable: Name) -> Option<ExprId> {
    let code = &facts.code;
    let is_it = |at: ExprId| matches!(code.expression(at), Expr::Name(name) if *name == variable);
    let taking_out = taking_out(code, variable);
    let is_used = |(at, one): (usize, &Expr)| {
        matches!(one, Expr::Attribute(of, _) | Expr::Subscript(of, _) if is_it(*of))
            && !taking_out.iter().any(|&callee| callee as usize == at)
    };
    let name = code.name(variable);
    let kinds = facts.bindings[facts.global(name)? as usize].kinds;
    if !kinds.is_assigned_once()
        || facts.is_declared_global(name)
        || code.expressions.iter().enumerate().any(is_used)
        || !taking_out.is_empty() && !has_no_other_use(code, variable)
    {
        return None;
    }
    let of_module = code.bodies.first().map(|body| body.statements.as_slice());
    let mut assigned = of_module
        .unwrap_or_default()
        .iter()
        .filter_map(|statement| match statement {
            Stmt::Assign { targets, value } => targets.iter().any(|&target| is_it(target)).then_some(*value),
            _ => None,
        });
    match (assigned.next(), assigned.next()) {
        (Some(value), None) => Some(value),
        (Some(_) | None, _) => None,
    }
}

/// What is called where texts are taken out of a list: `variable.remove`.
fn taking_out(code: &Code, variable: Name) -> Vec<ExprId> {
    let takes_out = |callee: ExprId| match code.expression(callee) {
        Expr::Attribute(of, method) => {
            matches!(code.expression(*of), Expr::Name(name) if *name == variable) && code.name(*method) == "remove"
        }
        _ => false,
    };
    let is_text = |argument: &Argument| code.text(argument.value).is_some();
    let calls = code.expressions.iter().filter_map(|one| match one {
        Expr::Call(callee, handed) if takes_out(*callee) && handed.iter().all(is_text) => Some(*callee),
        _ => None,
    });
    calls.collect()
}

/// Whether a list from which names are taken out is asked for names and added to others, and nothing else is done with it: by no other
/// name, and no text, may more be taken out.
fn has_no_other_use(code: &Code, variable: Name) -> bool {
    let is_it = |at: ExprId| matches!(code.expression(at), Expr::Name(name) if *name == variable);
    let name = code.name(variable);
    let told = |text: &str| text == name || text.contains(&format!("{name}."));
    let (mut all, mut known) = (0, 0);
    for expression in &code.expressions {
        match expression {
            Expr::Name(used) => all += usize::from(*used == variable),
            Expr::Compare(_, comparisons) => {
                let asks = |(operator, at): &&(Operator, ExprId)| {
                    matches!(operator, Operator::In | Operator::NotIn) && is_it(*at)
                };
                known += comparisons.iter().filter(asks).count();
            }
            Expr::Operator(Operator::Add, operands) => known += operands.iter().filter(|at| is_it(**at)).count(),
            Expr::Attribute(of, _) if is_it(*of) => known += 1,
            Expr::Attribute(_, attribute) if *attribute == variable => return false,
            _ => {}
        }
    }
    // One more is where it is made.
    all == known + 1 && !code.texts().any(told)
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
    fn another_may_be_taken_out() {
        let asks = format!("    if name in parts:\n        {LOADS}\n    raise AttributeError(name)");
        assert!(serves(
            "parts = ['sub', 'other']\nif not ready():\n    parts.remove('sub')\n__all__ = parts + ['more']",
            &asks
        ));
        // What else is done with it may take out more.
        for other in [
            "drop(parts)",
            "[*parts]",
            "(more := parts).clear()",
            "getattr(parts, 'clear')()",
            "globals()['parts'].clear()",
            "exec('parts.clear()')",
            "sys.modules[__name__].parts.clear()",
            "def drop(more=parts): more.clear()",
        ] {
            let before = format!("parts = ['sub', 'other']\nparts.remove('sub')\n{other}");
            assert!(!serves(&before, &asks), "{other}");
        }
        for before in ["parts.remove(one)", "parts.remove", "del parts[0]", "parts.pop()"] {
            assert!(
                !serves(&format!("parts = ['sub', 'other']\n{before}"), &asks),
                "{before}"
            );
        }
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
            // It loads another one, or with something else; the list, or the function, is another by then.
            (
                "parts = ['other']",
                "    if name in parts:\n        return importlib.import_module('rig.' + name + '_impl')\n".to_owned(),
            ),
            (
                "parts = ['other']",
                format!("    if name in parts:\n        import rig.noise\n        {LOADS}\n"),
            ),
            ("parts = ['sub', 'other']\nparts.pop()", asks("parts")),
            ("parts = ['sub', 'other']\ndel parts[1]", asks("parts")),
            ("parts = ['other']\nfor parts in [[]]:\n    pass", asks("parts")),
            (
                "parts = ['other']\ndef empty():\n    global parts\n    parts = []\nempty()",
                asks("parts"),
            ),
            (
                "parts = ['other']\ndef import_module(name):\n    return 1",
                asks("parts"),
            ),
            (
                "parts = ['other']",
                format!("    if name in parts:\n        {LOADS}\n__getattr__ = None\n"),
            ),
        ] {
            assert!(!serves(before, &hook), "{before}\n{hook}");
        }
    }
}
