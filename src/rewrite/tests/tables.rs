//! A `__getattr__` that a person wrote, with its table, put back into plain imports.
use std::sync::Arc;

use crate::rewrite::untabled;
use crate::verdict::ImportStyle;

fn put_back(text: &str) -> Option<String> {
    untabled(text, "app", true, &Arc::new(ImportStyle::default())).map(|plain| plain.text)
}

const TABLE: &str = "_LAZY = {\"Box\": \"app.box\", \"Hull\": \".hull\"}\n";
const FAILS: &str = "    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")\n";

fn module(table: &str, hook: &str) -> String {
    format!(
        "from importlib import import_module\n\n__all__ = [\"Box\", \"Hull\"]\n\n{table}\n\ndef __getattr__(name):\n{hook}"
    )
}

#[test]
fn the_usual_shapes() {
    let expected = "from .hull import Hull\nfrom app.box import Box\n\n__all__ = [\"Box\", \"Hull\"]\n";
    for hook in [
        format!("    if name in _LAZY:\n        return getattr(import_module(_LAZY[name], __name__), name)\n{FAILS}"),
        format!("    if name not in _LAZY:\n    {FAILS}    value = getattr(import_module(_LAZY[name], __package__), name)\n    globals()[name] = value\n    return value\n\n\ndef __dir__():\n    return sorted([*globals(), *_LAZY])\n"),
        "    try:\n        path = _LAZY[name]\n    except KeyError:\n        raise AttributeError(name) from None\n    return getattr(import_module(path, __name__), name)\n".to_owned(),
        format!("    \"\"\"Loads.\"\"\"\n    if path := _LAZY.get(name):\n        return getattr(import_module(path, __name__), name)\n{FAILS}"),
        format!("    if name in _LAZY:\n        return getattr(import_module(_LAZY[name], package=__name__), name)\n{FAILS}"),
        format!("    if name in _LAZY:\n        return getattr(import_module(_LAZY[name], __spec__.parent), name)\n{FAILS}"),
        format!("    path = _LAZY.get(name, None)\n    if path is not None:\n        return getattr(import_module(path, __name__), name)\n{FAILS}"),
    ] {
        let text = module(TABLE, &hook);
        let after = put_back(&text).unwrap_or_else(|| panic!("{text}"));
        let mut lines: Vec<&str> = after.lines().collect();
        lines[..2].sort_unstable();
        assert_eq!(lines.join("\n") + "\n", expected, "{text}");
    }
}

#[test]
fn pairs_names_and_branches() {
    let pairs = "import importlib\n\n_WHERE = {\"Box\": (\".box\", \"Crate\")}\n_PARTS = {\"tools\"}\n\n\ndef __getattr__(name):\n    if name in _PARTS:\n        return importlib.import_module(f\"{__name__}.{name}\")\n    if name in _WHERE:\n        module, attribute = _WHERE[name]\n        return getattr(importlib.import_module(module, __name__), attribute)\n    raise AttributeError(name)\n\n\nX = 1\n";
    assert_eq!(
        put_back(pairs).as_deref(),
        Some("from . import tools as tools\nfrom .box import Crate as Box\n\nX = 1\n")
    );
    let branches = "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .box import Box\n\n\ndef __getattr__(name: str):\n    if name == \"Box\":\n        from .box import Box\n\n        return Box\n    elif name in (\"Hull\", \"Deck\"):\n        from . import hull\n\n        return getattr(hull, name)\n    else:\n        raise AttributeError(name)\n";
    assert_eq!(
        put_back(branches).as_deref(),
        Some("from .box import Box as Box\nfrom .hull import Deck as Deck, Hull as Hull\n")
    );
}

#[test]
fn what_does_anything_else_stays() {
    let hook =
        format!("    if name in _LAZY:\n        return getattr(import_module(_LAZY[name], __name__), name)\n{FAILS}");
    let plain = module(TABLE, &hook);
    assert!(put_back(&plain).is_some());
    for text in [
        // Who knows what that is.
        plain.replace("__name__), name)", "where=__name__), name)"),
        plain.replace("__name__), name)", "__spec__.origin), name)"),
        // It warns, serves anything, has a default, or another failure.
        plain.replace("    if name in", "    print(name)\n    if name in"),
        plain.replace(
            "        return getattr(",
            "        import warnings\n        warnings.warn(name)\n        return getattr(",
        ),
        plain.replace("if name in _LAZY:", "if not name.startswith('_'):"),
        plain.replace("    raise AttributeError", "    return None\n    raise AttributeError"),
        plain.replace("raise AttributeError", "raise KeyError"),
        plain.replace("def __getattr__(name):", "@cache\ndef __getattr__(name):"),
        // The table is not what is written there, or somebody else reads it.
        plain.replace(
            "\n\n\ndef __getattr__",
            "\n_LAZY[\"More\"] = \".more\"\n\n\ndef __getattr__",
        ),
        plain.replace("\n\n\ndef __getattr__", "\n_LAZY.update(more)\n\n\ndef __getattr__"),
        plain.replace(
            "\n\n\ndef __getattr__",
            "\nfor x in y:\n    _LAZY = x\n\n\ndef __getattr__",
        ),
        format!("{plain}\n\ndef names():\n    return list(_LAZY)\n"),
        format!("{plain}\n\ndef names():\n    return globals()[\"_LAZY\"]\n"),
        format!("{plain}\n\nX = __getattr__(\"Box\")\n"),
        // The name is there already, or what is loaded is no constant.
        format!("{plain}\n\nBox = None\n"),
        plain.replace("\"app.box\"", "where()"),
        plain.replace("_LAZY[name], __name__", "_LAZY[name] + suffix, __name__"),
        // What people wrote there.
        plain.replace("    if name in", "    # Not before noon.\n    if name in"),
        plain.replace("_LAZY = {\"Box\"", "_LAZY = {  # sorted by age\n    \"Box\""),
    ] {
        assert_ne!(text, plain);
        assert_eq!(put_back(&text), None, "{text}");
    }
    // What loads modules for others, too, stays.
    let used = format!("{plain}\n\ndef load(name):\n    return import_module(name)\n");
    assert!(
        put_back(&used)
            .unwrap()
            .contains("from importlib import import_module\n")
    );
}
