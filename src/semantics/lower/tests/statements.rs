//! Statements.
use super::check;

#[test]
fn assignments() {
    check("a = b.c, [d[e], *f] = g", "a = Tuple(b.c, List(d[e], *f)) = g");
    check("a: T = b\nc: T\nd.e: T", "a = b\ndeclare c\ndeclare d.e");
    check("del a, b.c, d[0]", "del a, b.c, d[0]");
    check("type A[T] = list[T]", "type A");
}

#[test]
fn imports_are_those_of_the_facts() {
    check(
        "from __future__ import annotations\nimport a, b.c\nlazy from .d import (e, f as g)\nlazy import h\nfrom i import *\n",
        "import []\nimport [0, 1]\nimport [2, 3]\nimport [4]\nimport [5]",
    );
}

#[test]
fn branches_and_loops() {
    check(
        "if a: b\nelif c: d\nelif e: pass\nelse: f\n",
        "if a\n    b\nelse\n    if c\n        d\n    else\n        if e\n            pass\n        else\n            f",
    );
    check(
        "for a in b:\n    break\nelse:\n    c\nwhile d:\n    continue\n",
        "for a in b\n    jump\nelse\n    c\nwhile d\n    jump",
    );
    check(
        "with a as b, c: pass\nasync def f():\n    async with a: pass\n    async for b in c: pass\n",
        "with a as b, c\n    pass\nasync def f()\n    with a\n        pass\n    for b in c\n        pass",
    );
}

#[test]
fn exceptions() {
    check(
        "try: a\nexcept b as c: d\nexcept (e, f): pass\nexcept: pass\nelse: g\nfinally: h\n",
        "try\n    a\nexcept b as c\n    d\nexcept Tuple(e, f)\n    pass\nexcept\n    pass\nelse\n    g\nfinally\n    h",
    );
    check("try: a\nexcept* b: c\n", "try\n    a\nexcept b\n    c");
    check("try: a\nexcept b, c: d\n", "try\n    a\nexcept Tuple(b, c)\n    d");
    check("raise\nraise a from b\nassert a, b\n", "raise\nraise a b\nassert a b");
}

#[test]
fn matches() {
    check(
        "match a, b:\n    case 1 | c.d: e\n    case [f, *_] if f: g\n    case {h.i: j}: pass\n    case K(1, x=None): pass\n    case _: pass\n",
        "match Tuple(a, b)\ncase 1, c.d -> \n    e\ncase  -> f if f\n    g\ncase h.i -> j\n    pass\ncase K, 1 -> \n    \
         pass\ncase  -> \n    pass",
    );
}

#[test]
fn definitions() {
    check(
        "@a\n@b(c)\nclass D(e, *f, metaclass=g): pass\n",
        "@a\n@b(c)\nclass D(e, *f, metaclass=g)\n    pass",
    );
    check(
        "@a\nasync def f(b: c = d) -> e: return\n",
        "@a\nasync def f(b=d)\n    return",
    );
    check("class A:\n    'text'\n    global b\n", "class A()\n    \"text\"");
}
