//! What a module serves, put back into plain imports.
use std::collections::BTreeSet;

use crate::rewrite::{are_lazy, plain};
use crate::verdict::ImportStyle;

const DIR: &str = "\n    def __dir__():\n        return sorted({*globals(), \"dockyard\"})\n";

/// A module that serves names by branches: the lines of a `__getattr__` and what stands behind the block.
fn module(checked: &str, branches: &str, dir: &str, rest: &str) -> String {
    format!(
        "import os\n\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n{checked}else:\n\n    def __getattr__(name):\n{branches}        else:\n            raise AttributeError(f\"module {{__name__!r}} has no attribute {{name!r}}\")\n        return globals().setdefault(name, value)\n{dir}{rest}"
    )
}

fn put_back(text: &str) -> Option<String> {
    plain(text, "app", true, &ImportStyle::default()).map(|plain| plain.text)
}

const ONE: &str = "        if name == \"dockyard\":\n            import dockyard as value\n";
const CHECKED: &str = "    import dockyard as dockyard\n";

#[test]
fn each_form_of_a_branch() {
    for (branch, expected) in [
        ("import dockyard as value", "import dockyard"),
        (
            "from dockyard.hull import dockyard as value",
            "from dockyard.hull import dockyard",
        ),
        ("from .x import y as value", "from .x import y as dockyard"),
        (
            "import dockyard\n            import dockyard.hull\n\n            value = dockyard",
            "import dockyard\nimport dockyard.hull",
        ),
        (
            "from importlib import import_module\n\n            value = import_module(\".dockyard\", __name__)",
            "from . import dockyard",
        ),
    ] {
        let branches = format!("        if name == \"dockyard\":\n            {branch}\n");
        let text = module(CHECKED, &branches, DIR, "\n\n__all__ = []\n");
        let expected = format!("import os\n\n{expected}\n\n__all__ = []\n");
        assert_eq!(put_back(&text).as_deref(), Some(expected.as_str()), "{text}");
    }
}

#[test]
fn what_linters_wanted_is_of_that_form_too() {
    let said = "            raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n";
    let named =
        "            msg = f\"module {__name__!r} has no attribute {name!r}\"\n            raise AttributeError(msg)\n";
    let given = "    import dockyard as _dockyard\n\n    dockyard = _dockyard\n";
    let text = module(given, ONE, DIR, "").replace(said, named);
    assert!(text.contains(named), "{text}");
    assert_eq!(put_back(&text).as_deref(), Some("import os\n\nimport dockyard\n"));
    for other in ["    dockyard = _other\n", "    other = _other\n", "    x = 1\n"] {
        let text = module(&given.replace("    dockyard = _dockyard\n", other), ONE, DIR, "");
        assert_eq!(put_back(&text), None, "{other}");
    }
    for other in ["raise AttributeError(os)", "raise KeyError(msg)"] {
        let text = text.replace("raise AttributeError(msg)", other);
        assert_eq!(put_back(&text), None, "{other}");
    }
}

#[test]
fn the_names_of_a_package_that_lists_none() {
    let branches = format!(
        "{ONE}        elif name == \"__all__\":\n            return [key for key in __dir__() if key[0] != \"_\"]\n"
    );
    let dir = DIR.replace("})", "} - {\"TYPE_CHECKING\"})");
    let text = module(CHECKED, &branches, &dir, "");
    assert_eq!(put_back(&text).as_deref(), Some("import os\n\nimport dockyard\n"));
    for other in [
        text.replace("!= \"_\"", "!= \"x\""),
        text.replace("in __dir__()", "in dir()"),
        text.replace("- {\"TYPE_CHECKING\"}", "- {\"os\"}"),
        text.replace("- {\"TYPE_CHECKING\"}", "| {\"TYPE_CHECKING\"}"),
        text.replace("== \"__all__\"", "== \"__path__\""),
    ] {
        assert_ne!(other, text);
        assert_eq!(put_back(&other), None, "{other}");
    }
}

#[test]
fn submodules_that_another_import_names_are_served_by_python() {
    let of = |path: &str| {
        let branches = format!(
            "        if name == \"dockyard\":\n            from {path} import dockyard as value\n        elif name == \"hull\":\n            from importlib import import_module\n\n            value = import_module(\".hull\", __name__)\n"
        );
        put_back(&module(CHECKED, &branches, DIR, "")).unwrap()
    };
    assert_eq!(of("app.hull"), "import os\n\nfrom app.hull import dockyard\n");
    assert_eq!(of(".hull"), "import os\n\nfrom .hull import dockyard\n");
    assert!(of("other.hull").contains("from . import hull\n"));
    assert!(of(".hull.deck").contains("from . import hull\n"));
}

#[test]
fn its_own_functions_name_it_again() {
    let functions = "\n\ndef size(x):\n    from app import dockyard\n\n    return dockyard.SIZE\n\n\nclass Box:\n    def one(self):\n        from app import dockyard, os\n        return dockyard, os\n\n    def two(self, dockyard):\n        return dockyard\n\n    def three(self):\n        from app import dockyard\n        dockyard = dockyard.x\n        return dockyard\n";
    let text = module(
        "    import dockyard as dockyard\n    from dockyard import Ship\n",
        ONE,
        DIR,
        functions,
    );
    let expected = "import os\n\nTYPE_CHECKING = False\nimport dockyard\nif TYPE_CHECKING:\n    from dockyard import Ship\n\n\ndef size(x):\n    return dockyard.SIZE\n\n\nclass Box:\n    def one(self):\n        from app import os\n        return dockyard, os\n\n    def two(self, dockyard):\n        return dockyard\n\n    def three(self):\n        from app import dockyard\n        dockyard = dockyard.x\n        return dockyard\n";
    assert_eq!(put_back(&text).as_deref(), Some(expected));
}

#[test]
fn what_is_of_another_form_stays() {
    let plain = module(CHECKED, ONE, DIR, "");
    assert!(put_back(&plain).is_some());
    for text in [
        plain.replace(
            "            import dockyard as value\n",
            "            print(1)\n            import dockyard as value\n",
        ),
        plain.replace("name == \"dockyard\"", "name in (\"dockyard\", \"x\")"),
        plain.replace("import dockyard as value", "import dockyard as other"),
        plain.replace("import dockyard as value", "value = 1"),
        plain.replace("*globals(), \"dockyard\"", "*globals(), \"other\""),
        plain.replace("return sorted", "return list"),
        plain.replace("raise AttributeError(f", "return (f"),
        plain.replace("setdefault(name, value)", "setdefault(name, name)"),
        plain.replace("def __getattr__(name):", "def __getattr__(name, *rest):"),
        plain.replace("if TYPE_CHECKING:", "if os.name:"),
        plain.replace("    def __dir__", "    X = 1\n\n    def __dir__"),
        plain.replace(CHECKED, "    import dockyard, os\n"),
        plain.replace("        if name ==", "        # Not before noon.\n        if name =="),
        plain.clone() + "\n\nx = __getattr__('dockyard')\n",
        plain.clone() + "\n\nx = getattr(os, '__dir__')\n",
    ] {
        assert_ne!(text, plain);
        assert_eq!(put_back(&text), None, "{text}");
    }
}

#[test]
fn names_are_lazy_where_nothing_else_binds_them() {
    let names = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
    assert!(are_lazy("lazy from x import a, c\nlazy import b.c\nimport d\n", &names));
    assert!(!are_lazy("lazy from x import a\nimport b\n", &names));
    assert!(!are_lazy("lazy from x import a\nlazy import b\nimport b.c\n", &names));
    assert!(!are_lazy("lazy from x import a\n", &names));
}
