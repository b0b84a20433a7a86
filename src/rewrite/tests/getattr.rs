//! The `__getattr__` of a module.
use super::help::{check, rewritten};
use crate::rewrite::RewriteError;
use crate::verdict::{ImportStyle, Marks};

#[test]
fn names_of_two_statements() {
    check(
        "\"\"\"Sales tools.\"\"\"\n\nimport framely\nfrom app.sales import Sales, load\n\n__all__ = [\"Sales\", \"load\"]\n",
        |p| {
            p.package("app")
                .defer("import framely")
                .getattr()
                .defer("from app.sales")
                .getattr()
        },
        r#""""Sales tools."""

__all__ = ["Sales", "load"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    import framely
    from app.sales import Sales, load
else:

    def __getattr__(name):
        if name == "framely":
            import framely as value
        elif name == "Sales":
            from app.sales import Sales as value
        elif name == "load":
            from app.sales import load as value
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)

    def __dir__():
        return sorted({*globals(), "Sales", "framely", "load"})
"#,
    );
}

#[test]
fn what_the_module_says_of_itself_stays_in_front() {
    let place = |names: &str| {
        let text = rewritten(
            &format!("import os\nfrom app.a import x\n{names}\n\ndef f(): ...\n"),
            |p| p.defer("from app.a").getattr(),
        )
        .expect("it can be rewritten");
        let (front, behind) = text.split_once("TYPE_CHECKING = False\n").expect("a block");
        let behind = behind.split_once("\n\n\n").map_or("", |(_, behind)| behind);
        format!("{front}|{behind}")
    };
    assert_eq!(
        place("__version__ = '1'\n# HACK: a\n__all__ = [\n    'x',\n]\nX = 1\n"),
        "import os\n__version__ = '1'\n# HACK: a\n__all__ = [\n    'x',\n]\n\n|X = 1\n\n\ndef f(): ...\n"
    );
    // What runs may ask for a name.
    assert_eq!(
        place("__version__ = os.name\n__author__ = 'b'\n"),
        "import os\n\n|__version__ = os.name\n__author__ = 'b'\n\n\ndef f(): ...\n"
    );
}

#[test]
fn what_is_served_and_what_annotations_need_are_sorted_together() {
    let text = rewritten(
        "from app.a import x\nfrom app.b import y\n\n\ndef f(one: y): ...\n",
        |p| p.defer("from app.a").getattr().defer("from app.b").type_checking(),
    )
    .expect("it can be rewritten");
    assert!(
        text.contains("    from app.a import x\n    from app.b import y\nelse:"),
        "{text}"
    );
}

#[test]
fn the_package_itself_and_its_submodules_are_not_asked_for_by_their_names() {
    check(
        "from . import tables\nfrom app import name as rows\nfrom .sales import Sales as Sales\n",
        |p| {
            let p = p.package("app").suppress("# noqa: PLC0415");
            p.defer("from . ")
                .getattr()
                .defer("from app")
                .getattr()
                .defer("from .sales")
                .getattr()
                .submodules(&["sales", "tables"])
        },
        r#"TYPE_CHECKING = False
if TYPE_CHECKING:
    from app import name as rows
    from . import tables
    from .sales import Sales as Sales
else:

    def __getattr__(name):
        if name == "tables":
            from importlib import import_module  # noqa: PLC0415

            value = import_module(".tables", __name__)
        elif name == "rows":
            from importlib import import_module  # noqa: PLC0415

            value = import_module(".name", __name__)
        elif name == "Sales":
            from .sales import Sales as value  # noqa: PLC0415
        elif name == "sales":
            from importlib import import_module  # noqa: PLC0415

            value = import_module(".sales", __name__)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)

    def __dir__():
        return sorted({*globals(), "Sales", "rows", "sales", "tables"})
"#,
    );
}

#[test]
fn imports_that_bind_one_name_and_a_name_called_name() {
    check(
        "import a.b\nimport a.c\nfrom x import name, y\n\n\nclass K:\n  pass\n",
        |p| {
            p.defer("import a.b")
                .getattr()
                .defer("import a.c")
                .getattr()
                .defer_names("from x", &["name"])
                .getattr()
        },
        r#"from x import y

TYPE_CHECKING = False
if TYPE_CHECKING:
  import a.b
  import a.c
  from x import name
else:

  def __getattr__(attribute):
    if attribute == "a":
      import a.b
      import a.c

      value = a
    elif attribute == "name":
      from x import name as value
    else:
      raise AttributeError(f"module {__name__!r} has no attribute {attribute!r}")
    return globals().setdefault(attribute, value)

  def __dir__():
    return sorted({*globals(), "a", "name"})


class K:
  pass
"#,
    );
}

#[test]
fn a_block_that_is_there_stays_apart() {
    check(
        "from typing import TYPE_CHECKING\n\nfrom b import B\nfrom c import C\n\nif TYPE_CHECKING:\n    import a\nX = 1\n",
        |p| p.defer("from b").getattr().defer("from c").type_checking(),
        r#"from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import a
    from c import C

if TYPE_CHECKING:
    from b import B
else:

    def __getattr__(name):
        if name == "B":
            from b import B as value
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)

    def __dir__():
        return sorted({*globals(), "B"})


X = 1
"#,
    );
}

#[test]
fn long_lists_are_broken_as_black_does() {
    let names = "AlphaAlphaAlphaAlpha, BetaBetaBetaBetaBeta, GammaGammaGammaGamma";
    check(
        &format!("from p import {names}\n"),
        |p| p.defer("from p").getattr(),
        r#"TYPE_CHECKING = False
if TYPE_CHECKING:
    from p import AlphaAlphaAlphaAlpha, BetaBetaBetaBetaBeta, GammaGammaGammaGamma
else:

    def __getattr__(name):
        if name == "AlphaAlphaAlphaAlpha":
            from p import AlphaAlphaAlphaAlpha as value
        elif name == "BetaBetaBetaBetaBeta":
            from p import BetaBetaBetaBetaBeta as value
        elif name == "GammaGammaGammaGamma":
            from p import GammaGammaGammaGamma as value
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, value)

    def __dir__():
        return sorted(
            {
                *globals(),
                "AlphaAlphaAlphaAlpha",
                "BetaBetaBetaBetaBeta",
                "GammaGammaGammaGamma",
            }
        )
"#,
    );
}

#[test]
fn a_name_that_the_function_needs_is_refused() {
    let result = rewritten("from x import globals\n", |p| p.defer("from x").getattr());
    assert!(matches!(result, Err(RewriteError::Changed(_))));
}

#[test]
fn a_name_that_is_also_its_submodule_is_refused() {
    let result = rewritten("from .render import render\n", |p| {
        p.package("app").defer("from").getattr()
    });
    assert!(matches!(result, Err(RewriteError::Changed(what)) if what.contains("`render`")));
    let renamed = rewritten("from .render import render as draw\n", |p| {
        p.package("app").defer("from").getattr()
    });
    assert!(renamed.is_ok());
}

#[test]
fn one_served_name_is_called_value() {
    let after = rewritten("from a import value\nimport value as found\n", |p| {
        p.defer("from a").getattr().defer("import value").getattr()
    });
    let after = after.unwrap();
    assert!(after.contains("from a import value as asked_value\n"), "{after}");
    assert!(after.contains("setdefault(name, asked_value)"), "{after}");
}

const THEIRS: &str = r#"from a import b
import c


def __getattr__(name: str):
    """Old names."""
    if name == "old":
        return 1
    raise AttributeError(name)
"#;

#[test]
fn ours_come_first_in_a_getattr_that_is_there() {
    check(
        THEIRS,
        |p| p.defer("from a").getattr().defer("import c").getattr(),
        r#"TYPE_CHECKING = False
if TYPE_CHECKING:
    import c
    from a import b
else:

    def __dir__():
        return sorted({*globals(), "b", "c"})


def __getattr__(name: str):
    """Old names."""
    if name == "b":
        from a import b

        return globals().setdefault(name, b)
    if name == "c":
        import c

        return globals().setdefault(name, c)
    if name == "old":
        return 1
    raise AttributeError(name)
"#,
    );
}

#[test]
fn a_getattr_of_one_line_is_split() {
    let source = "from .x import y\ndef __dir__(): return []\ndef __getattr__(what): return old(what)  # c\n";
    check(
        source,
        |p| p.package("app").defer("from").getattr().submodules(&["x"]),
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from .x import y\n\n\ndef __dir__(): return []\ndef __getattr__(what):\n    \
         if what == \"y\":\n        from .x import y\n\n        return globals().setdefault(what, y)\n    if what == \"x\":\n        \
         from importlib import import_module\n\n        return globals().setdefault(what, import_module(\".x\", __name__))\n    \
         return old(what)  # c\n",
    );
}

#[test]
fn a_dir_that_is_there_stays() {
    let after = rewritten("from a import b\n\ndef __dir__():\n    return __all__\n", |p| {
        p.defer("from a").getattr()
    });
    let after = after.unwrap();
    assert_eq!(after.matches("def __dir__").count(), 1, "{after}");
    assert_eq!(after.matches("def __getattr__").count(), 1, "{after}");
}

#[test]
fn a_name_that_their_parameter_hides_is_refused() {
    let result = rewritten("from a import name\n\ndef __getattr__(name):\n    return 1\n", |p| {
        p.defer("from a").getattr()
    });
    assert!(matches!(result, Err(RewriteError::Changed(_))));
}

#[test]
fn a_long_offer_is_broken_as_black_does() {
    let names = "AlphaAlphaAlphaAlpha, BetaBetaBetaBeta";
    let offered = |names: &str| {
        rewritten(&format!("from p import {names}\n"), |p| {
            let mut p = p.package("app");
            p.plan.offers_all = true;
            p.defer("from p").getattr()
        })
        .unwrap()
    };
    let once = offered(names);
    let wanted = r#"
        return sorted(
            {*globals(), "AlphaAlphaAlphaAlpha", "BetaBetaBetaBeta"} - {"TYPE_CHECKING"}
        )
"#;
    assert!(once.contains(wanted), "{once}");
    let twice = offered(&format!("{names}, GammaGammaGammaGamma"));
    let wanted = r#"
        return sorted(
            {
                *globals(),
                "AlphaAlphaAlphaAlpha",
                "BetaBetaBetaBeta",
                "GammaGammaGammaGamma",
            }
            - {"TYPE_CHECKING"}
        )
"#;
    assert!(twice.contains(wanted), "{twice}");
}

/// What ruff makes of `x as x` decides whether it is written, and whether it carries a comment.
#[test]
fn names_for_others_are_marked_as_linters_have_it() {
    let line = |marks: Marks, has_other_use: bool, package: bool, noqa: bool| {
        let text = "import framely\n\n\ndef f():\n    return framely.x\n";
        let written = rewritten(text, |p| {
            let p = if package { p.package("app") } else { p };
            let p = if noqa { p.suppress("# noqa: PLC0415") } else { p };
            let p = p.style(ImportStyle {
                marks,
                ..ImportStyle::default()
            });
            let p = p.defer("import framely").into(&["f"]).getattr();
            if has_other_use { p.used_elsewhere() } else { p }
        });
        let written = written.expect("it can be rewritten");
        let found = written.lines().find(|line| line.starts_with("    import framely"));
        found.unwrap_or_default().trim().to_owned()
    };
    let (plain, marked, hidden) = (
        "import framely",
        "import framely as framely",
        "import framely as _framely",
    );
    assert_eq!(line(Marks::Keep, false, false, true), marked);
    assert_eq!(line(Marks::Complain, false, false, false), hidden);
    assert_eq!(line(Marks::Complain, false, false, true), hidden);
    assert_eq!(line(Marks::Complain, false, true, true), marked);
    assert_eq!(line(Marks::Assign, false, true, false), hidden);
    assert_eq!(line(Marks::Spare, false, false, true), plain);
    assert_eq!(line(Marks::Complain, true, false, true), plain);
}

/// `x as y` says nothing of being offered, and linters take it away where nothing in the file reads it.
#[test]
fn names_for_others_that_have_another_name_are_assigned() {
    let written = |marks: Marks, package: bool, has_other_use: bool| {
        let text = "from framely import x as hv\n\n\ndef f():\n    return hv\n";
        let written = rewritten(text, |p| {
            let p = if package { p.package("app") } else { p };
            let p = p.style(ImportStyle {
                marks,
                ..ImportStyle::default()
            });
            let p = p.defer("from framely").into(&["f"]).getattr();
            if has_other_use { p.used_elsewhere() } else { p }
        });
        let written = written.expect("it can be rewritten");
        (
            written.contains("    from framely import x as _hv\n\n    hv = _hv\n"),
            written.contains("    from framely import x as hv\nelse:"),
        )
    };
    for marks in [Marks::Keep, Marks::Complain, Marks::Assign] {
        for package in [false, true] {
            assert_eq!(written(marks, package, false), (true, false), "{marks:?} {package}");
        }
        assert_eq!(written(marks, false, true), (false, true), "{marks:?}");
    }
    assert_eq!(written(Marks::Spare, false, false), (false, true));
}

#[test]
fn strings_stand_in_the_quotes_of_the_project() {
    let written = rewritten("import framely\n\n\ndef f():\n    return framely.x\n", |p| {
        let style = ImportStyle {
            single_quotes: Some(true),
            ..ImportStyle::default()
        };
        p.style(style).defer("import framely").into(&["f"]).getattr()
    });
    let written = written.expect("it can be rewritten");
    assert!(!written.contains('"') && written.contains("== 'framely'"), "{written}");
    assert!(
        written.contains("f'module {__name__!r} has no attribute {name!r}'"),
        "{written}"
    );
}
