//! `lazy` and `__lazy_modules__`.
use super::help::check;

#[test]
fn the_keyword_stands_before_the_statement() {
    check(
        "import a  # c\nfrom m import (\n    b,\n)\n",
        |p| p.defer("import a").lazy().defer("from m").lazy(),
        "lazy import a  # c\nlazy from m import (\n    b,\n)\n",
    );
    check(
        "x = 1; import a\n",
        |p| p.defer("import a").lazy(),
        "x = 1; lazy import a\n",
    );
}

#[test]
fn some_names_get_a_statement_of_their_own() {
    check(
        "import a, b, c  # noqa: F401  # c\nX = 1\n",
        |p| p.defer_names("import", &["a", "c"]).lazy(),
        "import b  # noqa: F401  # c\nlazy import a  # noqa: F401\nlazy import c  # noqa: F401\nX = 1\n",
    );
    check(
        "from m import z, b as c, y",
        |p| p.defer_names("from", &["z", "b"]).lazy(),
        "from m import y\nlazy from m import z, b as c",
    );
    check(
        "if x:\n    from m import (\n        a,\n        b,  # c\n    )\n",
        |p| p.defer_names("from", &["b"]).lazy(),
        "if x:\n    from m import (\n        a,\n    )\n    lazy from m import b  # c\n",
    );
    check(
        "from m import a, b; X = b\n",
        |p| p.defer_names("from", &["a"]).lazy(),
        "from m import b; lazy from m import a; X = b\n",
    );
    check(
        "if x: from m import a, b\n",
        |p| p.defer_names("from", &["b"]).lazy(),
        "if x: from m import a; lazy from m import b\n",
    );
}

#[test]
fn a_new_list_stands_before_the_imports() {
    check(
        "\"\"\"D.\"\"\"\nfrom __future__ import annotations\nimport os\nimport b.c\nfrom .sub import n\n",
        |p| {
            p.package("pk")
                .defer("import b")
                .lazy_modules()
                .defer("from .sub")
                .lazy_modules()
        },
        "\"\"\"D.\"\"\"\nfrom __future__ import annotations\nimport os\n\n__lazy_modules__ = [\"b.c\", \"pk.sub\"]\n\nimport b.c\nfrom .sub import n\n",
    );
    check(
        "if x:\n    from .. import y\n",
        |p| p.package("app.sub").defer("from ..").lazy_modules(),
        "__lazy_modules__ = [\"app\"]\n\nif x:\n    from .. import y\n",
    );
    check(
        "X = 1; import a\n",
        |p| p.defer("import a").lazy_modules(),
        "X = 1; __lazy_modules__ = [\"a\"]; import a\n",
    );
}

#[test]
fn a_list_that_is_there_grows() {
    check(
        "__lazy_modules__ = [\"a\", \"z\"]\nimport m\nimport n\nimport z\n",
        |p| {
            p.defer("import m")
                .lazy_modules()
                .defer("import n")
                .lazy_modules()
                .defer("import z")
                .lazy_modules()
        },
        "__lazy_modules__ = [\"a\", \"m\", \"n\", \"z\"]\nimport m\nimport n\nimport z\n",
    );
    check(
        "__lazy_modules__ = [\n    'a'  # c\n]\nimport m\nimport n\n",
        |p| p.defer("import m").lazy_modules().defer("import n").lazy_modules(),
        "__lazy_modules__ = [\n    'a',  # c\n    'm',\n    'n'\n]\nimport m\nimport n\n",
    );
    check(
        "__lazy_modules__ = []\nimport m\n",
        |p| p.defer("import m").lazy_modules(),
        "__lazy_modules__ = [\"m\"]\nimport m\n",
    );
}

/// What moves away leaves the list of its module.
#[track_caller]
fn check_list(before: &str, after: &str) {
    let moved = |text: &str| text.replace("import m\n", "").replace("import k\n", "");
    let text = |list: &str| format!("{list}import m\nimport k\nimport stays\n\ndef f():\n    return m, k\n");
    let after = moved(&text(after)).replace("    return", "    import k\n    import m\n\n    return");
    check(
        &text(before),
        |p| {
            p.tending_the_list()
                .defer("import m")
                .into(&["f"])
                .defer("import k")
                .into(&["f"])
        },
        &after,
    );
}

#[test]
fn what_moves_leaves_the_list() {
    for (before, after) in [
        ("[\"m\", \"stays\", \"k\"]", "[\"stays\"]"),
        ("[\"stays\", 'm', 'k']", "[\"stays\"]"),
        ("['a', 'm', 'k', 'stays',]", "['a', 'stays',]"),
        ("['stays', 'm', 'k',]", "['stays',]"),
        ("('stays', 'm', 'k')", "('stays',)"),
        ("('m', 'stays', 'k',)", "('stays',)"),
        ("{'m', 'stays'}", "{'stays'}"),
        (
            "[\n    'k',\n    'm',  # slow\n    # own\n    'stays',\n]",
            "[\n    # own\n    'stays',\n]",
        ),
        ("(\n    'stays',\n    'm',\n    'k'\n)", "(\n    'stays',\n)"),
        ("[\n    'm', 'stays',\n    'k',\n]", "[\n    'stays',\n]"),
    ] {
        check_list(
            &format!("__lazy_modules__ = {before}\n"),
            &format!("__lazy_modules__ = {after}\n"),
        );
    }
}

#[test]
fn an_empty_list_goes() {
    check_list("x = 1\n__lazy_modules__ = ['m', 'k']\n", "x = 1\n");
    check_list(
        "x = 1\n\n# For 3.15.\n__lazy_modules__ = {\n    'm',  # slow\n}\n\n",
        "x = 1\n\n",
    );
    check_list(
        "x = 1\n# ruff: x\n__lazy_modules__: list = ['m']\n\n",
        "x = 1\n# ruff: x\n\n",
    );
    check_list(
        "x = 1\n# Heavy ones.\n__lazy_modules__ = ['m']\n",
        "x = 1\n# Heavy ones.\n",
    );
}

#[test]
fn an_entry_stays_with_another_import_of_its_module() {
    let check = |before: &str, list: &str| {
        let before = format!("__lazy_modules__ = ['m.sub']\n{before}\n\ndef f():\n    return a\n");
        let after = before
            .replace("from m.sub import a\n", "")
            .replace("from m.sub import a, b", "from m.sub import b");
        let after = after.replace("__lazy_modules__ = ['m.sub']\n", list);
        let after = after.replace("    return", "    from m.sub import a\n\n    return");
        check(
            &before,
            |p| {
                p.tending_the_list()
                    .defer_names("from m.sub import a", &["a"])
                    .into(&["f"])
            },
            &after,
        );
    };
    for other in [
        "from m.sub import a, b\n",
        "from m.sub import a\nif x:\n    from m.sub import c\n",
        "from m.sub import a\ntry:\n    import m.sub\nexcept E:\n    pass\n",
        "from m.sub import a\nfrom m.sub import *\n",
    ] {
        check(other, "__lazy_modules__ = ['m.sub']\n");
    }
    // What functions and type checkers import is none of the list's business, and other names name other modules.
    for other in [
        "from m.sub import a\ndef g():\n    from m.sub import c\n",
        "from m.sub import a\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from m.sub import c\n",
        "from m.sub import a\nimport m\nfrom m import sub\n",
    ] {
        check(other, "");
    }
}

#[test]
fn a_list_above_a_string_stays() {
    check(
        "__lazy_modules__ = ['m']\n'text'\nimport m\n\ndef f():\n    return m\n",
        |p| p.tending_the_list().defer("import m").into(&["f"]),
        "__lazy_modules__ = ['m']\n'text'\n\ndef f():\n    import m\n\n    return m\n",
    );
}

#[test]
fn a_list_does_not_lose_what_it_does_not_make_lazy() {
    check(
        "import m\n__lazy_modules__ = ['m']\n\ndef f():\n    return m\n",
        |p| p.tending_the_list().defer("import m").into(&["f"]),
        "__lazy_modules__ = ['m']\n\ndef f():\n    import m\n\n    return m\n",
    );
    check(
        "__lazy_modules__ = ['m']\nimport m\n\ndef f():\n    return m\n",
        |p| p.defer("import m").into(&["f"]),
        "__lazy_modules__ = ['m']\n\ndef f():\n    import m\n\n    return m\n",
    );
}
