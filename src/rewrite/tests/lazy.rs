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
