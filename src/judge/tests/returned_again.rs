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
