//! Modules that ask, while they are loaded, whether others are there: they move past what loads those.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// `app.asks` asks for modules; `app.images` imports it, and does something else besides.
fn asking(asks: &str, images: &str) -> Case {
    let images = format!("from app import asks\n{images}\n\ndef size():\n    return asks.THERE\n");
    Case::from(images.as_str())
        .and(&[("app.asks", &format!("import sys\n{asks}\n"))])
        .site(&[
            ("rig", "import tackle.deep\n"),
            ("tackle", ""),
            ("tackle.deep", "SIZE = 1\n"),
        ])
        .heavy(&["app.asks"])
}

const LOADS: [&str; 6] = [
    "def use():\n    import tackle",
    "def use():\n    import tackle.deep",
    "def use():\n    from tackle import deep",
    "def use():\n    import rig",
    "def use():\n    import importlib\n    importlib.import_module('tackle')",
    "import tackle",
];

#[test]
fn by_its_name() {
    for asks in [
        "THERE = 'tackle' in sys.modules",
        "THERE = sys.modules.get('tackle') is not None",
        "def has(name):\n    return name in sys.modules\nTHERE = has('tackle')",
        "THERE = [name for name in ('tackle', 'bow') if name in sys.modules]",
        "try:\n    sys.modules['tackle']\n    THERE = True\nexcept KeyError:\n    THERE = False",
    ] {
        for loads in LOADS {
            check_kept(asking(asks, loads), "app.images", Code::ImportWindow);
        }
        check_deferred(asking(asks, ""), "app.images", &LOCAL);
        check_deferred(asking(asks, "def use():\n    import colorsys"), "app.images", &LOCAL);
    }
}

/// It is found, be it loaded before or not.
#[test]
fn who_finds_it_in_any_case() {
    for asks in [
        "from importlib import resources\nTHERE = resources.read_text('tackle', 'a.txt')",
        "from importlib import resources\ndef read(package):\n    return resources.files(package)\nTHERE = read('tackle')",
        "import importlib.util\nTHERE = importlib.util.find_spec('tackle') is not None",
    ] {
        for loads in &LOADS[..5] {
            check_deferred(asking(asks, loads), "app.images", &LOCAL);
        }
    }
}

#[test]
fn as_an_attribute_of_its_package() {
    for asks in [
        "import tackle\nTHERE = hasattr(tackle, 'deep')",
        "import tackle\nTHERE = getattr(tackle, 'deep', None)",
    ] {
        check_kept(
            asking(asks, "def use():\n    import tackle.deep"),
            "app.images",
            Code::ImportWindow,
        );
        check_kept(
            asking(asks, "def use():\n    import rig"),
            "app.images",
            Code::ImportWindow,
        );
        check_deferred(asking(asks, "def use():\n    import tackle"), "app.images", &LOCAL);
    }
}

/// A name that is not known asks for none in particular, and what a package loads itself is there with it.
#[test]
fn other_attributes() {
    let loads = "def use():\n    import tackle.deep";
    for asks in [
        "import tackle\nTHERE = [getattr(tackle, name, None) for name in sys.argv]",
        "import tackle\nTHERE = [getattr(tackle, name, None) for name in ('one', 'two')]",
    ] {
        check_deferred(asking(asks, loads), "app.images", &LOCAL);
    }
    let case = asking("import tackle\nTHERE = hasattr(tackle, 'deep')", loads);
    check_deferred(
        case.site(&[("tackle", "from tackle import deep\n")]),
        "app.images",
        &LOCAL,
    );
}

/// What is there in any case when it is asked for is found either way.
#[test]
fn what_is_there_before() {
    let asks = "THERE = 'tackle' in sys.modules";
    for loads in LOADS {
        check_deferred(asking(&format!("import tackle\n{asks}"), loads), "app.images", &LOCAL);
        check_deferred(asking(&format!("import rig\n{asks}"), loads), "app.images", &LOCAL);
    }
    check_deferred(
        asking("THERE = 'os' in sys.modules", "def use():\n    import os"),
        "app.images",
        &LOCAL,
    );
    let late = "def later():\n    return 'tackle' in sys.modules\nTHERE = 1";
    check_deferred(asking(late, "def use():\n    import tackle"), "app.images", &LOCAL);
}
