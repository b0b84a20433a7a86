//! Which reads are the module's: functions, classes, comprehensions, `global` and `nonlocal`.
use super::{check, facts};

#[test]
fn plain_reads() {
    check("n", &["run"]);
    check("n.a.b()", &["run"]);
    check("x = n + n", &["run", "run"]);
    check("x += n", &["run"]);
    check("n.a = 1", &["run write"]);
    check("n[0] = 1", &["run item"]);
    check("del n.a, n[0]", &["run write", "run item"]);
    check("f(*n, **n)", &["run", "run"]);
    check("x = f'{n} {n!r:{n}}'", &["run", "run", "run"]);
    check("assert n, n", &["run", "run"]);
    check("raise n from n", &["run", "run"]);
    check("for x in n: n", &["run", "run"]);
    check("while n: ...\nelse: n", &["run", "run"]);
    check("with n as x, n as y: ...", &["run", "run"]);
    check(
        "try: ...\nexcept n: n\nelse: n\nfinally: n",
        &["run", "run", "run", "run"],
    );
    check(
        "match n:\n    case n.A: ...\n    case n.B(x=1) if n: ...",
        &["run", "run", "run", "run"],
    );
    check("x = n if n else n", &["run", "run", "run"]);
    check("x = (y := n)", &["run"]);
    check("x = [n, *n, {n: n}, n[n:n:n]]", &["run"; 8]);
}

#[test]
fn functions() {
    check("def f(): return n", &["run in function"]);
    check("async def f(): await n", &["run in function"]);
    check("def f():\n    def g(): return n", &["run in function"]);
    check("def f(x=n): ...", &["run default"]);
    check("def f(*, x=n): ...", &["run default"]);
    check("f = lambda: n", &["run in lambda"]);
    check("f = lambda x=n: x", &["run default"]);
    check("@n\ndef f(): ...", &["run decorator"]);
    check("@n(1)\nclass A: ...", &["run decorator"]);
    check(
        "def f():\n    @n\n    def g(x=n): ...",
        &["run in function decorator", "run in function default"],
    );
    check("def f(n): return n", &[]);
    check("def f(*n): return n", &[]);
    check("def f(**n): return n", &[]);
    check("f = lambda n: n", &[]);
    check("def f():\n    n = 1\n    return n", &[]);
    check("def f():\n    return n\n    n = 1", &[]);
    check("def f():\n    n += 1", &[]);
    check("def f():\n    del n", &[]);
    check("def f():\n    for n in (): n", &[]);
    check("def f():\n    with x as n: n", &[]);
    check("def f():\n    import n\n    n", &[]);
    check("def f():\n    try: ...\n    except E as n: n", &[]);
    check("def f():\n    def n(): ...\n    n", &[]);
    check("def f():\n    class n: ...\n    n", &[]);
    check("def f(x):\n    match x:\n        case {'a': n}: n", &[]);
    check("def f(x):\n    match x:\n        case [*n]: n", &[]);
    check("def f(x):\n    match x:\n        case {**n}: n", &[]);
    check("def f(x):\n    match x:\n        case int() as n: n", &[]);
    check("def f():\n    n: int\n    return n", &[]);
    check("def f():\n    if (n := 1): n", &[]);
    check("def f():\n    [n := x for x in ()]\n    return n", &[]);
}

#[test]
fn nonlocal_and_global() {
    check(
        "def f():\n    n = 1\n    def g():\n        nonlocal n\n        n = 2\n        return n",
        &[],
    );
    check("def f():\n    global n\n    return n", &["run in function"]);
    check("def f():\n    global n\n    def g(): return n", &["run in function"]);
    check(
        "def f():\n    n = 1\n    def g():\n        global n\n        return n",
        &["run in function"],
    );
    check(
        "def f():\n    n = 1\n    def g():\n        def h():\n            nonlocal n\n            return n",
        &[],
    );
    let bound = facts("import n\ndef f():\n    global n\n    n = 1\n");
    let id = bound.global("n").expect("bound");
    let kinds = bound.bindings[id as usize].kinds;
    assert!(kinds.from_global_statement && !kinds.only_imports());
}

#[test]
fn classes() {
    check("class A(n): ...", &["run base"]);
    check("class A(x[n], metaclass=n): ...", &["run base", "run base"]);
    check("class A:\n    x = n", &["run"]);
    check("class A:\n    n = n", &["run"]);
    check("class A:\n    n = 1\n    def f(self): return n", &["run in function"]);
    check("class A:\n    n = 1\n    class B:\n        x = n", &["run"]);
    check("class A:\n    n = 1\n    x = [n for _ in ()]", &["run"]);
    check("class A:\n    x = lambda self: n", &["run in lambda"]);
    check("class A:\n    def f(self): return n", &["run in function"]);
    check(
        "def f():\n    class A(n):\n        x = n",
        &["run in function base", "run in function"],
    );
    let own = facts("import n\nclass A:\n    n = 1\n    x = n\n");
    assert!(own.references.iter().any(|reference| reference.class_fallback));
}

#[test]
fn a_class_that_imports_the_name_after_reading_it() {
    check("class A:\n    x = n\n    import n", &["run"]);
}

#[test]
fn comprehensions() {
    check("x = [n for i in n]", &["run", "run"]);
    check("x = [n for n in y]", &[]);
    check("x = [i for n in y for i in n]", &[]);
    check("x = [i for i in n if n]", &["run", "run"]);
    check("x = {n: n for n in n}", &["run"]);
    check("x = (n for i in y)", &["run"]);
    check("x = [[n for n in y] for i in n]", &["run"]);
    check("def f():\n    return [n for i in y]", &["run in function"]);
    check("x = [lambda: n for i in y]", &["run in lambda"]);
}

#[test]
fn a_walrus_in_a_comprehension_binds_outside_of_it() {
    let binds = |text: &str| {
        let facts = facts(text);
        facts
            .global("n")
            .map(|id| facts.bindings[id as usize].kinds.assignments)
    };
    assert_eq!(binds("x = [n := i for i in y]"), Some(1));
    assert_eq!(binds("x = [[(n := i) for i in y] for j in z]"), Some(1));
    assert_eq!(binds("def f():\n    return [n := i for i in y]"), None);
    assert_eq!(binds("def f():\n    global n\n    return [n := i for i in y]"), Some(1));
    assert_eq!(binds("f = lambda: [n := i for i in y]"), None);
}
