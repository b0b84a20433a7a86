//! Reading annotations: where they stand in a statement, and which strings within them are types in quotes.
//!
//! It edits no text. A string that might be data (in `Literal`, in the metadata of `Annotated`, in a container that is not
//! known) is none of its types.
use ruff_python_ast::{Expr, ExprStringLiteral, Operator, Parameter, Parameters, Stmt};
use ruff_python_parser::parse_expression;

/// Containers whose arguments are types and nothing else. Any other may take a string for what it is.
/// Not in `rules/`: writing asks no rules, and the type system of Python has no others.
const GENERICS: [&str; 57] = [
    "AbstractAsyncContextManager",
    "AbstractContextManager",
    "AsyncContextManager",
    "AsyncGenerator",
    "AsyncIterable",
    "AsyncIterator",
    "Awaitable",
    "Callable",
    "ChainMap",
    "ClassVar",
    "Collection",
    "Concatenate",
    "Container",
    "ContextManager",
    "ContextVar",
    "Coroutine",
    "Counter",
    "DefaultDict",
    "Deque",
    "Dict",
    "Final",
    "FrozenSet",
    "Generator",
    "ItemsView",
    "Iterable",
    "Iterator",
    "KeysView",
    "List",
    "Mapping",
    "MappingView",
    "MutableMapping",
    "MutableSequence",
    "MutableSet",
    "NotRequired",
    "Optional",
    "OrderedDict",
    "ReadOnly",
    "Required",
    "Reversible",
    "Sequence",
    "Set",
    "Tuple",
    "Type",
    "TypeGuard",
    "TypeIs",
    "Union",
    "ValuesView",
    "WeakKeyDictionary",
    "WeakValueDictionary",
    "defaultdict",
    "deque",
    "dict",
    "frozenset",
    "list",
    "set",
    "tuple",
    "type",
];

/// The annotations in the head of a statement, in the order of [`annotations_mut`]; not those of statements inside it.
pub fn annotations(stmt: &Stmt) -> Vec<&Expr> {
    match stmt {
        Stmt::FunctionDef(def) => parameters(&def.parameters)
            .filter_map(|parameter| parameter.annotation.as_deref())
            .chain(def.returns.as_deref())
            .collect(),
        Stmt::AnnAssign(assign) => vec![&assign.annotation],
        _ => Vec::new(),
    }
}

fn parameters(all: &Parameters) -> impl Iterator<Item = &Parameter> {
    let plain = all.posonlyargs.iter().chain(&all.args).chain(&all.kwonlyargs);
    plain
        .map(|one| &one.parameter)
        .chain(all.vararg.as_deref())
        .chain(all.kwarg.as_deref())
}

/// The same, to be changed.
pub fn annotations_mut(stmt: &mut Stmt) -> Vec<&mut Expr> {
    match stmt {
        Stmt::FunctionDef(def) => {
            let all = def.parameters.as_mut();
            let plain = all
                .posonlyargs
                .iter_mut()
                .chain(&mut all.args)
                .chain(&mut all.kwonlyargs);
            plain
                .map(|one| &mut one.parameter)
                .chain(all.vararg.as_deref_mut())
                .chain(all.kwarg.as_deref_mut())
                .filter_map(|parameter| parameter.annotation.as_deref_mut())
                .chain(def.returns.as_deref_mut())
                .collect()
        }
        Stmt::AnnAssign(assign) => vec![&mut assign.annotation],
        _ => Vec::new(),
    }
}

/// The annotation without quotes anywhere that a type stands in them: two annotations mean the same if these are equal.
pub fn unquoted(annotation: &Expr) -> Expr {
    let mut plain = annotation.clone();
    replace_type_strings(&mut plain, &mut |string| type_in(string).map(|inner| unquoted(&inner)));
    plain
}

/// The type in a string, if it is one that can stand without quotes wherever the string stands. `"A, B"` is none:
/// it would become two arguments.
pub fn type_in(string: &ExprStringLiteral) -> Option<Expr> {
    let inner = parse_expression(string.value.to_str()).ok()?.into_expr();
    let is_type = matches!(
        inner,
        Expr::Name(_) | Expr::Attribute(_) | Expr::Subscript(_) | Expr::NoneLiteral(_) | Expr::BinOp(_)
    );
    is_type.then_some(inner)
}

/// Calls `replace` for every string that stands where a type is expected, and puts there what it returns, if anything.
pub fn replace_type_strings(expr: &mut Expr, replace: &mut dyn FnMut(&ExprStringLiteral) -> Option<Expr>) {
    match expr {
        Expr::StringLiteral(string) => {
            if let Some(new) = replace(string) {
                *expr = new;
            }
        }
        Expr::BinOp(union) if union.op == Operator::BitOr => {
            replace_type_strings(&mut union.left, replace);
            replace_type_strings(&mut union.right, replace);
        }
        Expr::Subscript(subscript) => {
            let container = match subscript.value.as_ref() {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => return,
            };
            match subscript.slice.as_mut() {
                Expr::Tuple(arguments) if container == "Annotated" => {
                    if let Some(first) = arguments.elts.first_mut() {
                        replace_type_strings(first, replace);
                    }
                }
                slice if GENERICS.contains(&container) => replace_in_arguments(slice, replace),
                _ => {}
            }
        }
        _ => {}
    }
}

/// `[A, B]` and `[[A], B]`
fn replace_in_arguments(slice: &mut Expr, replace: &mut dyn FnMut(&ExprStringLiteral) -> Option<Expr>) {
    match slice {
        Expr::Tuple(several) => {
            several
                .elts
                .iter_mut()
                .for_each(|one| replace_in_arguments(one, replace));
        }
        Expr::List(several) => {
            several
                .elts
                .iter_mut()
                .for_each(|one| replace_in_arguments(one, replace));
        }
        one => replace_type_strings(one, replace),
    }
}

#[cfg(test)]
mod tests {
    use ruff_python_ast::comparable::ComparableExpr;

    use super::*;

    fn means(one: &str, other: &str) -> bool {
        let parse = |text: &str| unquoted(parse_expression(text).unwrap().expr());
        ComparableExpr::from(&parse(one)) == ComparableExpr::from(&parse(other))
    }

    #[test]
    fn quotes_around_types_mean_nothing() {
        assert!(means("Optional['A']", "Optional[A]"));
        assert!(means("t.Callable[['A', B], 'C']", "t.Callable[[A, B], C]"));
        assert!(means("A | 'B'", "A | B"));
        assert!(means("type['A']", "type[A]"));
        assert!(means("list[\"dict[str, 'A']\"]", "list[dict[str, A]]"));
        assert!(means("Annotated['A', 'm']", "Annotated[A, 'm']"));
    }

    #[test]
    fn quotes_around_anything_else_stay() {
        assert!(!means("Literal['a']", "Literal[a]"));
        assert!(!means("Annotated[A, 'm']", "Annotated[A, m]"));
        assert!(!means("L['a']", "L[a]"));
        assert!(!means("list['A, B']", "list[A, B]"));
        assert!(!means("A | 'B | C'", "A | B | C"));
        assert!(!means("f('A')", "f(A)"));
    }

    #[test]
    fn the_heads_of_statements_hold_annotations() {
        let text = "def f(a: A, /, b: B, *c: C, d: D, **e: E) -> F:\n    x: G\n";
        let mut parsed = ruff_python_parser::parse_module(text).unwrap().into_syntax();
        let names = |found: Vec<&Expr>| -> String {
            found
                .iter()
                .filter_map(|one| one.as_name_expr())
                .map(|name| name.id.as_str())
                .collect()
        };
        let read = names(annotations(&parsed.body[0]));
        assert_eq!(read, "ABDCEF");
        let changed: Vec<&Expr> = annotations_mut(&mut parsed.body[0])
            .into_iter()
            .map(|one| &*one)
            .collect();
        assert_eq!(names(changed), read);
    }
}
