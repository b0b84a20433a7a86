//! The `TYPE_CHECKING` block.
use super::help::check;

const FUTURE: &str = "from __future__ import annotations\n\n";

#[test]
fn a_new_block_stands_behind_the_imports() {
    check(
        &format!("\"\"\"R.\"\"\"\n\n{FUTURE}import os\n\nimport framely\n\n\ndef f(x: framely.Frame):\n    pass\n"),
        |p| p.defer("import framely").type_checking(),
        &format!(
            "\"\"\"R.\"\"\"\n\n{FUTURE}import os\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import framely\n\n\ndef f(x: framely.Frame):\n    pass\n"
        ),
    );
}

#[test]
fn without_other_imports_it_stands_where_the_import_stood() {
    check(
        "# head\n\n# third party\nimport framely\nX: framely.Frame = None\n",
        |p| p.defer("import framely").type_checking(),
        "# head\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import framely\n\nX: framely.Frame = None\n",
    );
    check(
        "import framely\r\ndef f(x: framely.Frame):\r\n\tpass\r\n",
        |p| p.defer("import framely").type_checking(),
        "TYPE_CHECKING = False\r\nif TYPE_CHECKING:\r\n\timport framely\r\n\r\n\r\ndef f(x: framely.Frame):\r\n\tpass\r\n",
    );
    check(
        "import framely",
        |p| p.defer("import framely").type_checking(),
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    import framely\n",
    );
}

#[test]
fn a_block_that_is_there_is_used() {
    check(
        "import typing as t\n\nimport framely\n\nif t.TYPE_CHECKING:\n  from a import b\n\n  X = b\n",
        |p| p.defer("import framely").type_checking(),
        "import typing as t\n\nif t.TYPE_CHECKING:\n  import framely\n  from a import b\n\n  X = b\n",
    );
    check(
        "from typing import TYPE_CHECKING\nimport framely\nif TYPE_CHECKING: import a\n",
        |p| p.defer("import framely").type_checking(),
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import framely\n    import a\n",
    );
    check(
        "TYPE_CHECKING = False\nimport framely\nX = 1\nif TYPE_CHECKING:\n    X = 2\n",
        |p| p.defer("import framely").type_checking(),
        "TYPE_CHECKING = False\nX = 1\nif TYPE_CHECKING:\n    import framely\n\n    X = 2\n",
    );
}

#[test]
fn a_block_with_an_else_is_not_used() {
    check(
        "from typing import TYPE_CHECKING\nimport framely\nif TYPE_CHECKING:\n    import a\nelse:\n    a = None\nX = 1\n",
        |p| p.defer("import framely").type_checking(),
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\nelse:\n    a = None\n\nif TYPE_CHECKING:\n    import framely\n\nX = 1\n",
    );
}

#[test]
fn the_statement_moves_as_it_is() {
    check(
        "from typing import TYPE_CHECKING\nfrom framely import (  # the table\n    # rows\n    Frame,  # noqa: F401\n\n    read\n)  # end\nX = 1\n",
        |p| p.defer("from framely").type_checking(),
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from framely import (  # the table\n        # rows\n        Frame,  # noqa: F401\n\n        read\n    )  # end\n\nX = 1\n",
    );
}

#[test]
fn some_names_are_written_anew() {
    check(
        "import typing\nfrom framely import Frame, Row as Row, read  # noqa: E402  # prose\nX = read\n",
        |p| p.defer_names("from framely", &["Frame", "Row"]).type_checking(),
        "import typing\nfrom framely import read  # noqa: E402  # prose\n\nif typing.TYPE_CHECKING:\n    from framely import Frame, Row as Row\n\nX = read\n",
    );
}

#[test]
fn together_with_insertions() {
    check(
        "from framely import Frame, read\n\n\ndef total(text):\n    frame: Frame = read(text)\n    return frame\n",
        |p| {
            p.defer_names("from framely", &["Frame"])
                .type_checking()
                .defer_names("from framely", &["read"])
                .type_checking()
                .into(&["total"])
        },
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from framely import Frame, read\n\n\ndef total(text):\n    from framely import read\n\n    frame: Frame = read(text)\n    return frame\n",
    );
}

#[test]
fn from_a_nested_suite() {
    check(
        "import os\nif os:\n    import framely\nX = 1\n",
        |p| p.defer("import framely").type_checking(),
        "import os\nif os:\n    pass\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import framely\n\nX = 1\n",
    );
}

#[test]
fn behind_a_class_in_a_block_stand_two_blank_lines() {
    check(
        "from typing import TYPE_CHECKING\nimport framely\n\nif TYPE_CHECKING:\n    import a\nelse:\n\n    class A:\n        pass\n\n\nX = 1\n",
        |p| p.defer("import framely").type_checking(),
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import a\nelse:\n\n    class A:\n        pass\n\n\nif TYPE_CHECKING:\n    import framely\n\n\nX = 1\n",
    );
}
