//! Expressions.
use super::check;

#[test]
fn operators() {
    check("a + b * -c @ ~d", "Add(a, MatMul(Mul(b, Neg(c)), Invert(d)))");
    check("a and b or not c", "((a and b) or not(c))");
    check("a < b is not c not in d", "(a Lt b IsNot c NotIn d)");
    check("a if b else c", "(a if b else c)");
    check("x **= 2", "x Pow= 2");
}

#[test]
fn literals() {
    check(
        "None, True, ..., b'x', 1.5, 1j",
        "Tuple(None, Bool(true), Ellipsis, Bytes, Number, Number)",
    );
    check(
        "0x10, 9223372036854775807, 9223372036854775808",
        "Tuple(16, 9223372036854775807, Number)",
    );
    check("'a' \"b\" '''c'''", "\"abc\"");
}

#[test]
fn formatted_texts() {
    check("f'a{b}c' 'd' f'{e}'", "format(\"a\", b, \"cd\", e)");
    check(
        "f'{a!r}{b:>{c}x}{d=}'",
        "format(a!(), b!(\">\", c, \"x\"), \"d=\", d!())",
    );
    check("t'a{b}'", "format(\"a\"!(), b!())");
    check("f''", "format()");
}

#[test]
fn calls_and_subscripts() {
    check("f(a, *b, c=d, **e)", "f(a, *b, c=d, **e)");
    check("f(x for x in y)", "f(Generator<x for x in y>)");
    check(
        "a.b[c:d, ::e, ...].f()",
        "a.b[Tuple(slice(c, d), slice(e), Ellipsis)].f()",
    );
    check("a[*b]", "a[Tuple(*b)]");
}

#[test]
fn displays_and_comprehensions() {
    check(
        "[a, *b], {c}, {d: e, **f}, (), {}",
        "Tuple(List(a, *b), Set(c), {d: e, **f}, Tuple(), {})",
    );
    check(
        "{a: b for a, b in c if d if e for f in g}",
        "Dict<a: b for Tuple(a, b) in c if d if e for f in g>",
    );
    check(
        "[a for a in b], {a for a in b}",
        "Tuple(List<a for a in b>, Set<a for a in b>)",
    );
    check(
        "async def f(): [await a async for a in b]",
        "async def f()\n    List<await(a) for a in b>",
    );
    check(
        "[*a for a in b], {**a for a in b}",
        "Tuple(List<*a for a in b>, Dict<a for a in b>)",
    );
}

#[test]
fn the_rest() {
    check("(a := b)", "(a := b)");
    check("f = lambda x, *, y=z: x", "f = (lambda (x, !y=z): x)");
    check("def f(): yield from a", "def* f()\n    yield from(a)");
}
