//! What functions hand out that remember what they returned, iterators that somebody keeps by their method, and what is known of
//! modules of Python by a part.
use super::super::Code;
use super::super::testing::{Case, check_deferred, check_kept};
use super::noticed::rigged;
use super::outside::LOCAL;

/// `app.images` is loaded late by `app.cli`; what it does when it is loaded, and what the program does before.
fn late(settings: &str, images: &str, program: &str) -> Case {
    Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
        .and(&[
            ("app.settings", settings),
            ("app.deep", &format!("{images}\nSIZE = 1\n")),
            (
                "app.main",
                &format!("from app.images import size\nfrom app import settings\n\ndef main():\n    {program}\n"),
            ),
        ])
        .heavy(&["app.deep"])
}

#[test]
fn what_a_function_returns_again_is_shared() {
    let settings = |decorator: &str| {
        format!(
            "import functools\nclass Settings:\n    debug = False\n    def __init__(self):\n        self.hooks = []\n\n\
             {decorator}\ndef settings():\n    return Settings()\n"
        )
    };
    let reads = "from app.settings import settings\nTIMEOUT = 600 if settings().debug else 5";
    let changes = "settings.settings().debug = True";
    for decorator in [
        "@functools.cache",
        "@functools.lru_cache",
        "@functools.lru_cache(maxsize=None)",
    ] {
        check_kept(
            late(&settings(decorator), reads, changes),
            "app.images",
            Code::ImportWindow,
        );
        let adds = "from app.settings import settings\nsettings().hooks.append(1)";
        let asks = "return settings.settings().hooks";
        check_kept(late(&settings(decorator), adds, asks), "app.images", Code::HasEffects);
        // Another attribute.
        let other = "settings.settings().level = True";
        check_deferred(late(&settings(decorator), reads, other), "app.images", &LOCAL);
    }
    // Each call makes another one.
    check_deferred(late(&settings("@staticmethod"), reads, changes), "app.images", &LOCAL);
}

#[test]
fn iterators_that_are_kept_by_their_method() {
    let ids = "import itertools\nnew = itertools.count().__next__\n";
    let takes = "from app.settings import new\nOWN = new()";
    check_kept(
        late(ids, takes, "return settings.new()"),
        "app.images",
        Code::HasEffects,
    );
    check_deferred(late(ids, "", "return settings.new()"), "app.images", &LOCAL);
}

#[test]
fn handlers_see_what_is_logged_later() {
    let logs = "import logging\nLOG = logging.getLogger(__name__)\nLOG.warning('late')";
    let adds =
        |logger: &str| format!("import logging\n    logging.getLogger({logger}).addHandler(logging.NullHandler())");
    check_kept(late("", logs, &adds("")), "app.images", Code::ImportWindow);
    check_kept(late("", logs, &adds("'app'")), "app.images", Code::ImportWindow);
    check_deferred(late("", logs, &adds("'other'")), "app.images", &LOCAL);
    check_deferred(late("", "", &adds("")), "app.images", &LOCAL);
}

/// A call that remembers something of its module replaces nothing of it that has a name.
#[test]
fn parts_of_modules_of_python() {
    let case = |rig: &str, calls: &str| rigged(rig, &format!("import uuid, csv, sys\ndef main():\n    {calls}\n"));
    for (rig, calls) in [
        ("from uuid import UUID", "uuid.getnode()"),
        ("from csv import reader", "csv.field_size_limit(9)"),
        ("from sys import argv", "sys.set_int_max_str_digits(0)"),
    ] {
        check_deferred(case(rig, calls), "app.images", &LOCAL);
    }
    let remembered = case("import uuid\nNODE = uuid._node", "uuid.getnode()");
    check_kept(remembered, "app.images", Code::ImportWindow);
}

/// A mark that somebody puts on a type under two underscores is asked for by who knows it.
#[test]
fn marks_on_types() {
    let case = |user: &str, name: &str| {
        let main =
            format!("from typing import Any\n\ndef mark(cls):\n    cls.{name} = 1\n\ndef main():\n    mark(Any)\n");
        rigged(user, &main)
    };
    let protocol = "from typing import Any, Protocol, runtime_checkable\n@runtime_checkable\nclass G(Protocol):\n    def __gt__(self, \
                    o: Any): ...\n";
    check_deferred(case(protocol, "__my_model__"), "app.images", &LOCAL);
    let asks = "from typing import Any\nMARK = getattr(Any, '__my_model__', None)";
    check_kept(case(asks, "__my_model__"), "app.images", Code::ImportWindow);
}

/// What a cached property returns is kept by its instance: each has its own.
#[test]
fn what_a_cached_property_keeps() {
    let settings = |decorator: &str| {
        format!(
            "import functools\n\nclass Store:\n    @{decorator}\n    def items(self):\n        return []\n    def add(self, item):\n        self.items.append(item)\n\nSTORE = Store()\n"
        )
    };
    let cached = settings("functools.cached_property");
    let asks = "return settings.STORE.items";
    for adds in ["STORE.items.append(1)", "STORE.add(1)", "STORE.items += [1]"] {
        let adds = format!("from app.settings import STORE\n{adds}");
        check_kept(late(&cached, &adds, asks), "app.images", Code::HasEffects);
        // Each call makes another one.
        check_deferred(late(&settings("property"), &adds, asks), "app.images", &LOCAL);
    }
    let only_asks = "from app.settings import STORE\nOWN = len(STORE.items)";
    check_deferred(late(&cached, only_asks, asks), "app.images", &LOCAL);
    let own = "from app.settings import Store\nOWN = Store()\nOWN.items.append(1)\nOWN.add(2)";
    check_deferred(late(&cached, own, asks), "app.images", &LOCAL);
}

/// What a dataclass makes its fields with runs whenever an instance is made.
#[test]
fn factories_of_fields_that_count() {
    let settings = |factory: &str| {
        format!(
            "import itertools\nfrom dataclasses import dataclass, field\n\n@dataclass\nclass Thing:\n    number: int = field(default_factory={factory})\n"
        )
    };
    let makes = "from app.settings import Thing\nOWN = Thing().number";
    let asks = "return settings.Thing().number";
    for factory in ["itertools.count().__next__", "lambda c=itertools.count(): next(c)"] {
        check_kept(late(&settings(factory), makes, asks), "app.images", Code::HasEffects);
        check_deferred(late(&settings(factory), "", asks), "app.images", &LOCAL);
    }
    for factory in ["list", "'x'.upper", "dict"] {
        check_deferred(late(&settings(factory), makes, asks), "app.images", &LOCAL);
    }
}

/// What a context variable holds is found by anybody who asks it.
#[test]
fn what_a_context_variable_holds() {
    let settings = "import contextvars\nCURRENT = contextvars.ContextVar('current', default=[])\nCURRENT.set([])\n";
    let asks = "return settings.CURRENT.get()";
    for changes in [
        "CURRENT.get().append(1)",
        "CURRENT.get()['x'] = 1",
        "CURRENT.get().size = 1",
    ] {
        let changes = format!("from app.settings import CURRENT\n{changes}");
        check_kept(late(settings, &changes, asks), "app.images", Code::HasEffects);
    }
    let reads = "from app.settings import CURRENT\nOWN = len(CURRENT.get())";
    let unset = "import contextvars\nCURRENT = contextvars.ContextVar('current', default=())\n";
    check_deferred(late(unset, reads, asks), "app.images", &LOCAL);
}
