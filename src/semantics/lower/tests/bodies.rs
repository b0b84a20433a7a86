//! Bodies: names, parameters, what is local, mangling.
use super::{check, check_names, code};

#[test]
fn assignments_of_every_kind_are_local() {
    check_names(
        "def f(p, *q, **r):\n    a = b.x = c[0] = d, *e = 1\n    for g in h: pass\n    with i as (j, k): pass\n    \
         try: pass\n    except l as m: pass\n    import n.o, p1 as q1\n    from s import t, u as v\n    def w(): pass\n    \
         class x: pass\n    del y\n    z += 1\n    type aa = ab\n",
        "f",
        "a aa d e g j k m n p q q1 r t v w x y z |  |",
    );
}

#[test]
fn a_declaration_without_value_is_local_to_a_function_only() {
    check_names("def f():\n    x: int\n    (y): int\n    z: int = 1\n", "f", "x z |  |");
    check_names("class A:\n    x: int\n    y: int = 1\n", "A", "y |  |");
}

#[test]
fn comprehension_targets_are_not_local_but_a_walrus_in_them_is() {
    check_names("def f():\n    [x for x in y if (z := x)]\n", "f", "z |  |");
    check_names(
        "def f():\n    [0 for x[(a, b)] in y]\n    b = {k: v for k, v in c}\n",
        "f",
        "b |  |",
    );
    check_names("(lambda: (y := 1))\n[lambda: (z := 1) for x in w]\n", "", "|  |");
}

#[test]
fn patterns_bind() {
    check_names(
        "def f(s):\n    match s:\n        case [a, *b] | {'k': c, **d} | K(e, f1=g) | (h as i): pass\n        case _: pass\n",
        "f",
        "a b c d e g h i s |  |",
    );
}

#[test]
fn declared_names_are_not_local() {
    check_names(
        "def f():\n    global g\n    g = 1\n    def h():\n        nonlocal n\n        n = 1\n",
        "f",
        "h | g |",
    );
    check_names(
        "def f():\n    n = 0\n    def h():\n        nonlocal n\n        n = 1\n",
        "h",
        "|  | n",
    );
    check_names("class A:\n    global g\n    g = a = 1\n", "A", "a | g |");
    check_names("global g\ng = 1\n", "", "g |  |");
}

#[test]
fn what_imports_bind_under_a_guard_for_type_checkers_is_local_all_the_same() {
    check_names(
        "def f():\n    if TYPE_CHECKING:\n        import a\n    a\n",
        "f",
        "a |  |",
    );
}

#[test]
fn parameters_keep_their_kinds_and_defaults() {
    check(
        "def f(a, b=1, /, c=x, *d, e, g=lambda: 2, **h): pass\n",
        "def f(/a, /b=1, c=x, !e, !g=(lambda (): 2), *d, **h)\n    pass",
    );
    check(
        "def f[T: int, *U, **V](a: T = 1) -> U: pass\n",
        "def f[T, U, V](a=1)\n    pass",
    );
}

#[test]
fn generators_are_told_from_what_holds_them() {
    check(
        "def f():\n    def g():\n        yield\n",
        "def f()\n    def* g()\n        yield()",
    );
    check("f = lambda: (yield 1)\n", "f = (lambda* (): yield(1))");
    check(
        "async def f():\n    await (yield)\n",
        "async def* f()\n    await(yield())",
    );
    check(
        "def f():\n    return (x for x in y)\n",
        "def f()\n    return Generator<x for x in y>",
    );
}

#[test]
fn private_names_are_mangled_with_the_innermost_class() {
    check(
        "class __K(__B, __k=1):\n    __a = self.__b = __c__\n    def __f(self, __p=__a): return __g(__kw=__p)\n    class _I: __v = 1\n",
        "class __K(__B, __k=1)\n    _K__a = self._K__b = __c__\n    def _K__f(self, _K__p=_K__a)\n        \
         return _K__g(__kw=_K__p)\n    class _I()\n        _I__v = 1",
    );
    check("class __:\n    __a = 1\n__b = 2\n", "class __()\n    __a = 1\n__b = 2");
    check_names(
        "class K:\n    def f(self):\n        global __g\n        import __a, b as __c\n        for __d in __e: pass\n",
        "f",
        "_K__a _K__c _K__d self | _K__g |",
    );
}

#[test]
fn bodies_have_the_scopes_of_the_facts() {
    let text =
        "class A[T]:\n    def f(self, d=lambda: 1):\n        return [lambda: x for x in y]\nasync def f(): pass\n";
    let facts = crate::semantics::analyse(text, crate::rules::Rules::builtin()).expect("Python");
    let shown: Vec<String> = facts.code.bodies[1..]
        .iter()
        .map(|body| {
            let scope = &facts.scopes[body.scope as usize];
            let parent = body.parent.map(|parent| &facts.code.bodies[parent as usize]);
            let parent = parent.map(|parent| facts.code.name(parent.name)).unwrap_or_default();
            format!("{:?} {:?} in {parent:?}", body.kind, scope.kind)
        })
        .collect();
    let expected = [
        "Class Class in \"\"",
        "Lambda Lambda in \"A\"",
        "Function Function in \"A\"",
        "Lambda Lambda in \"f\"",
        "Function Function in \"\"",
    ];
    assert_eq!(shown, expected);
}

#[test]
fn a_module_is_a_body_too() {
    let code = code("");
    assert_eq!((code.bodies.len(), code.bodies[0].parent), (1, None));
    check_names(
        "import a.b\nfrom c import *\nx: int\ndef f(): y = 1\n[z for z in a]\n",
        "",
        "a f |  |",
    );
}
