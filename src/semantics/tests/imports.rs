//! Imports, what they stand in, and what a module exports.
use super::facts;
use crate::semantics::facts::{Exports, ImportId, MODULE};

/// The context of the only import, in words.
fn context(text: &str) -> String {
    let facts = facts(text);
    let context = facts.imports[0].context;
    let parts = [
        (context.in_try, "try"),
        (context.import_errors_caught, "caught"),
        (context.in_with, "with"),
        (context.conditional, "conditional"),
        (context.type_checking, "checking"),
        (context.main_guard, "main"),
    ];
    parts
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| *word)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn contexts_of_imports() {
    for (text, expected) in [
        ("import n", ""),
        ("try:\n    import n\nexcept ImportError: ...", "try caught"),
        (
            "try:\n    import n\nexcept (ValueError, ModuleNotFoundError): ...",
            "try caught",
        ),
        ("try:\n    import n\nexcept Exception: ...", "try caught"),
        ("try:\n    import n\nexcept: ...", "try caught"),
        ("try:\n    import n\nexcept ERRORS: ...", "try caught"),
        ("try:\n    import n\nexcept ValueError: ...", "try"),
        ("try:\n    import n\nfinally: ...", "try"),
        ("try: ...\nexcept ImportError:\n    import n", "try"),
        ("try: ...\nexcept ImportError: ...\nelse:\n    import n", "try"),
        ("try:\n    import n\nexcept* ImportError: ...", "try caught"),
        ("with suppress(ImportError):\n    import n", "caught with"),
        ("with suppress(ValueError):\n    import n", "with"),
        ("with open('x'):\n    import n", "with"),
        ("if x:\n    import n", "conditional"),
        ("if x: ...\nelif y:\n    import n", "conditional"),
        ("if x: ...\nelse:\n    import n", "conditional"),
        ("for x in y:\n    import n", "conditional"),
        ("for x in y: ...\nelse:\n    import n", "conditional"),
        ("while x:\n    import n", "conditional"),
        ("match x:\n    case 1:\n        import n", "conditional"),
        ("if TYPE_CHECKING:\n    import n", "checking"),
        ("if not TYPE_CHECKING: ...\nelse:\n    import n", "checking"),
        ("if __name__ == '__main__':\n    import n", "main"),
        ("class A:\n    import n", ""),
        ("try:\n    def f():\n        import n\nexcept ImportError: ...", ""),
        ("if x:\n    class A:\n        import n", "conditional"),
    ] {
        assert_eq!(context(text), expected, "{text}");
    }
}

#[test]
fn imports() {
    let found = facts(
        "import a.b, c as d\nfrom ..e import f as g, h\nfrom . import *\nlazy import i\nfrom __future__ import annotations\n",
    );
    let python: Vec<String> = found.imports.iter().map(|import| import.to_python()).collect();
    assert_eq!(
        python,
        [
            "import a.b",
            "import c as d",
            "from ..e import f as g",
            "from ..e import h",
            "from . import *",
            "import i"
        ]
    );
    let names: Vec<&str> = found.imports.iter().map(|import| import.bound_name()).collect();
    assert_eq!(names, ["a", "d", "g", "h", "*", "i"]);
    assert!(found.future_annotations && found.imports[5].is_lazy && found.imports[4].binding.is_none());
    assert!(found.imports.iter().all(|import| import.scope == MODULE));
    let id: ImportId = 0;
    assert!(found.imports[id as usize].binds_first_part());
}

#[test]
fn exports() {
    let listed = |names: &[&str]| Exports::Listed(names.iter().map(ToString::to_string).collect());
    let of = |text: &str| facts(text).exports;
    assert_eq!(of("x = 1"), Exports::Public);
    assert_eq!(of("__all__ = ['a', 'b']"), listed(&["a", "b"]));
    assert_eq!(of("__all__ = ('a',)"), listed(&["a"]));
    assert_eq!(of("__all__: list[str] = ['a']"), listed(&["a"]));
    assert_eq!(of("__all__ = ['a'] + ['b']"), listed(&["a", "b"]));
    assert_eq!(of("__all__ = ['a']\n__all__ += ['b']"), listed(&["a", "b"]));
    assert_eq!(
        of("__all__ = ['a']\n__all__.extend(['b', 'c'])"),
        listed(&["a", "b", "c"])
    );
    assert_eq!(of("__all__ = ['a']\n__all__.append('b')"), listed(&["a", "b"]));
    assert_eq!(of("__all__ = x = ['a']"), listed(&["a"]));
    assert_eq!(of("def f():\n    __all__ = ['a']"), Exports::Public);
    for computed in [
        "__all__ = list(x)",
        "__all__ = ['a', *x]",
        "__all__ = ['a'] + x.__all__",
        "__all__ = [name for name in x]",
        "__all__ = ['a']\n__all__ += x.__all__",
        "__all__ = ['a']\n__all__.extend(x)",
        "__all__ = ['a']\n__all__.remove('a')",
        "__all__ = ['a']\nfor x in y:\n    __all__.append(x)",
        "__all__ = ['a']\n__all__ += x\n__all__ += ['b']",
    ] {
        assert!(matches!(of(computed), Exports::Unknown(_)), "{computed}");
    }
}

#[test]
fn exports_bound_in_other_ways_are_not_known() {
    for computed in [
        "from x import __all__",
        "__all__, y = ['a'], 1",
        "(__all__ := ['a'])",
        "__all__ = ['a']\ndel __all__[0]",
    ] {
        assert!(matches!(facts(computed).exports, Exports::Unknown(_)), "{computed}");
    }
}
