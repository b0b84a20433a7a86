//! Constants that are computed when they are first read, and those that stay.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept, check_untouched};
use super::super::{Code, Strategy};

fn sized(images: &str) -> Case {
    Case::new(&[("app", ""), ("app.images", images)]).heavy(&["textwrap"])
}

const SIZED: &str = "import textwrap\n\nSIZES = textwrap.dedent(' 12')\n\ndef largest():\n    return max(SIZES)\n";

#[test]
fn a_constant_is_computed_when_it_is_first_read() {
    check(
        sized(SIZED),
        "app.images",
        "
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            import textwrap

            SIZES = textwrap.dedent(' 12')
        else:

            def __getattr__(name):
                if name == \"SIZES\":
                    import textwrap

                    SIZES = textwrap.dedent(' 12')
                    value = SIZES
                else:
                    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), \"SIZES\"})


        def largest():
            from app.images import SIZES

            return max(SIZES)
        ",
    );
}

/// Documentation reads `#:` above a name; a comment over a group of which one stays is about the group.
#[test]
fn a_comment_about_a_constant_goes_with_it() {
    let with = |first: &str, between: &str| {
        let text = format!(
            "import textwrap\n\n{first}SIZES = textwrap.dedent(' 12')\n{between}MORE = textwrap.dedent(' 3')\n\ndef largest():\n    return max(SIZES, MORE)\n"
        );
        super::super::testing::rewritten(sized(&text), "app.images")
    };
    let after = with("#: Those that there are.\n", "#: And more.\n");
    assert!(
        after.contains("    #: Those that there are.\n    SIZES = ") && after.contains("    #: And more.\n    MORE = "),
        "{after}"
    );
    assert!(!after.contains("\n#: "), "{after}");
    let of_both = with("# Sizes.\n", "");
    assert!(
        of_both.contains("    # Sizes.\n    SIZES = ") && !of_both.contains("\n# Sizes."),
        "{of_both}"
    );
    let stays = with("# Sizes.\n", "LEAST = 3\n");
    assert!(stays.starts_with("# Sizes.\nLEAST = 3\n"), "{stays}");
}

#[test]
fn an_annotation_that_moves_with_its_constant_needs_no_quotes() {
    let text = "from textwrap import TextWrapper, dedent\n\nSIZES: TextWrapper | None = dedent(' 12')\n\ndef largest(of: TextWrapper):\n    return max(SIZES)\n";
    let after = super::super::testing::rewritten(sized(text).quoting(), "app.images");
    assert!(
        after.contains("SIZES: TextWrapper | None = dedent(' 12')\n            value = SIZES"),
        "{after}"
    );
    assert!(after.contains("def largest(of: \"TextWrapper\")"), "{after}");
}

#[test]
fn constants_made_of_constants_wait_with_them() {
    let text = check_text_of(
        "
        import textwrap
        from pathlib import Path

        HOME = Path('x')
        SIZES = textwrap.dedent(' 12')
        BOTH = (SIZES, HOME)  # of both
        ",
    );
    assert!(
        text.contains("from pathlib import Path\n\nHOME = Path('x')\n"),
        "{text}"
    );
    assert!(
        text.contains("            from app.images import SIZES\n\n            BOTH = (SIZES, HOME)  # of both\n"),
        "{text}"
    );
}

/// What becomes of a module alone.
fn check_text_of(text: &str) -> String {
    super::super::testing::rewritten(sized(text), "app.images")
}

#[test]
fn lists_aliases_and_types_are_constants() {
    for text in [
        "from dockyard import Ship\n\nSHIPS = [Ship, None]\n\ndef ships():\n    return SHIPS\n",
        "from dockyard import connect\n\nlink = connect\n\ndef main():\n    return link()\n",
        "from typing import Union\nfrom dockyard import Ship\n\nAnyShip = Union[Ship, None]\n",
    ] {
        check_deferred(text, "app.images", &[Strategy::LazyConstant]);
    }
}

#[test]
fn what_only_annotations_name_waits_with_what_it_is_made_of() {
    let alias = |rest: &str| {
        format!("from typing import Union\nfrom dockyard import Ship\n\nAnyShip = Union[Ship, None]\n\n{rest}")
    };
    let quoted = "def sail(ship: 'AnyShip') -> None: ...\n";
    check_deferred(alias(quoted).as_str(), "app.images", &[Strategy::LazyConstant]);
    let evaluated = "def sail(ship: AnyShip) -> None: ...\n";
    check_kept(alias(evaluated).as_str(), "app.images", Code::EvaluatedAnnotation);
    let after = super::super::testing::rewritten(Case::from(alias(evaluated).as_str()).quoting(), "app.images");
    assert!(after.contains("def sail(ship: \"AnyShip\") -> None"), "{after}");
    assert!(after.contains("        from dockyard import Ship\n"), "{after}");
    // Somebody evaluates it, in the namespace of the module, where it would not be.
    for rest in [
        format!("{quoted}\nimport typing\n\ndef hints():\n    return typing.get_type_hints(sail)\n"),
        "import dataclasses\nimport typing\n\n@dataclasses.dataclass\nclass Berth:\n    ship: 'AnyShip'\n\ndef \
         hints():\n    return typing.get_type_hints(Berth)\n"
            .to_owned(),
    ] {
        check_kept(alias(&rest).as_str(), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn what_is_read_at_import_stays() {
    for more in [
        "FIRST = SIZES[0]",
        "for size in SIZES:\n    print(size)",
        "def f(size=SIZES): ...",
        "print(largest())",
        "class A:\n    sizes = SIZES",
    ] {
        check_kept(sized(&format!("{SIZED}\n{more}\n")), "app.images", Code::UsedAtImport);
    }
}

#[test]
fn what_may_come_out_otherwise_later_stays() {
    for text in [
        "import textwrap\n\nSIZES = textwrap.load(open('x'))\n",
        "import textwrap\n\nSIZES = textwrap.dedent('')\nSIZES = textwrap.dedent('1')\n",
        "import textwrap\n\nROWS = []\nSIZES = textwrap.dedent(ROWS)\n",
        "import textwrap\n\nSIZES = [textwrap.WIDTH]\n",
        "import textwrap\n\n__all__ = textwrap.dedent('')\n",
    ] {
        check_kept(sized(text), "app.images", Code::UsedAtImport);
    }
    check_kept(
        Case::from("import dockyard\n\nSHIP = dockyard.connect()\n"),
        "app.images",
        Code::UsedAtImport,
    );
    let patched = sized(SIZED).tests(&[(
        "tests.test_x",
        "from unittest import mock\n\nmock.patch('textwrap.dedent')\n",
    )]);
    check_kept(patched, "app.images", Code::SourcePatched);
}

#[test]
fn a_name_of_the_module_that_another_one_replaces_is_what_it_was() {
    let text = "import textwrap\n\ndef own(): ...\n\nSIZES = [textwrap.dedent(' 1'), own]\n\ndef largest():\n    return max(SIZES)\n";
    let beside = |patch: &str| {
        let patch = format!("from app import images\n\n{patch}\n");
        sized(text).and(&[("app.patch", patch.as_str())])
    };
    for patch in ["images.own = None", "setattr(images, 'own', lambda: 1)"] {
        check_kept(beside(patch), "app.images", Code::SourcePatched);
    }
    check_deferred(beside("images.largest = None"), "app.images", &[Strategy::LazyConstant]);
}

#[test]
fn the_environment_must_not_change_where_it_counts() {
    let console =
        "from rich.console import Console\n\nconsole = Console()\n\ndef say(text):\n    console.print(text)\n";
    let case = |main: &str| Case::new(&[("app", ""), ("app.images", console), ("app.main", main)]).heavy(&["rich"]);
    check_deferred(case(""), "app.images", &[Strategy::LazyConstant]);
    let changed = "import os\n\ndef main():\n    os.environ['NO_COLOR'] = '1'\n";
    check_kept(case(changed), "app.images", Code::UsedAtImport);
}

#[test]
fn a_module_without_room_for_a_getattr_keeps_its_constants() {
    let own = format!(
        "{SIZED}\nfrom functools import cache\n@cache\ndef __getattr__(name):\n    raise AttributeError(name)\n"
    );
    check_kept(sized(&own), "app.images", Code::ExistingGetattr);
    let script = format!("{SIZED}\nif __name__ == '__main__':\n    largest()\n");
    check_deferred(sized(&script), "app.images", &[Strategy::LazyConstant]);
    let in_guard = format!("{SIZED}\nif __name__ == '__main__':\n    print(SIZES)\n");
    assert!(in_guard.contains("SIZES ="), "{in_guard}");
    check_kept(sized(&in_guard), "app.images", Code::UsedAtImport);
}

#[test]
fn what_is_bound_behind_a_constant_is_not_what_it_was_made_of() {
    let made = |before: &str, behind: &str| {
        let table = "import dockyard\nSHIPS = {'a': build, 'b': dockyard.Ship}\n\ndef ships():\n    return SHIPS\n";
        Case::from(format!("{before}\n{table}\n{behind}\n").as_str())
            .and(&[("app.other", "def build(): ...\n")])
            .site(&[("dockyard", "class Ship: ...\n")])
    };
    let own = "def build(): ...";
    check_deferred(made(own, ""), "app.images", &[Strategy::LazyConstant]);
    check_one_kept(
        made("from app.other import *", own),
        "app.images",
        "import dockyard",
        Code::UsedAtImport,
    );
}

#[test]
fn who_imports_a_constant_waits_too() {
    let case = sized(SIZED).and(&[(
        "app.main",
        "from app.images import SIZES\n\ndef main():\n    return SIZES\n",
    )]);
    check_deferred(case, "app.main", &[Strategy::FunctionLocal]);
    let case = sized(SIZED).and(&[("app.main", "from app.images import SIZES\n\nprint(SIZES)\n")]);
    check_kept(case, "app.images", Code::LoadedAnyway);
}

/// A session is what it is whenever it is made, unless the program sets what all sessions begin with.
#[test]
fn a_session_is_made_when_it_is_first_needed() {
    let sessions = "class Session: ...\n\ndef session():\n    return Session()\n";
    let package = "from requests import adapters\nfrom requests.sessions import Session, session\n";
    let site = [
        ("requests", package),
        ("requests.sessions", sessions),
        ("requests.adapters", "DEFAULT_RETRIES = 0\n"),
    ];
    let case = |made: &str, others: &[(&str, &str)]| {
        let images = format!("import requests\n\nSESSION = {made}\n\ndef get(url):\n    return SESSION.get(url)\n");
        Case::new(&[("app", ""), ("app.images", &images)])
            .and(others)
            .site(&site)
            .heavy(&["requests"])
    };
    for made in ["requests.session()", "requests.Session()"] {
        check_deferred(case(made, &[]), "app.images", &[Strategy::LazyConstant]);
        let sets = "def start():\n    from requests import adapters\n    adapters.DEFAULT_RETRIES = 3\n";
        check_kept(case(made, &[("app.main", sets)]), "app.images", Code::UsedAtImport);
        let test = "def test(monkeypatch):\n    monkeypatch.setattr('requests.sessions.Session', None)\n";
        check_untouched(case(made, &[]).tests(&[("tests.test_it", test)]), "app.images");
        let test = "import requests\ndef test(monkeypatch):\n    monkeypatch.setattr(requests, 'Session', None)\n    monkeypatch.setattr(requests, 'session', None)\n";
        check_untouched(case(made, &[]).tests(&[("tests.test_it", test)]), "app.images");
    }
    check_kept(case("requests.head('x')", &[]), "app.images", Code::UsedAtImport);
}

/// What `rules/values.toml` knows, and its neighbours that ask for more.
#[test]
fn values_made_with_installed_packages() {
    let case = |package: &str, made: &str| {
        let images = format!("import {package}\n\nVALUE = {made}\n\ndef get():\n    return VALUE\n");
        Case::new(&[("app", ""), ("app.images", &images)]).heavy(&[package])
    };
    for (package, made) in [
        ("numpy", "numpy.array([1, 2])"),
        ("cachetools", "cachetools.TTLCache(8, 60)"),
        ("pytz", "pytz.timezone('UTC')"),
        ("jinja2", "jinja2.Template('a')"),
        ("pint", "pint.UnitRegistry()"),
        ("httpx", "httpx.Client()"),
    ] {
        check_deferred(case(package, made), "app.images", &[Strategy::LazyConstant]);
    }
    for (package, made) in [
        ("numpy", "numpy.loadtxt('a')"),
        ("pytz", "pytz.utc.localize(1)"),
        ("arrow", "arrow.utcnow()"),
        ("boto3", "boto3.client('s3')"),
    ] {
        check_kept(case(package, made), "app.images", Code::UsedAtImport);
    }
    let sets = "def start():\n    import os\n    os.environ['HTTPS_PROXY'] = 'x'\n";
    check_kept(
        case("httpx", "httpx.Client()").and(&[("app.main", sets)]),
        "app.images",
        Code::UsedAtImport,
    );
    let sets = "def start():\n    from jinja2 import defaults\n    defaults.DEFAULT_FILTERS['x'] = str\n";
    check_kept(
        case("jinja2", "jinja2.Template('a')").and(&[("app.main", sets)]),
        "app.images",
        Code::UsedAtImport,
    );
}
