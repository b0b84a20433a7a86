//! Imports at the start of function bodies.
use super::help::{Planner, check};
use crate::rewrite::rewrite;

#[test]
fn behind_the_header_and_before_comments() {
    check(
        "import dockyard\n\n\ndef names():  # c\n    # deep\n    return dockyard\n",
        |p| p.defer("import dockyard").into(&["names"]),
        "def names():  # c\n    import dockyard\n\n    # deep\n    return dockyard\n",
    );
}

#[test]
fn behind_a_type_comment() {
    check(
        "import d\ndef f(x):\n    # type: (int) -> int\n    return d\ndef g(x):\n    # type: ignore\n    return d\n",
        |p| p.defer("import d").into(&["f", "g"]),
        "def f(x):\n    # type: (int) -> int\n    import d\n\n    return d\ndef g(x):\n    import d\n\n    # type: ignore\n    return d\n",
    );
}

#[test]
fn behind_the_docstring() {
    check(
        "import dockyard\ndef plain():\n    \"\"\"Doc.\n\n    More.\"\"\"  # c\n\n    return dockyard\n",
        |p| p.defer("import dockyard").into(&["plain"]),
        "def plain():\n    \"\"\"Doc.\n\n    More.\"\"\"  # c\n\n    import dockyard\n\n    return dockyard\n",
    );
    check(
        "import d\ndef f():\n    \"\"\"Doc.\"\"\"\n    # HACK: why\n    return d\ndef g():\n    \"\"\"Doc.\"\"\"\n\n    # HACK: why\n    return d\n",
        |p| p.defer("import d").into(&["f", "g"]),
        "def f():\n    \"\"\"Doc.\"\"\"\n    import d\n\n    # HACK: why\n    return d\ndef g():\n    \"\"\"Doc.\"\"\"\n\n    import d\n\n    # HACK: why\n    return d\n",
    );
}

#[test]
fn a_docstring_that_shares_its_line() {
    check(
        "import d\ndef raw():\n    r\"\"\"A \\d\n    b.\"\"\"; return d\n",
        |p| p.defer("import d").into(&["raw"]),
        "def raw():\n    r\"\"\"A \\d\n    b.\"\"\"\n    import d\n\n    return d\n",
    );
    check(
        "import d\ndef f(): \"Doc.\"; return d\n",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    \"Doc.\"\n    import d\n\n    return d\n",
    );
    check(
        "import d\ndef f(): \"Doc.\"",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    \"Doc.\"\n    import d",
    );
    check(
        "import d\ndef f():\n    \"Doc.\"",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    \"Doc.\"\n    import d",
    );
}

#[test]
fn what_looks_like_a_docstring_is_none() {
    check(
        "import d\ndef f():\n    f\"\"\"{d}\"\"\"\n    return d\ndef g():\n    b\"x\"\n    return d\ndef h():\n    \"a\" \\\n    \"b\"\n    return d\n",
        |p| p.defer("import d").into(&["f", "g", "h"]),
        "def f():\n    import d\n\n    f\"\"\"{d}\"\"\"\n    return d\ndef g():\n    import d\n\n    b\"x\"\n    return d\n\
         def h():\n    \"a\" \\\n    \"b\"\n    import d\n\n    return d\n",
    );
}

#[test]
fn one_line_suites_are_split() {
    check(
        "import d\n\n\nclass A:\n  def f(self): x = 1; return d  # c\n  def g(self): return \"\"\"\na\n    b\"\"\" + d\nif x:\n  def h(): return d",
        |p| p.defer("import d").into(&["f", "g", "h"]),
        "class A:\n  def f(self):\n    import d\n\n    x = 1; return d  # c\n  def g(self):\n    import d\n\n    return \"\"\"\na\n    b\"\"\" + d\n\
         if x:\n  def h():\n    import d\n\n    return d",
    );
    check(
        "import d\ndef f(): \\\n  return d\n",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    import d\n\n    return d\n",
    );
    check(
        "import d\ndef f(): import os; return d\n",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    import d\n    import os; return d\n",
    );
}

#[test]
fn the_indentation_is_that_of_the_body() {
    check(
        "import d\ndef a():\n\treturn d\ndef b():\n          return d\ndef c():\n\x0c    return d\ndef e():\n        # deep\n  # low\n  return d\n",
        |p| p.defer("import d").into(&["a", "b", "c", "e"]),
        "def a():\n\timport d\n\n\treturn d\ndef b():\n          import d\n\n          return d\ndef c():\n    import d\n\n\x0c    return d\n\
         def e():\n  import d\n\n        # deep\n  # low\n  return d\n",
    );
}

#[test]
fn line_ends_are_those_of_the_file() {
    check(
        "import d\r\n\r\n\r\ndef a():\r\n    \"\"\"A.\"\"\"\r\n    return d\r\n\r\n\r\ndef b(): return d\r\n",
        |p| p.defer("import d").into(&["a", "b"]),
        "def a():\r\n    \"\"\"A.\"\"\"\r\n    import d\r\n\r\n    return d\r\n\r\n\r\ndef b():\r\n    import d\r\n\r\n    return d\r\n",
    );
}

#[test]
fn headers_may_take_several_lines() {
    check(
        "from m import a\n\n\n@deco(\n    1,\n)\n# c\nasync def f(x=\"\"\":\n\"\"\",\n    y={1: 2},\n) -> \"a\":\n    return a\n\ndef g(x) \\\n        :\n    return \\\n        a\n",
        |p| p.defer("from m").into(&["f", "g"]),
        "@deco(\n    1,\n)\n# c\nasync def f(x=\"\"\":\n\"\"\",\n    y={1: 2},\n) -> \"a\":\n    from m import a\n\n    return a\n\n\
         def g(x) \\\n        :\n    from m import a\n\n    return \\\n        a\n",
    );
}

#[test]
fn nested_functions_and_decorated_first_statements() {
    check(
        "import d\ndef f():\n    @deco\n    def inner():\n        return d\n    return inner\n",
        |p| p.defer("import d").into(&["f", "inner"]),
        "def f():\n    import d\n\n    @deco\n    def inner():\n        import d\n\n        return d\n    return inner\n",
    );
}

#[test]
fn among_imports_that_stand_there() {
    check(
        "import d\nfrom m import b, A\n\ndef f():\n    \"\"\"Doc.\"\"\"\n    import c\n    import e\n    from z import y\n    return d, b, A\n",
        |p| p.defer("import d").into(&["f"]).defer("from m").into(&["f"]),
        "def f():\n    \"\"\"Doc.\"\"\"\n    import c\n    import d\n    import e\n    from m import A, b\n    from z import y\n    return d, b, A\n",
    );
    check(
        "import d\ndef f():\n    import c\n    return d\n",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    import c\n    import d\n\n    return d\n",
    );
    check(
        "import d\ndef f():\n    # why\n    import c\n\n    return d\n",
        |p| p.defer("import d").into(&["f"]),
        "def f():\n    # why\n    import c\n    import d\n\n    return d\n",
    );
}

#[test]
fn names_of_one_module_are_joined() {
    check(
        "from m import a, b as c\nfrom .n import x\nfrom m import D\nimport k.l\n\ndef f():\n    return a, c, x, D, k\n",
        |p| {
            let all = ["from m import a", "from .n", "from m import D", "import k"];
            all.iter().fold(p, |p, statement| p.defer(statement).into(&["f"]))
        },
        "def f():\n    import k.l\n    from m import D, a, b as c\n    from .n import x\n\n    return a, c, x, D, k\n",
    );
}

#[test]
fn through_the_module_itself() {
    check(
        "import a.b\nimport framely as fr\n\ndef f():\n    return a.b, fr\n",
        |p| {
            p.defer("import a.b")
                .getattr()
                .into_through_module(&["f"])
                .defer("import framely")
                .into_through_module(&["f"])
        },
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import a.b\nelse:\n\n    def __getattr__(name):\n        if name == \"a\":\n            import a.b\n\n            value = a\n        else:\n            \
         raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n        return globals().setdefault(name, value)\n\n    \
         def __dir__():\n        return sorted({*globals(), \"a\"})\n\n\ndef f():\n    from app.images import a, fr\n\n    return a.b, fr\n",
    );
}

#[test]
fn through_a_module_of_a_package_that_imports_relatively() {
    let after = |p: Planner<'_>| {
        let mut plan = p.defer("from m").getattr().into_through_module(&["f"]).plan;
        plan.is_relative = true;
        rewrite(FROM_M, &plan).unwrap()
    };
    let module = after(Planner::new(FROM_M));
    assert!(module.contains("    from .images import a, b\n"), "{module}");
    // Checkers take for exported what is imported under its own name, and what is assigned.
    assert!(
        module.contains("    from m import a as a, x as _b\n\n    b = _b\n"),
        "{module}"
    );
    let package = after(Planner::new(FROM_M).package("app"));
    assert!(package.contains("    from . import a, b\n"), "{package}");
}

const FROM_M: &str = "from m import a, x as b\n\ndef f():\n    return a, b\n";

#[test]
fn a_type_comment_stays_first() {
    check(
        "import d\ndef f(x):\n    # type: (int) -> int\n    return d\ndef g(\n    x,  # type: int\n):\n    # type: (...) -> int\n    \"\"\"Doc.\"\"\"\n    return d\n",
        |p| p.defer("import d").into(&["f", "g"]),
        "def f(x):\n    # type: (int) -> int\n    import d\n\n    return d\ndef g(\n    x,  # type: int\n):\n    # type: (...) -> int\n    \"\"\"Doc.\"\"\"\n    import d\n\n    return d\n",
    );
}

#[test]
fn into_a_main_guard() {
    check(
        "import sys\n\nimport d\n\nif __name__ == \"__main__\":\n    \"not a docstring\"\n    d.run()\n",
        |p| p.defer("import d").into(&["__main__"]),
        "import sys\n\nif __name__ == \"__main__\":\n    import d\n\n    \"not a docstring\"\n    d.run()\n",
    );
    check(
        "import d\nif __name__ == \"__main__\": d.run()\n",
        |p| p.defer("import d").into(&["__main__"]),
        "if __name__ == \"__main__\":\n    import d\n\n    d.run()\n",
    );
}

#[test]
fn orders_go_to_every_copy_and_prose_to_the_first() {
    check(
        "import d  # type: ignore[x]  # noqa: E402,S404  # see #3\ndef f():\n    return d\ndef g():\n    return d\n",
        |p| p.suppress("# noqa: PLC0415").defer("import d").into(&["f", "g"]),
        "def f():\n    import d  # type: ignore[x]  # noqa: S404, PLC0415  # see #3\n\n    return d\n\
         def g():\n    import d  # type: ignore[x]  # noqa: S404, PLC0415\n\n    return d\n",
    );
}

#[test]
fn comments_of_a_list_over_several_lines() {
    check(
        "from m import (  # the client\n    # images\n    Image,\n    from_env as connect,  # connects\n)\n\ndef f():\n    return Image, connect\n\ndef g():\n    return connect\n",
        |p| {
            p.defer_names("from m", &["Image"])
                .into(&["f"])
                .defer_names("from m", &["from_env"])
                .into(&["f", "g"])
        },
        "def f():\n    from m import (  # the client\n        # images\n        Image,\n        from_env as connect,  # connects\n    )\n\n    return Image, connect\n\n\
         def g():\n    from m import from_env as connect\n\n    return connect\n",
    );
}

#[test]
fn comments_above_names_in_brackets_go_with_what_they_head() {
    let text =
        "from m import (\n    # one\n    a,\n    b,\n    # two\n    c,\n)\n\nX = b\n\n\ndef f():\n    return a, c\n";
    check(
        text,
        |p| p.defer_names("from m", &["a", "c"]).into(&["f"]),
        "from m import (\n    # one\n    b,\n)\n\nX = b\n\n\ndef f():\n    from m import (\n        a,\n        # two\n        c,\n    )\n\n    return a, c\n",
    );
    check(
        text,
        |p| p.defer_names("from m", &["c"]).into(&["f"]),
        "from m import (\n    # one\n    a,\n    b,\n)\n\nX = b\n\n\ndef f():\n    # two\n    from m import c\n\n    return a, c\n",
    );
    check(
        "from m import (\n    a,\n    # isort: off\n    c,\n)\n\n\ndef f():\n    return a, c\n",
        |p| p.defer("from m").into(&["f"]),
        "def f():\n    from m import a, c\n\n    return a, c\n",
    );
    check(
        "import os\n\n# both\nimport a, b\n\n\ndef f():\n    return a, b, os\n",
        |p| p.defer("import a").into(&["f"]),
        "import os\n\n\ndef f():\n    # both\n    import a\n    import b\n\n    return a, b, os\n",
    );
}

#[test]
fn long_lists_are_broken_at_the_indentation_of_the_body() {
    let names = "a_rather_long_name_of_a_function, another_rather_long_name_of_one, third";
    check(
        &format!("from package import {names}\ndef f():\n  return third\n"),
        |p| p.suppress("# noqa: PLC0415").defer("from package").into(&["f"]),
        "def f():\n  from package import (  # noqa: PLC0415\n    a_rather_long_name_of_a_function,\n    another_rather_long_name_of_one,\n    third,\n  )\n\n  return third\n",
    );
}

#[test]
fn relative_imports_keep_their_dots() {
    check(
        "from .. import engine\nfrom ..engine.frames import width as widest\n\n\ndef f():\n    return engine, widest\n",
        |p| {
            p.defer("from .. import")
                .into(&["f"])
                .defer("from ..engine")
                .into(&["f"])
        },
        "def f():\n    from .. import engine\n    from ..engine.frames import width as widest\n\n    return engine, widest\n",
    );
}

#[test]
fn names_join_an_import_of_their_module() {
    check(
        "from m import b, A\n\ndef f():\n    import z\n    from m import a, c as d\n    return b, A, a\n",
        |p| p.defer("from m import b").into(&["f"]),
        "def f():\n    import z\n    from m import A, a, b, c as d\n    return b, A, a\n",
    );
    check(
        "from .m import b as e\nimport z\n\ndef f():\n    \"\"\"Doc.\"\"\"\n    from .m import (a)\n\n    return e, a\n",
        |p| p.defer("from .m").into(&["f"]).defer("import z").into(&["f"]),
        "def f():\n    \"\"\"Doc.\"\"\"\n    import z\n    from .m import (a, b as e)\n\n    return e, a\n",
    );
}

#[test]
fn names_stay_apart_from_comments_long_lines_and_other_imports() {
    let long = "a_rather_long_name_of_a_function, another_rather_long_name_of_one as shorter";
    for existing in [
        "from m import a  # why",
        "from m import (\n        a,\n    )",
        "from .m import a",
        "from m import *",
        "from m import b as a",
        &format!("from m import {long}"),
    ] {
        let before = format!("from m import b\n\nclass K:\n  def f():\n    {existing}\n    return b\n");
        let after = super::help::rewritten(&before, |p| p.defer("from m import b").into(&["f"])).unwrap();
        assert!(after.contains(&format!("    {existing}\n")), "{after}");
        assert!(after.contains("    from m import b\n"), "{after}");
    }
    check(
        "from m import b\n\ndef f():\n    from m import a\n    return b, a\n",
        |p| p.suppress("# noqa: PLC0415").defer("from m").into(&["f"]),
        "def f():\n    from m import a\n    from m import b  # noqa: PLC0415\n\n    return b, a\n",
    );
    check(
        "from m import b\n\ndef f():\n    x = 1\n    from m import a\n    return b, a\n",
        |p| p.defer("from m").into(&["f"]),
        "def f():\n    from m import b\n\n    x = 1\n    from m import a\n    return b, a\n",
    );
}

#[test]
fn what_a_shared_line_tells_people_stays_with_what_stays() {
    let function = "\n\ndef f():\n    return d\n";
    for (before, line, import) in [
        ("x = 1; import d  # c", "x = 1  # c", "import d"),
        (
            "x = 1; import d  # noqa: S404  # c",
            "x = 1  # noqa: S404  # c",
            "import d  # noqa: S404",
        ),
    ] {
        check(
            &format!("{before}{function}"),
            |p| p.defer("import d").into(&["f"]),
            &format!("{line}\n\ndef f():\n    {import}\n\n    return d\n"),
        );
    }
}
