//! Names that a `__getattr__` serves: what the witness takes for the same program, and what it does not.
use std::collections::BTreeSet;
use std::path::Path;

use super::compare::{Verdict, compare};
use super::{different, same};

/// Two names that are served.
const TWO: &str = "from a.b import C\nimport d\n\n\ndef f():\n    return C(d)\n";

const TWO_SERVED: &str = "\
TYPE_CHECKING = False
if TYPE_CHECKING:
    from a.b import C
    import d
else:

    def __getattr__(name):
        if name == 'C':
            from a.b import C as value
        elif name == 'd':
            import d as value
        else:
            raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
        return globals().setdefault(name, value)

    def __dir__():
        return sorted({*globals(), 'C', 'd'})


def f():
    from app.this import C, d

    return C(d)
";

/// A module that is also a script asks itself under whatever name it has.
#[test]
fn a_module_that_asks_itself() {
    let first = "        if name == 'C':\n";
    let there = "        if name in globals():\n            value = globals()[name]\n        elif name == 'C':\n";
    let asked = "    C = __getattr__(\"C\")\n    d = __getattr__(\"d\")\n";
    let served = TWO_SERVED
        .replacen(first, there, 1)
        .replacen("    from app.this import C, d\n", asked, 1);
    same(TWO, &served);
    let change = |from: &str, to: &str, how: &str| {
        assert!(served.contains(from), "{from}");
        different(TWO, &served.replacen(from, to, 1), how);
    };
    change("(\"d\")", "(\"C\")", "statement");
    change("d = __getattr__(\"d\")", "e = __getattr__(\"e\")", "function 1");
    change("value = globals()[name]", "value = globals()['C']", "statement 1");
    change("name in globals()", "name not in globals()", "statement 1");
}

#[test]
fn a_wrong_branch_is_caught() {
    same(TWO, TWO_SERVED);
    let change = |from: &str, to: &str, how: &str| {
        assert!(TWO_SERVED.contains(from), "{from}");
        different(TWO, &TWO_SERVED.replacen(from, to, 1), how);
    };
    change("C as value", "E as value", "a new import of `E as C` from `a.b`");
    change(
        "a.b import C as value",
        "a.c import C as value",
        "a new import of `C` from `a.c`",
    );
    change("import d as value", "import d.e as value", "a new import of `d.e as d`");
    change("== 'd'", "== 'e'", "statement 1");
    let missing = "        elif name == 'd':\n            import d as value\n";
    change(missing, "", "statement 1");
    let unlisted = TWO_SERVED.replacen(missing, "", 1).replacen(", 'd'})", "})", 1);
    different(
        TWO,
        &unlisted,
        "function 1 imports `d` from `app.this`, which the module did not",
    );
    change("import d as value", "import d", "statement 1");
    change("setdefault(name, value)", "setdefault(value, name)", "statement 1");
    change("            raise AttributeError(", "            print(", "statement 1");
    change(
        "            import d as value",
        "            boom()\n            import d as value",
        "statement 1",
    );
}

/// A `try` that is served.
const TRIED: &str = "\
import os

try:
    import a
    HAS = True
except ImportError as error:
    HAS = False


def f():
    return a if HAS else os
";

const TRIED_SERVED: &str = "\
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    try:
        import a
        HAS = True
    except ImportError as error:
        HAS = False
else:

    def __getattr__(name):
        if name in ('HAS', 'a'):
            global HAS, a
            before = dict(globals())
            try:
                import a
                HAS = True
            except ImportError as error:
                HAS = False
            for key in before.keys() & {'HAS', 'a'}:
                globals()[key] = before[key]
            if name not in globals():
                raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
            value = globals()[name]
        else:
            raise AttributeError(f'module {__name__!r} has no attribute {name!r}')
        return globals().setdefault(name, value)

    def __dir__():
        __getattr__('HAS')
        return sorted({*globals(), 'HAS'})


def f():
    from app.this import HAS, a

    return a if HAS else os
";

#[test]
fn a_served_try_is_the_same() {
    same(TRIED, TRIED_SERVED);
    same(TRIED_SERVED, TRIED_SERVED);
    let change = |from: &str, to: &str, how: &str| {
        assert!(TRIED_SERVED.contains(from), "{from}");
        different(TRIED, &TRIED_SERVED.replacen(from, to, 1), how);
        different(TRIED, &TRIED_SERVED.replace(from, to), how);
    };
    // In one of the two copies, the block is not what is generated; in both, the statement is not what stood there.
    let is_either = |from: &str, to: &str| {
        assert!(TRIED_SERVED.contains(from), "{from}");
        different(TRIED, &TRIED_SERVED.replacen(from, to, 1), "statement 1");
        different(TRIED, &TRIED_SERVED.replace(from, to), "that the module did not have");
    };
    is_either("import a\n", "import b as a\n");
    is_either("HAS = True", "HAS = None");
    is_either("except ImportError as", "except ValueError as");
    change("('HAS', 'a'):", "('HAS', 'b'):", "statement 1");
    change("if name in ('HAS', 'a')", "if name in ('HAS',)", "statement 1");
    change("            global HAS, a\n", "            global HAS\n", "statement 1");
    change("& {'HAS', 'a'}", "& {'HAS'}", "statement 1");
    change("        __getattr__('HAS')\n", "", "statement 1");
    change("value = globals()[name]", "value = globals()['HAS']", "statement 1");
    change("import HAS, a\n", "import HAS, b\n", "which the module did not");
    different(TRIED_SERVED, TRIED, "a statement is no longer served");
}

#[test]
fn a_getattr_of_the_modules_own_may_serve_more() {
    let before = "from a.b import C\n\n\ndef __getattr__(name):\n    'Old names.'\n    return old(name)\n";
    let after = "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from a.b import C\n\n\ndef __getattr__(name):\n    'Old names.'\n    \
                 if name == 'C':\n        from a.b import C\n\n        return globals().setdefault(name, C)\n    return old(name)\n";
    same(before, after);
    same(after, after);
    let change = |from: &str, to: &str, how: &str| different(before, &after.replacen(from, to, 1), how);
    change(
        "        from a.b import C",
        "        from a.b import D as C",
        "a new import of `D as C`",
    );
    change("== 'C'", "== 'D'", "statement 1");
    change("setdefault(name, C)", "setdefault(name, D)", "statement 1");
    change("return old(name)", "return new(name)", "statement 1");
    different(after, before, "a branch of `__getattr__` is gone");
}

#[test]
fn a_submodule_of_the_package_itself_is_the_same() {
    let after = |stood: &str, branch: &str| {
        format!(
            "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    {stood}\nelse:\n\n    def __getattr__(name):\n        \
             if name == 'sub':\n{branch}        else:\n            raise AttributeError(name)\n        \
             return globals().setdefault(name, value)\n"
        )
    };
    let by_name = |submodule: &str| {
        format!(
            "            from importlib import import_module\n\n            \
             value = import_module('.{submodule}', __name__)\n"
        )
    };
    let beside = BTreeSet::from(["near".to_owned()]);
    let compare = |stood: &str, branch: &str| {
        let file = Path::new("src/app/__init__.py");
        compare(file, &beside, &format!("{stood}\n"), &after(stood, branch))
    };
    let plain = "            import app.sub as value\n";
    assert_eq!(compare("from . import sub", &by_name("sub")), Verdict::Same);
    assert_eq!(compare("from app import sub", plain), Verdict::Same);
    // What imports from a submodule binds it, too.
    assert_eq!(compare("from .sub import thing", &by_name("sub")), Verdict::Same);
    assert_eq!(compare("from app.sub import thing", plain), Verdict::Same);
    // A module beside the one that it imports may have been loaded by that.
    let near = by_name("near").replace("'sub'", "'near'");
    let served = after("from app.other import thing", &near).replace("name == 'sub'", "name == 'near'");
    let file = Path::new("src/app/__init__.py");
    let verdict = super::compare::compare(file, &beside, "from app.other import thing\n", &served);
    assert_eq!(verdict, Verdict::Same);
    let differs = |stood: &str, branch: &str, what: &str| match compare(stood, branch) {
        Verdict::Different(how) => assert!(how.contains(what), "{how}"),
        other => panic!("{other:?}, but {what}"),
    };
    differs(
        "from . import sub",
        &by_name("other"),
        "a new import of `other as sub` from `.`",
    );
    differs(
        "from .subs import thing",
        &by_name("sub"),
        "a new import of `sub` from `.`",
    );
    differs("from app import subs", plain, "a new import of `app.sub as sub`");
}
