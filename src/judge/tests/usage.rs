//! How the name is used in its own module.
use super::super::testing::{Case, check, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

fn with(rest: &str) -> Case {
    Case::from(format!("import dockyard\n\ndef size():\n    return dockyard.SIZE\n\n{rest}\n").as_str())
}

#[test]
fn used_at_import() {
    for rest in [
        "@dockyard.task\ndef f(): ...",
        "@dockyard.task()\nclass A: ...",
        "class A(dockyard.Ship): ...",
        "class A(list[dockyard.Ship]): ...",
        "class A(metaclass=dockyard.Meta): ...",
        "class A(size=dockyard.SIZE): ...",
        "def f(x=dockyard.SIZE): ...",
        "def f(*, x=dockyard.SIZE): ...",
        "make = lambda x=dockyard.SIZE: x",
        "class A:\n    K = dockyard.SIZE",
        "class A:\n    dockyard = dockyard",
        "class A:\n    class B:\n        K = dockyard.SIZE",
        "LOG = dockyard.connect()",
        "sizes = [dockyard.SIZE for i in range(3)]",
        "sizes = {i: dockyard.SIZE for i in range(3)}",
        "sizes = [i for i in dockyard.sizes()]",
        "sizes = (i for i in dockyard.sizes())",
        "class A:\n    sizes = [dockyard.SIZE for i in range(3)]",
        "assert dockyard.SIZE",
        "if dockyard.SIZE: ...",
        "while dockyard.SIZE: ...",
        "match dockyard.SIZE:\n    case _: ...",
        "match 1:\n    case dockyard.SIZE: ...",
        "match 1:\n    case dockyard.Ship(x=1): ...",
        "match 1:\n    case 1 if dockyard.SIZE: ...",
        "text = f'{1:{dockyard.SIZE}}'",
        "for i in dockyard.sizes(): ...",
        "for dockyard.x in (): ...",
        "with dockyard.connect(): ...",
        "try: ...\nexcept dockyard.Error: ...",
        "dockyard.SIZE = 4",
        "del dockyard.SIZE",
        "dockyard.table['x'] = 1",
        "yard = dockyard",
        "yards = [*dockyard.SIZE]",
        "f = print(*dockyard.args, **dockyard.kwargs)",
        "x = (y := dockyard.SIZE)",
        "raise dockyard.Error",
        "def outer(x=lambda y=dockyard.SIZE: y): ...",
        "@(lambda f: dockyard.wrap(f))\ndef f(): ...",
    ] {
        let source = format!("import dockyard\n\ndef size():\n    return dockyard.SIZE\n\n{rest}\n");
        let code = if rest.starts_with("@(lambda") {
            Code::ModuleLevelLambda
        } else {
            Code::UsedAtImport
        };
        check_kept(source.as_str(), "app.images", code);
    }
}

#[test]
fn used_in_the_other_branch_of_the_main_guard() {
    check_kept(
        with("if __name__ == '__main__':\n    pass\nelse:\n    print(dockyard.SIZE)"),
        "app.images",
        Code::UsedAtImport,
    );
    check_kept(
        with("if __name__ != '__main__':\n    print(dockyard.SIZE)"),
        "app.images",
        Code::UsedAtImport,
    );
    let twice =
        "if __name__ == '__main__':\n    print(dockyard.SIZE)\nif __name__ == '__main__':\n    print(dockyard.SIZE)";
    check_kept(with(twice), "app.images", Code::UsedAtImport);
}

#[test]
fn used_in_a_function_that_runs_at_import() {
    for rest in [
        "SIZE = size()",
        "class A:\n    SIZE = size()",
        "def twice():\n    return size() + size()\nSIZE = twice()",
        "class A:\n    def __init__(self):\n        self.size = dockyard.SIZE\nA()",
        "class A:\n    @staticmethod\n    def make():\n        return dockyard.SIZE\nA.make()",
    ] {
        check_kept(with(rest), "app.images", Code::UsedAtImport);
    }
    check_kept(
        with("").and(&[("app.other", "from app.images import size\nSIZE = size()\n")]),
        "app.images",
        Code::UsedAtImport,
    );
    check_deferred(with("if __name__ == '__main__':\n    size()"), "app.images", &LOCAL);
    check_deferred(with("def twice():\n    return size() + size()"), "app.images", &LOCAL);
}

#[test]
fn every_kind_of_function_defers() {
    for rest in [
        "async def f():\n    await dockyard.connect()",
        "def f():\n    yield dockyard.SIZE",
        "def f():\n    return [dockyard.SIZE for _ in ()]",
        "def f():\n    return lambda: dockyard.SIZE",
        "def f():\n    class A(dockyard.Ship): ...",
        "def f():\n    @dockyard.task\n    def g(): ...",
        "def f():\n    def g(x=dockyard.SIZE): ...",
        "def f():\n    try: ...\n    except dockyard.Error: ...",
        "class A:\n    def f(self):\n        return dockyard.SIZE",
        "class A:\n    class B:\n        def f(self):\n            return dockyard.SIZE",
        "class A:\n    dockyard = 1\n    def f(self):\n        return dockyard.SIZE",
        "def f(): return dockyard.SIZE",
        "def f():\n    dockyard.SIZE = 4",
        "def f[T](x: T) -> T:\n    return dockyard.connect(x)",
        "class A[T]:\n    def f(self):\n        return dockyard.SIZE",
    ] {
        check_deferred(with(rest), "app.images", &LOCAL);
    }
}

#[test]
fn the_outermost_function_gets_the_import() {
    check(
        "
        import dockyard

        def outer():
            def inner():
                return lambda: [dockyard.SIZE for _ in range(3)]
            return inner
        ",
        "app.images",
        "
        def outer():
            import dockyard

            def inner():
                return lambda: [dockyard.SIZE for _ in range(3)]
            return inner
        ",
    );
}

#[test]
fn of_a_function_that_runs_the_inner_one_gets_the_import() {
    check(
        "
        import dockyard

        def decorate(function):
            def wrapper():
                return dockyard.connect(function)
            return wrapper

        def plain():
            return decorate(plain)
        ",
        "app.images",
        "
        def decorate(function):
            import dockyard

            def wrapper():
                return dockyard.connect(function)
            return wrapper

        def plain():
            return decorate(plain)
        ",
    );
}

#[test]
fn unused_import() {
    check_kept("import dockyard\n", "app.images", Code::UnusedImport);
    check_kept(
        "import dockyard\n\ndef f(dockyard):\n    return dockyard\n",
        "app.images",
        Code::UnusedImport,
    );
    check_kept(
        "import dockyard\n\ndef f():\n    import dockyard\n    return dockyard\n",
        "app.images",
        Code::UnusedImport,
    );
    let quoted = "import dockyard\nname = 'dockyard'\n";
    check_kept(quoted, "app.images", Code::UnusedImport);
    check_kept(
        Case::from("import dockyard\n").target(15),
        "app.images",
        Code::UnusedImport,
    );
}

#[test]
fn mangled_name() {
    let method = "import dockyard as __dockyard\n\nclass A:\n    def size(self):\n        return __dockyard.SIZE\n";
    check_kept(method, "app.images", Code::MangledName);
    let from = "from dockyard import __size as size\n\nclass A:\n    def size(self):\n        return size\n";
    check_kept(from, "app.images", Code::MangledName);
    let dotted = "import dockyard.__hull as hull\n\nclass A:\n    def f(self):\n        return lambda: hull\n";
    check_kept(dotted, "app.images", Code::MangledName);
    let function = "import dockyard as __dockyard\n\ndef size():\n    return __dockyard.SIZE\n";
    check_deferred(function, "app.images", &LOCAL);
    let dunder = "import dockyard as __dockyard__\n\nclass A:\n    def size(self):\n        return __dockyard__.SIZE\n";
    check_deferred(dunder, "app.images", &LOCAL);
}

#[test]
fn a_name_that_a_class_mangles_into_the_imported_one() {
    let source = "
        import dockyard as _Fleet__dockyard

        class Fleet:
            def size(self):
                return __dockyard.SIZE

        def size():
            return _Fleet__dockyard.SIZE
        ";
    super::super::testing::check_untouched(source, "app.images");
}

#[test]
fn class_scope_name() {
    let source = "import dockyard\n\ndef f():\n    class A:\n        dockyard = dockyard\n    return A\n";
    check_kept(source, "app.images", Code::ClassScopeName);
    let renamed = "import dockyard\n\ndef f():\n    class A:\n        yard = dockyard\n    return A\n";
    check_deferred(renamed, "app.images", &LOCAL);
}

#[test]
fn locals_read() {
    for body in [
        "return dockyard.connect(**locals())",
        "return dockyard.SIZE, vars()",
        "return dockyard.SIZE, dir()",
        "return [dockyard.SIZE for _ in locals()]",
        "def inner():\n        return dockyard.SIZE, locals()\n    return inner",
    ] {
        check_kept(
            format!("import dockyard\n\ndef f():\n    {body}\n").as_str(),
            "app.images",
            Code::LocalsRead,
        );
    }
    let other = "import dockyard\n\ndef f():\n    return dockyard.SIZE\n\ndef g():\n    return locals()\n";
    check_deferred(other, "app.images", &LOCAL);
    let argument = "import dockyard\n\ndef f(x):\n    return dockyard.SIZE, vars(x)\n";
    check_deferred(argument, "app.images", &LOCAL);
}

#[test]
fn global_statement() {
    let source = "import dockyard\n\ndef f():\n    global dockyard\n    return dockyard.SIZE\n";
    check_kept(source, "app.images", Code::GlobalStatement);
    let inner = "import dockyard\n\ndef f():\n    def g():\n        global dockyard\n        return dockyard.SIZE\n    return g\n";
    check_kept(inner, "app.images", Code::GlobalStatement);
    let other = "import dockyard\n\ndef f():\n    global ships\n    return dockyard.SIZE\n";
    check_deferred(other, "app.images", &LOCAL);
}

#[test]
fn no_import_in_body() {
    let compiled = |head: &str| format!("import dockyard\n{head}\ndef f(x):\n    return dockyard.SIZE + x\n");
    for head in [
        "import numba\n@numba.njit",
        "from numba import njit\n@njit(cache=True)",
        "from numba import njit as fast\n@fast",
        "import torch\n@torch.jit.script",
        "import numba\nfast = numba.njit(cache=True)\n@fast",
    ] {
        check_kept(compiled(head).as_str(), "app.images", Code::NoImportInBody);
    }
    check_deferred(
        compiled("import functools\n@functools.cache").as_str(),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn a_body_compiled_by_a_call() {
    let source =
        "import numba\nimport dockyard\n\ndef slow(x):\n    return dockyard.SIZE + x\n\nfast = numba.njit(slow)\n";
    check_kept(source, "app.images", Code::NoImportInBody);
}

#[test]
fn a_body_compiled_through_partial() {
    let source = "
        import functools
        import numba
        import dockyard

        fast = functools.partial(numba.njit, cache=True)

        @fast
        def slow(x):
            return dockyard.SIZE + x
        ";
    check_kept(source, "app.images", Code::NoImportInBody);
}

#[test]
fn module_level_lambda() {
    check_kept(
        "import dockyard\nsize = lambda: dockyard.SIZE\n",
        "app.images",
        Code::ModuleLevelLambda,
    );
    check_kept(
        "import dockyard\nclass A:\n    size = lambda self: dockyard.SIZE\n",
        "app.images",
        Code::ModuleLevelLambda,
    );
    check_deferred(
        "import dockyard\n\ndef f():\n    return lambda: dockyard.SIZE\n",
        "app.images",
        &LOCAL,
    );
    check_deferred(
        Case::from("import dockyard\nsize = lambda: dockyard.SIZE\n").target(15),
        "app.images",
        &[Strategy::LazyKeyword],
    );
}

#[test]
fn import_hook() {
    for method in ["find_spec", "exec_module", "create_module", "find_module"] {
        let source =
            format!("import dockyard\n\nclass Finder:\n    def {method}(self, *rest):\n        return dockyard.SIZE\n");
        check_kept(source.as_str(), "app.images", Code::ImportHook);
    }
    let other = "import dockyard\n\nclass Finder:\n    def find(self, *rest):\n        return dockyard.SIZE\n";
    check_deferred(other, "app.images", &LOCAL);
}

#[test]
fn import_hook_through_another_function() {
    let source = "
        import dockyard

        def look_up(name):
            return dockyard.connect(name)

        class Finder:
            def find_spec(self, name, path=None, target=None):
                return look_up(name)
        ";
    check_kept(source, "app.images", Code::ImportHook);
}
