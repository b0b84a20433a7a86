//! Whole statements taken out.
use super::help::check;

#[test]
fn the_statement_goes_with_its_line_and_comment() {
    check(
        "import os\nimport dockyard  # why\nX = 1\n",
        |p| p.defer("import dockyard"),
        "import os\nX = 1\n",
    );
}

#[test]
fn the_longer_run_of_blank_lines_stays() {
    check(
        "import os\n\nimport dockyard\n\n\nX = 1\n",
        |p| p.defer("import dockyard"),
        "import os\n\n\nX = 1\n",
    );
    check(
        "import os\n\n\nimport dockyard\n\nX = 1\n",
        |p| p.defer("import dockyard"),
        "import os\n\n\nX = 1\n",
    );
}

#[test]
fn neighbours_go_as_one_block() {
    check(
        "\"\"\"Doc.\"\"\"\n\nimport a\n\nimport b\nimport c\n\n\ndef f():\n    pass\n",
        |p| p.defer("import a").defer("import b").defer("import c"),
        "\"\"\"Doc.\"\"\"\n\n\ndef f():\n    pass\n",
    );
}

#[test]
fn no_blank_lines_are_left_at_the_start_or_the_end() {
    check("import a\n\n\nX = 1\n", |p| p.defer("import a"), "X = 1\n");
    check("\nimport a\n\nX = 1\n", |p| p.defer("import a"), "X = 1\n");
    check("X = 1\n\nimport a\n", |p| p.defer("import a"), "X = 1\n");
    check("X = 1\n\nimport a", |p| p.defer("import a"), "X = 1\n");
    check("import a", |p| p.defer("import a"), "");
}

#[test]
fn comments_above_stay() {
    check(
        "#!/usr/bin/env python3\n# head\n\n# third party\nimport a  # noqa: E402\n# about X\nX = 1\n",
        |p| p.defer("import a"),
        "#!/usr/bin/env python3\n# head\n\n# third party\n# about X\nX = 1\n",
    );
}

#[test]
fn one_semicolon_goes_with_a_statement_that_shares_its_line() {
    check(
        "import os; import a; R = 1  # c\n",
        |p| p.defer("import a"),
        "import os; R = 1  # c\n",
    );
    check("import a; R = 1\n", |p| p.defer("import a"), "R = 1\n");
    check("R = 1; import a\n", |p| p.defer("import a"), "R = 1\n");
    check("R = 1; import a;\n", |p| p.defer("import a"), "R = 1;\n");
    check(
        "R = 1; import a; import b; S = 1\n",
        |p| p.defer("import a").defer("import b"),
        "R = 1; S = 1\n",
    );
    check(
        "import a; import b\nR = 1\n",
        |p| p.defer("import a").defer("import b"),
        "R = 1\n",
    );
    check(
        "R = 1; \\\nimport a\nS = 1\n",
        |p| p.defer("import a"),
        "R = 1\nS = 1\n",
    );
}

#[test]
fn an_emptied_block_gets_pass() {
    check(
        "if x:\n    import a  # c\nelse:\n    import b\n",
        |p| p.defer("import a"),
        "if x:\n    pass\nelse:\n    import b\n",
    );
    check("if x: import a\n", |p| p.defer("import a"), "if x: pass\n");
    check(
        "with x:\n    import a\n\n    import b\n\ny = 1\n",
        |p| p.defer("import a").defer("import b"),
        "with x:\n    pass\n\ny = 1\n",
    );
    check(
        "if x: import a; import b  # c\n",
        |p| p.defer("import a").defer("import b"),
        "if x: pass\n",
    );
    check(
        "try:\n    import a\n\n    X = 1\nfinally:\n    pass\n",
        |p| p.defer("import a"),
        "try:\n    X = 1\nfinally:\n    pass\n",
    );
}

#[test]
fn a_function_at_the_start_of_a_block_keeps_its_blank_line() {
    check(
        "try:\n    import a\n\n    def f():\n        pass\nfinally:\n    pass\n",
        |p| p.defer("import a"),
        "try:\n\n    def f():\n        pass\nfinally:\n    pass\n",
    );
}

#[test]
fn line_ends_form_feeds_and_backslashes_survive() {
    check(
        "import os\r\nimport a\r\n\r\nX = 1\r\n",
        |p| p.defer("import a"),
        "import os\r\n\r\nX = 1\r\n",
    );
    check(
        "\"\"\"D.\"\"\"\n\x0c\nimport a\n\x0c\nX = 1\n",
        |p| p.defer("import a"),
        "\"\"\"D.\"\"\"\n\x0c\n\x0c\nX = 1\n",
    );
    check(
        "Y = 1\n\x0cimport a  # c\nX = 1\n",
        |p| p.defer("import a"),
        "Y = 1\n\x0c\nX = 1\n",
    );
    check(
        "import framely \\\n    as fr\nX = 1\n",
        |p| p.defer("import framely"),
        "X = 1\n",
    );
    check(
        "Y = 1\n\\\nimport a\nX = 1\n",
        |p| p.defer("import a"),
        "Y = 1\nX = 1\n",
    );
}
