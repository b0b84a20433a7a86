//! Imports that stand where their package has been found: `if find_spec("dask") is not None: import dask`.
use crate::graph::{ModuleId, Program};
use crate::semantics::ModuleFacts;
use crate::semantics::code::{Expr, ExprId, Literal, Name, Operator, Stmt};
use crate::semantics::facts::{ImportId, Path};

/// The module whose code is looked at.
type Within<'a> = (&'a Program, ModuleId);

/// Whether an import runs only where the program has found the package that it names: that it is missing there is no answer that
/// anybody waits for.
pub(super) fn is_found_before(program: &Program, importer: ModuleId, import: ImportId) -> bool {
    let Some(facts) = program.facts(importer) else {
        return false;
    };
    let base = program.absolute(importer, &facts.imports[import as usize]);
    let package = base.as_deref().filter(|base| !base.is_empty());
    let within = (program, importer);
    package.is_some_and(|package| stands_where_found(within, facts, &facts.code.bodies[0].statements, import, package))
}

/// Whether the import stands in these statements, below a test that finds the package.
fn stands_where_found(
    within: Within<'_>,
    facts: &ModuleFacts,
    statements: &[Stmt],
    import: ImportId,
    package: &str,
) -> bool {
    statements.iter().any(|statement| match statement {
        Stmt::If { test, then, otherwise } => {
            finds(within, facts, *test, package) && holds(then, import)
                || stands_where_found(within, facts, then, import, package)
                || stands_where_found(within, facts, otherwise, import, package)
        }
        other => other
            .blocks()
            .into_iter()
            .any(|block| stands_where_found(within, facts, block, import, package)),
    })
}

fn holds(statements: &[Stmt], import: ImportId) -> bool {
    statements.iter().any(|statement| match statement {
        Stmt::Import(aliases) => aliases.contains(&import),
        other => other.blocks().into_iter().any(|block| holds(block, import)),
    })
}

/// Whether a test holds only where the package is found: it asks for it, or names a variable that is set once, to the answer.
fn finds(within: Within<'_>, facts: &ModuleFacts, test: ExprId, package: &str) -> bool {
    let code = &facts.code;
    match code.expression(test) {
        Expr::And(parts) => parts.iter().any(|&part| finds(within, facts, part, package)),
        Expr::Name(name) => answers(within, facts, *name, package),
        _ => asks_for(within, facts, test, package),
    }
}

/// Whether a variable of the module is true only where the package is found: each statement that sets it stands at module level,
/// and there is one, or a `try` that has loaded the package where it is set, and whose handlers set it to nothing.
fn answers(within: Within<'_>, facts: &ModuleFacts, name: Name, package: &str) -> bool {
    let code = &facts.code;
    let Some(id) = facts.global(code.name(name)) else {
        return false;
    };
    let kinds = facts.bindings[id as usize].kinds;
    if kinds.imports + kinds.functions + kinds.classes + kinds.deletions > 0 || kinds.from_global_statement {
        return false;
    }
    let set_to = |statement: &Stmt| match statement {
        Stmt::Assign { targets, value } => {
            let is_it = |&target: &ExprId| matches!(code.expression(target), Expr::Name(set) if *set == name);
            targets.iter().any(is_it).then_some(*value)
        }
        _ => None,
    };
    let is_false = |value| {
        matches!(
            code.expression(value),
            Expr::Literal(Literal::None | Literal::Bool(false))
        )
    };
    let loads = |statement: &Stmt| match statement {
        Stmt::Import(aliases) => aliases.iter().any(|&alias| is_of(within, facts, alias, package)),
        _ => false,
    };
    code.bodies[0].statements.iter().any(|statement| match statement {
        Stmt::Assign { .. } => {
            let asks = set_to(statement).is_some_and(|value| asks_for(within, facts, value, package));
            kinds.assignments == 1 && asks
        }
        Stmt::Try { body, handlers, .. } => {
            let unset = |block: &[Stmt]| block.iter().filter_map(set_to).any(is_false);
            let mut behind = body.iter().skip_while(|statement| !loads(statement));
            kinds.assignments as usize == 1 + handlers.len()
                && behind.any(|statement| set_to(statement).is_some())
                && handlers.iter().all(|handler| unset(&handler.body))
        }
        _ => false,
    })
}

/// Whether an import names something of the package.
fn is_of((program, module): Within<'_>, facts: &ModuleFacts, import: ImportId, package: &str) -> bool {
    let base = program.absolute(module, &facts.imports[import as usize]);
    base.is_some_and(|base| are_found_together(&base, package))
}

/// Whether who finds one module finds the other: it is the same, or holds it. Two modules of one package may be of two
/// distributions, as `google.auth` and `google.cloud` are.
fn are_found_together(one: &str, other: &str) -> bool {
    crate::rules::matches(one, other) || crate::rules::matches(other, one)
}

/// `find_spec("package") is not None`
fn asks_for((program, module): Within<'_>, facts: &ModuleFacts, test: ExprId, package: &str) -> bool {
    let code = &facts.code;
    let Expr::Compare(asked, rest) = code.expression(test) else {
        return false;
    };
    let [(Operator::IsNot, other)] = &**rest else {
        return false;
    };
    let is_none = matches!(code.expression(*other), Expr::Literal(Literal::None));
    let Expr::Call(callee, handed) = code.expression(*asked) else {
        return false;
    };
    let [name] = &**handed else { return false };
    let names = code.dotted(*callee).map(|(root, attributes)| {
        let path = Path {
            root: root.to_owned(),
            binding: facts.global(root),
            attributes,
        };
        program.known_names(module, &path)
    });
    let looks = names.is_some_and(|names| names.iter().any(|name| name == "importlib.util.find_spec"));
    let is_name = |text: &str| are_found_together(text, package);
    is_none
        && looks
        && matches!(code.expression(name.value), Expr::Literal(Literal::Text(text)) if is_name(code.name(*text)))
}
