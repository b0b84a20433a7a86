//! Submodules that others reach without naming their package: through a star import, or by listing what the package has.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// `app.images` loads `tools.quick`; `app.api` and others make use of what `tools` has.
fn case(tools: &str, api: &str, uses: &str) -> Case {
    let images = "from tools import quick\n\ndef size():\n    return quick.SIZE\n";
    Case::from(images)
        .and(&[
            ("tools", tools),
            ("tools.quick", "SIZE = 1\n"),
            ("app.api", &format!("from app import images\n{api}")),
            ("app.uses", uses),
        ])
        .heavy(&["tools.quick"])
}

#[test]
fn submodules_that_a_star_import_hands_on() {
    let star = "from tools import *\n";
    for (api, uses) in [
        (star, "from app import api\n\ndef use():\n    return api.quick.SIZE\n"),
        (star, "from app.api import quick\n"),
        (star, "from app.api import *\n\ndef use():\n    return quick.SIZE\n"),
        (star, "from app import api\n\ndef use(name):\n    return dir(api)\n"),
        (
            star,
            "from app import api\n\ndef use(name):\n    return getattr(api, name)\n",
        ),
        ("from tools import *\n\ndef use():\n    return quick.SIZE\n", ""),
        ("from tools import *\n\ndef use():\n    return globals()\n", ""),
    ] {
        check_kept(case("NAME = 1\n", api, uses), "app.images", Code::SubmoduleProvider);
    }
    let asks = "from app import api\n\ndef use():\n    return api.quick.SIZE\n";
    for (tools, api, uses) in [
        // Who asks has it from elsewhere.
        ("NAME = 1\n", "from tools import *\nquick = None\n", asks),
        // The package says what it gives.
        ("NAME = 1\n__all__ = ['NAME']\n", star, asks),
    ] {
        check_deferred(case(tools, api, uses), "app.images", &LOCAL);
    }
    // A test is its own only user.
    let test = |uses: &str| {
        let test = format!("from app import images\nfrom tools import *\n\ndef test():\n    assert {uses} == 1\n");
        case("NAME = 1\n", "", "").tests(&[("tests.test_tools", &test)])
    };
    check_deferred(test("NAME"), "app.images", &LOCAL);
    check_kept(test("quick.SIZE"), "app.images", Code::SubmoduleProvider);
}

#[test]
fn submodules_that_are_listed() {
    for lists in [
        "sorted(tools.__dir__())",
        "object.__dir__(tools)",
        "list(map(dir, [tools]))",
        "dir(getattr(api, 'tools'))",
        "eval('tools.quick.SIZE')",
    ] {
        let uses = format!("import tools\nfrom app import api\n\ndef use():\n    return {lists}\n");
        check_kept(
            case("NAME = 1\n", "import tools\n", &uses),
            "app.images",
            Code::SubmoduleProvider,
        );
    }
    for lists in ["self.__dir__()", "super().__dir__()"] {
        let uses = format!("import tools\n\nclass Use:\n    def use(self):\n        return {lists}, tools.NAME\n");
        check_deferred(case("NAME = 1\n", "", &uses), "app.images", &LOCAL);
    }
    let is_variable = "import tools\n\ndef use(dirs):\n    return [tools.NAME for dir in dirs if dir]\n";
    check_deferred(case("NAME = 1\n", "", is_variable), "app.images", &LOCAL);
}

/// A module that is loaded while its package is, and asks for what that binds later.
#[test]
fn names_that_are_asked_for_in_a_circle() {
    let case = |last: &str| {
        Case::new(&[
            ("app", "from app import images\n\nLEVEL = 2\n"),
            (
                "app.images",
                "from app import last\n\ndef level():\n    return last.LEVEL\n",
            ),
            ("app.last", last),
        ])
        .heavy(&["app.last"])
    };
    for asks in [
        "import app\nLEVEL = getattr(app, 'LEVEL', 0)\n",
        "import app\nLEVEL = 1 if hasattr(app, 'LEVEL') else 0\n",
        "import app\ntry:\n    LEVEL = app.LEVEL\nexcept AttributeError:\n    LEVEL = 0\n",
    ] {
        check_kept(case(asks), "app.images", Code::ImportWindow);
    }
    // What cannot do without it was never loaded so.
    check_deferred(
        case("import app\nLEVEL = 1\n\ndef more():\n    return app.LEVEL\n"),
        "app.images",
        &LOCAL,
    );
    check_deferred(case("import app\nLEVEL = app.LEVEL\n"), "app.images", &LOCAL);
}
