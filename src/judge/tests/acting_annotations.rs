//! Annotations whose evaluation does something: what a class of the project does that is subscripted, combined or asked for an attribute.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};
use super::outside::LOCAL;

/// What each kind of class does where an annotation names it, in a module `app.core` that lists what was asked of it.
const CORE: &str = "
KEYS = []

class Model:
    def __class_getitem__(cls, key):
        KEYS.append(key)
        return cls

class Meta(type):
    def __or__(cls, other):
        KEYS.append('or')
        return cls
    def __ror__(cls, other):
        KEYS.append('ror')
        return cls
    def __getitem__(cls, key):
        KEYS.append(key)
        return cls
    def __getattr__(cls, name):
        KEYS.append(name)
        return cls

class Kind(metaclass=Meta):
    pass

class Table:
    def __getitem__(self, key):
        KEYS.append(key)
        return int

class Plain:
    class Part:
        pass
    def __class_getitem__(cls, key):
        return cls

TABLE = Table()
";

fn case(head: &str, annotated: &str, reads: &str) -> Case {
    let plug = format!("{head}{annotated}\n\ndef size():\n    return 1\n");
    let main =
        format!("from app import core\nfrom app import plug\n\ndef main():\n    {reads}\n    return plug.size()\n");
    Case::new(&[
        ("app", ""),
        ("app.core", CORE),
        ("app.plug", plug.as_str()),
        ("app.images", main.as_str()),
    ])
    .heavy(&["app.plug"])
}

const HEAD: &str =
    "from typing import Optional\nimport app.core as core\nfrom app.core import Kind, Model, Plain, TABLE\n\n";

#[test]
fn what_a_class_does_is_done_where_it_is_evaluated() {
    for annotated in [
        "def f(x: Model['p']): ...",
        "def f(*x: Model['p']): ...",
        "def f() -> Model['p']: ...",
        "def f(x: Optional[Model['p']] = None): ...",
        "def f(x: dict[str, list[Model['p']]]): ...",
        "def f(x: core.Model['p']): ...",
        "class A:\n    x: Model['p']",
        "class A:\n    x: Model['p'] = None",
        "x: Model['p']",
        "def f(x: Kind | None): ...",
        "def f(x: None | Kind): ...",
        "def f(x: int | str | Kind): ...",
        "def f(x: Kind['p']): ...",
        "def f(x: Kind.part): ...",
        "def f(x: core.Kind.part): ...",
        "def f(x: TABLE['p']): ...",
        "def make():\n    def f(x: Model['p']): ...\n\nmake()",
    ] {
        let reads = "print(core.KEYS)";
        check_kept(case(HEAD, annotated, reads), "app.images", Code::HasEffects);
        let later = case(HEAD, annotated, reads).target(14);
        check_deferred(later, "app.images", &LOCAL);
        let texts = format!("from __future__ import annotations\n{HEAD}");
        check_deferred(case(&texts, annotated, reads), "app.images", &LOCAL);
    }
    let star = "from app.core import *\n";
    check_kept(
        case(star, "def f(x: Model['p']): ...", "print(core.KEYS)"),
        "app.images",
        Code::HasEffects,
    );
}

#[test]
fn what_an_annotation_does_not_do() {
    for annotated in [
        "def f(x: Model): ...",
        "def f(x: \"Model['p']\"): ...",
        "def f(x: Optional['Model']): ...",
        "def f(x: Optional[Model]): ...",
        "def f(x: Optional[Kind]): ...",
        "def f(x: list[Kind]): ...",
        "def f(x: Model | None): ...",
        "def f(x: Plain['p'] | Plain.Part): ...",
        "def f():\n    x: Model['p'] = 1\n    return x",
        "def make():\n    def f(x: Model['p']): ...\n    return f",
    ] {
        check_deferred(case(HEAD, annotated, "print(core.KEYS)"), "app.images", &LOCAL);
    }
}

/// What does something is not put in quotes.
#[test]
fn what_an_annotation_does_is_not_left_out() {
    let quoted = |annotated: &str| {
        let plug = format!("from app import core\n\n{annotated}\n\ndef size():\n    return 1\n");
        Case::new(&[("app", ""), ("app.core", CORE), ("app.images", plug.as_str())])
            .heavy(&["app.core"])
            .quoting()
    };
    for annotated in ["def f(x: core.Model['p']): ...", "class A:\n    x: core.Kind | None"] {
        check_kept(quoted(annotated), "app.images", Code::EvaluatedAnnotation);
    }
    for annotated in [
        "def f(x: core.Model): ...",
        "def f(x: core.Plain['p']): ...",
        "class A:\n    x: core.Model | None",
    ] {
        check_deferred(quoted(annotated), "app.images", &[Strategy::TypeChecking]);
    }
}
