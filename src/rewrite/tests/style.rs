//! What is written follows the style of the project, and comments stay with what they speak of.
use super::help::{check, rewritten};
use crate::verdict::{ImportStyle, Marks, Sections};

fn sections() -> ImportStyle {
    ImportStyle {
        sections: Some(Sections {
            first_party: vec!["app".to_owned()],
            ..Sections::default()
        }),
        ..ImportStyle::default()
    }
}

/// Checks what comes out when these imports move into the function `f`.
fn check_f(before: &str, names: &[&str], style: &ImportStyle, after: &str) {
    check(
        before,
        |planner| {
            names.iter().fold(planner.style(style.clone()), |planner, name| {
                planner.defer(name).into(&["f"])
            })
        },
        after,
    );
}

#[test]
fn sections_are_set_apart() {
    check_f(
        "import app.tools\nimport numpy\nimport json\n\n\ndef f():\n    return app, numpy, json\n",
        &["import app.tools", "import numpy", "import json"],
        &sections(),
        "def f():\n    import json\n\n    import numpy\n\n    import app.tools\n\n    return app, numpy, json\n",
    );
    check_f(
        "import numpy\n\n\ndef f():\n    import json\n\n    import app\n\n    return app, numpy, json\n",
        &["import numpy"],
        &sections(),
        "def f():\n    import json\n\n    import numpy\n\n    import app\n\n    return app, numpy, json\n",
    );
    check_f(
        "import numpy\nimport zlib\n\n\ndef f():\n    import os\n\n    import pandas\n\n    return os\n",
        &["import numpy", "import zlib"],
        &sections(),
        "def f():\n    import os\n    import zlib\n\n    import numpy\n    import pandas\n\n    return os\n",
    );
}

#[test]
fn a_header_of_which_all_imports_go_goes_as_well() {
    let f = "\n\ndef f():\n    return a\n";
    let after = "\n\ndef f():\n    import a\n\n    return a\n";
    for (before, left) in [
        (
            "import os\n\n# Third-party\n\nimport a\n\n# Local\n\nimport b\n",
            "import os\n\n# Local\n\nimport b\n",
        ),
        ("# Third-party\nimport a\n\n# Local\nimport b\n", "# Local\nimport b\n"),
        (
            "import os\n\n# ---\n# Third-party\n# ---\n\nimport a\n\nX = 1\n",
            "import os\n\nX = 1\n",
        ),
        (
            "import os\r\n\r\n# Local\r\n\r\nimport a\r\n\r\nX = 1\r\n",
            "import os\r\n\r\nX = 1\r\n",
        ),
        ("# Third-party\n\nimport a\n\nimport b\n", "# Third-party\n\nimport b\n"),
    ] {
        let ends = |text: &str| match before.contains('\r') {
            true => text.replace('\n', "\r\n"),
            false => text.to_owned(),
        };
        let plain = ImportStyle::default();
        check_f(
            &(before.to_owned() + &ends(f)),
            &["import a"],
            &plain,
            &(left.to_owned() + &ends(after)),
        );
    }
}

#[test]
fn single_lines_and_orders() {
    let single = ImportStyle {
        force_single_line: true,
        ..ImportStyle::default()
    };
    check_f(
        "from m import b\nfrom m import a\n\n\ndef f():\n    from m import c\n    return a, b\n",
        &["from m import b", "from m import a"],
        &single,
        "def f():\n    from m import a\n    from m import b\n    from m import c\n    return a, b\n",
    );
    let mixed = ImportStyle {
        force_sort_within_sections: true,
        ..ImportStyle::default()
    };
    check_f(
        "import b\nfrom a import x\n\n\ndef f():\n    return x, b\n",
        &["import b", "from a import x"],
        &mixed,
        "def f():\n    from a import x\n    import b\n\n    return x, b\n",
    );
}

#[test]
fn lines_are_as_long_as_the_project_has_them() {
    let short = ImportStyle {
        line_length: 30,
        ..ImportStyle::default()
    };
    check(
        "from module import one, two\n\n\ndef f():\n    return one, two\n",
        |p| p.style(short.clone()).defer("from module").into(&["f"]),
        "def f():\n    from module import (\n        one,\n        two,\n    )\n\n    return one, two\n",
    );
}

#[test]
fn a_block_for_checkers_is_sorted_and_joined() {
    check(
        "import os\nfrom m import b\nfrom a import c\nfrom m import a\nimport z\n\nX: b = os\n",
        |p| {
            p.style(sections())
                .defer("from m import b")
                .type_checking()
                .defer("from a")
                .type_checking()
                .defer("from m import a")
                .type_checking()
                .defer("import z")
                .type_checking()
        },
        "import os\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    import z\n    from a import c\n    from m import a, b\n\nX: b = os\n",
    );
    check(
        "from typing import TYPE_CHECKING\n\nfrom m import b\nimport json\n\nif TYPE_CHECKING:\n    from m import a\n    from z import y\n",
        |p| {
            p.style(sections())
                .defer("from m")
                .type_checking()
                .defer("import json")
                .type_checking()
        },
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import json\n\n    from m import a, b\n    from z import y\n",
    );
}

#[test]
fn a_comment_above_goes_along() {
    check_f(
        "import os\n\n# Slow, and seldom needed.\nimport framely\n\n\ndef f():\n    return framely, os\n",
        &["import framely"],
        &ImportStyle::default(),
        "import os\n\n\ndef f():\n    # Slow, and seldom needed.\n    import framely\n\n    return framely, os\n",
    );
    check(
        "import os\n\n# Slow, and seldom needed.\nimport framely\n\n\nX: framely.A = os\n",
        |p| p.defer("import framely").type_checking(),
        "import os\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    # Slow, and seldom needed.\n    import framely\n\n\nX: framely.A = os\n",
    );
    check_f(
        "import os\n\n# Third-party\nimport framely\n\n# Local\nimport app\n\n\ndef f():\n    return framely, os\n",
        &["import framely"],
        &ImportStyle::default(),
        "import os\n\n# Local\nimport app\n\n\ndef f():\n    import framely\n\n    return framely, os\n",
    );
    check_f(
        "import os\n\n# Slow ones\nimport framely\nimport app\n\n\ndef f():\n    return framely, os\n",
        &["import framely"],
        &ImportStyle::default(),
        "import os\n\n# Slow ones\nimport app\n\n\ndef f():\n    import framely\n\n    return framely, os\n",
    );
}

#[test]
fn each_comment_stays_behind_its_own_name() {
    check_f(
        "from m import a  # first\nfrom m import b  # second\nfrom m import c\n\n\ndef f():\n    return a, b, c\n",
        &["from m import a", "from m import b", "from m import c"],
        &ImportStyle::default(),
        "def f():\n    from m import (\n        a,  # first\n        b,  # second\n        c,\n    )\n\n    return a, b, c\n",
    );
}

/// `text` with what is imported there served, in a style.
fn served_in(text: &str, style: &ImportStyle, imports: &[&str]) -> String {
    let written = rewritten(text, |mut p| {
        p = p.style(style.clone());
        for import in imports {
            p = p.defer(import).into(&["f"]).getattr();
        }
        p
    });
    written.expect("it can be rewritten")
}

#[test]
fn what_is_missing_is_said_as_linters_want_it() {
    let text = "import framely\n\n\ndef f():\n    return framely.x\n";
    let named = ImportStyle {
        names_messages: true,
        ..ImportStyle::default()
    };
    let written = served_in(text, &named, &["import framely"]);
    let said =
        "            msg = f\"module {__name__!r} has no attribute {name!r}\"\n            raise AttributeError(msg)\n";
    assert!(written.contains(said), "{written}");
    let narrow = ImportStyle {
        line_length: 78,
        ..ImportStyle::default()
    };
    let written = served_in(text, &narrow, &["import framely"]);
    let said = "            raise AttributeError(\n                f\"module {__name__!r} has no attribute {name!r}\"\n            )\n";
    assert!(written.contains(said), "{written}");
    // A name that is served is no variable of the function.
    let text = "import msg\n\n\ndef f():\n    return msg.x\n";
    let written = served_in(text, &named, &["import msg"]);
    assert!(written.contains("            message = f\"module"), "{written}");
}

#[test]
fn names_keep_their_capitals_where_linters_want_that() {
    let text = "from ships import FLEET\nfrom ships import Ship\nfrom ships import sail\n\n\ndef f():\n    return FLEET, Ship, sail\n";
    let imports = [
        "from ships import FLEET",
        "from ships import Ship",
        "from ships import sail",
    ];
    let cased = ImportStyle {
        keeps_case: true,
        ..ImportStyle::default()
    };
    let written = served_in(text, &cased, &imports);
    for lines in [
        "            from ships import Ship\n\n            value = Ship\n",
        "            value = FLEET\n",
        "            from ships import sail as value\n",
    ] {
        assert!(written.contains(lines), "{written}");
    }
    let written = served_in(text, &ImportStyle::default(), &imports);
    assert!(
        written.contains("            from ships import Ship as value\n"),
        "{written}"
    );
}

#[test]
fn strings_stand_in_the_quotes_of_most_others_in_the_file() {
    let is_single = |strings: &str| {
        let text = format!("import framely\n\nX = [{strings}]\n\n\ndef f():\n    return framely.x\n");
        served_in(&text, &ImportStyle::default(), &["import framely"]).contains("name == 'framely'")
    };
    assert!(is_single("'a', 'b', 'c', 'd', \"e\""));
    assert!(is_single("b'a', r'b', 'c'"));
    // Two more say nothing; those that could not stand in the others do not count, nor do long ones.
    for strings in [
        "'a', 'b', 'c', \"d\"",
        "",
        "'a\"', 'b\"', 'c\"', 'd\"'",
        "'''a''', '''b''', '''c''', '''d'''",
    ] {
        assert!(!is_single(strings), "{strings}");
    }
}

#[test]
fn names_for_others_are_assigned_where_linters_mind_the_import() {
    let of = |text: &str, names: &[&str]| {
        let written = rewritten(text, |p| {
            let style = ImportStyle {
                marks: Marks::Complain,
                ..ImportStyle::default()
            };
            let p = p.style(style).suppress("# noqa: PLC0415");
            names.iter().fold(p, |p, name| p.defer(name).into(&["f"]).getattr())
        });
        written.expect("it can be rewritten")
    };
    let written = of(
        "import yaml\nfrom ships import Ship, sail as go\n\n\ndef f():\n    return yaml, Ship, go\n",
        &["import yaml", "from ships"],
    );
    let block = "if TYPE_CHECKING:\n    import yaml as _yaml\n    from ships import Ship as _Ship, sail as _go\n\n    \
                 Ship = _Ship\n    go = _go\n    yaml = _yaml\nelse:\n";
    assert!(written.contains(block), "{written}");
    // The other name is taken, or would not be one.
    let taken = of(
        "import yaml\n_yaml = 1\n\n\ndef f():\n    return yaml\n",
        &["import yaml"],
    );
    assert!(taken.contains("    import yaml as yaml  # noqa: PLC0414\n"), "{taken}");
    let private = of("import _ships\n\n\ndef f():\n    return _ships\n", &["import _ships"]);
    assert!(
        private.contains("    import _ships as _ships  # noqa: PLC0414\n"),
        "{private}"
    );
    let package = of("import a.b\n\n\ndef f():\n    return a.b\n", &["import a.b"]);
    assert!(package.contains("TYPE_CHECKING:\n    import a.b\n"), "{package}");
}
