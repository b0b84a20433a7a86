//! The `__getattr__` of a module.
use super::help::{check, rewritten};
use crate::rewrite::RewriteError;

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

TYPE_CHECKING = False
if TYPE_CHECKING:
    import framely
    from app.sales import Sales, load
else:

    def __getattr__(name):
        if name == "framely":
            import framely
        elif name in ("Sales", "load"):
            from app.sales import Sales, load
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, locals()[name])

    def __dir__():
        return sorted({*globals(), "Sales", "framely", "load"})


__all__ = ["Sales", "load"]
"#,
    );
}

#[test]
fn the_package_itself_and_submodules_are_imported_by_their_full_names() {
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
    from . import tables
    from app import name as rows
    from .sales import Sales as Sales
else:

    def __getattr__(name):
        if name == "tables":
            import app.tables as tables  # noqa: F401, PLC0415
        elif name == "rows":
            import app.name as rows  # noqa: F401, PLC0415
        elif name == "Sales":
            from .sales import Sales  # noqa: F401, PLC0415
        elif name == "sales":
            import app.sales as sales  # noqa: F401, PLC0415
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, locals()[name])

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
    elif attribute == "name":
      from x import name
    else:
      raise AttributeError(f"module {__name__!r} has no attribute {attribute!r}")
    return globals().setdefault(attribute, locals()[attribute])

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
            from b import B
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, locals()[name])

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
        if name in (
            "AlphaAlphaAlphaAlpha",
            "BetaBetaBetaBetaBeta",
            "GammaGammaGammaGamma",
        ):
            from p import (
                AlphaAlphaAlphaAlpha,
                BetaBetaBetaBetaBeta,
                GammaGammaGammaGamma,
            )
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, locals()[name])

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
    let result = rewritten("from x import locals\n", |p| p.defer("from x").getattr());
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
fn linters_are_silenced_where_the_file_shows_one() {
    let imports = |text: &str| {
        let after = rewritten(text, |p| p.defer("from a").getattr()).unwrap();
        let last = after.lines().rfind(|line| line.contains("from a import b"));
        last.unwrap_or_default().trim().to_owned()
    };
    assert_eq!(imports("from a import b\nX = 1  # quiet\n"), "from a import b");
    assert_eq!(
        imports("from a import b  # noqa: F401\n"),
        "from a import b  # noqa: F401"
    );
    assert_eq!(
        imports("from a import b\nX = 1  # NOQA\n"),
        "from a import b  # noqa: F401"
    );
    assert_eq!(imports("from a import b\nX = '# noqa'\n"), "from a import b");
}
