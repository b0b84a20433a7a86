//! What a test puts in the place of `__import__`, or sets otherwise, is there until that test ends: it concerns what code may import
//! that the test has in its hands.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const OTHER: &str = "def find(name):\n    return name\n";

/// `app.images` uses what it imports in a function, and `app.other` nothing of it.
fn tested(test: &str) -> Case {
    Case::from("from dockyard import connect\n\ndef size():\n    return connect()\n")
        .and(&[("app.other", OTHER)])
        .tests(&[("tests.test_it", test)])
}

/// Patches of a test that has some modules in its hands.
fn patches(imports: &str) -> [String; 5] {
    const FAKE: &str = "def test_it(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n";
    [
        format!(
            "from unittest import mock\n{imports}\ndef test_it():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        run()\n"
        ),
        format!(
            "from unittest import mock\n{imports}\n@mock.patch('builtins.__import__', side_effect=ImportError)\ndef test_it(m):\n    run()\n"
        ),
        format!(
            "import unittest\nfrom unittest.mock import patch\n{imports}\nclass TestIt(unittest.TestCase):\n    @patch('builtins.__import__')\n    def test_it(self, m):\n        m.return_value = 3\n        run()\n"
        ),
        format!("{imports}\n{FAKE}    run()\n"),
        // What somebody sets is undone, too.
        format!("{imports}\ndef test_it(monkeypatch):\n    monkeypatch.setattr('sys.path', [])\n    run()\n"),
    ]
}

#[test]
fn who_imports_nothing_of_it() {
    for imports in [
        "from app.other import find as run",
        "from app import other\nrun = other.find",
    ] {
        for test in patches(imports) {
            check_deferred(tested(&test), "app.images", &LOCAL);
        }
    }
}

/// By whatever way it is called there: special methods, decorators and fixtures have no name that shows it.
#[test]
fn who_may_import_it() {
    for imports in [
        "from app.images import size as run",
        "from app import images\ndef run(): pass",
        "def run():\n    from app.images import size\n    size()",
        "import importlib\ndef run(): importlib.import_module('app.images').size()",
        "import importlib\nNAMES = ['app.images']\ndef run(): importlib.import_module(NAMES[0]).size()",
        "from app.again import run",
        "from app.later import run",
    ] {
        let [with, _, _, set, _] = patches(imports);
        for test in [with, set] {
            let case = tested(&test).and(&[
                (
                    "app.again",
                    "from app.images import size\n\ndef run():\n    return size()\n",
                ),
                (
                    "app.later",
                    "def run():\n    from app.images import size\n    return size()\n",
                ),
            ]);
            check_kept(case, "app.images", Code::ImportWindow);
        }
    }
}

#[test]
fn who_may_import_it_around_the_test() {
    let around = "import pytest\nfrom app import images\n\n@pytest.fixture\ndef client():\n    yield images\n";
    let hook = "from app import images\n\ndef pytest_runtest_teardown(item):\n    images.size()\n";
    let [with, _, _, set, _] = patches("from app.other import find as run");
    for test in [with, set] {
        for more in [("tests.conftest", hook), ("tests.fixtures", around)] {
            check_kept(tested(&test).tests(&[more]), "app.images", Code::ImportWindow);
        }
    }
}

/// Functions for tests in other folders, and those that other files of tests have for themselves.
#[test]
fn who_may_import_it_around_other_tests() {
    let around = "import pytest\nfrom app import images\n\n@pytest.fixture\ndef client():\n    yield images\n";
    let hook = "from app import images\n\ndef pytest_runtest_teardown(item):\n    images.size()\n";
    let [with, _, _, set, _] = patches("from app.other import find as run");
    for test in [with, set] {
        for more in [
            ("tests.more.conftest", hook),
            ("other.conftest", hook),
            ("tests.test_more", around),
        ] {
            check_deferred(tested(&test).tests(&[more]), "app.images", &LOCAL);
        }
        // A plugin is for all tests.
        let plugin = [
            ("tests.test_more", around),
            ("tests.conftest", "pytest_plugins = ['tests.test_more']\n"),
        ];
        check_kept(tested(&test).tests(&plugin), "app.images", Code::ImportWindow);
        let plugin = tested(&test).tests(&plugin[..1]).started("tests.test_more");
        check_kept(plugin, "app.images", Code::ImportWindow);
        let imports = test.clone() + "\nfrom tests.test_more import client\n";
        let imported = tested(&imports).tests(&[("tests.test_more", around)]);
        check_kept(imported, "app.images", Code::ImportWindow);
        let below = Case::from("from dockyard import connect\n\ndef size():\n    return connect()\n")
            .and(&[("app.other", OTHER)])
            .tests(&[("tests.below.test_it", &test), ("tests.conftest", hook)]);
        check_kept(below, "app.images", Code::ImportWindow);
    }
}

/// What is not undone, or not there.
#[test]
fn who_sets_it_for_longer() {
    for test in [
        "from unittest import mock\nfrom app import other\ndef test_it():\n    p = mock.patch('builtins.__import__', side_effect=ImportError)\n    p.start()\n",
        "import pytest\nfrom app import other\n@pytest.fixture\ndef broken(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n",
        "from unittest import mock, TestCase\nfrom app import images\n@mock.patch('builtins.__import__', side_effect=ImportError)\nclass TestIt(TestCase):\n    def test_it(self, m):\n        images.size()\n",
        "from contextlib import ExitStack\nfrom unittest import mock\ndef test_it():\n    with ExitStack() as s:\n        s.enter_context(mock.patch('builtins.__import__', side_effect=ImportError))\n",
        "from unittest import mock\nfrom app import other\ndef helper():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        yield\n",
    ] {
        check_kept(tested(test), "app.images", Code::ImportWindow);
    }
}

/// A dict that a test puts in the place of the environment has its keys. Whatever else it puts in the place of something of Python is
/// seen by who takes just that while it is imported.
#[test]
fn what_it_puts_in_the_place_of_python_s() {
    let case = |rig: &str, test: &str| {
        let test =
            format!("import os, platform, sys\nfrom unittest.mock import patch\nfrom app.images import size\n\n{test}");
        Case::from("import rig\n\ndef size():\n    return rig.SIZE\n")
            .site(&[("rig", rig)])
            .heavy(&["rig"])
            .tests(&[("tests.test_it", &test)])
    };
    let system = "import platform\nSIZE = platform.system()\n";
    let decorated = "@patch('platform.system', return_value='x')\ndef test_it(m):\n    size()\n";
    let taken = "from platform import system\nSIZE = 1\n";
    for test in [
        decorated,
        "def test_it():\n    with patch('platform.system', return_value='x'):\n        size()\n",
        "def test_it():\n    with patch.object(platform, 'system'):\n        size()\n",
        "def test_it(monkeypatch):\n    monkeypatch.setattr(platform, 'system', lambda: 'x')\n    size()\n",
        "def test_it(monkeypatch):\n    monkeypatch.setattr('platform.system', lambda: 'x')\n    size()\n",
        "def test_it():\n    old = platform.system\n    platform.system = lambda: 'x'\n    try:\n        size()\n    finally:\n        platform.system = old\n",
    ] {
        check_kept(case(system, test), "app.images", Code::ImportWindow);
        check_kept(case(taken, test), "app.images", Code::ImportWindow);
        check_deferred(case("SIZE = 1\n", test), "app.images", &LOCAL);
        check_deferred(
            case("from platform import machine\nSIZE = machine()\n", test),
            "app.images",
            &LOCAL,
        );
    }
    let fixture = "import pytest\n@pytest.fixture\ndef windows(monkeypatch):\n    monkeypatch.setattr(platform, 'system', lambda: 'x')\n";
    check_deferred(case(system, fixture), "app.images", &LOCAL);
    let asks = "import sys\nSIZE = 3 if sys.platform == 'win32' else 4\n";
    let within = "import sys\nSIZE = 3 if 'win' in sys.platform else 4\n";
    for test in [
        "def test_it(monkeypatch):\n    monkeypatch.setattr(sys, 'platform', 'win32')\n    size()\n",
        "def test_it():\n    with patch('sys.platform', 'win32'):\n        size()\n",
    ] {
        check_kept(case(asks, test), "app.images", Code::ImportWindow);
        check_kept(case(within, test), "app.images", Code::ImportWindow);
        check_deferred(case("import sys\nSIZE = sys.maxsize\n", test), "app.images", &LOCAL);
    }
    let mode = "import os\nSIZE = os.environ.get('MODE')\n";
    for test in [
        "def test_it():\n    with patch('os.environ', {'MODE': 'x'}):\n        size()\n",
        "@patch.object(os, 'environ', {'MODE': 'x'})\ndef test_it():\n    size()\n",
        "def test_it(monkeypatch):\n    monkeypatch.setattr(os, 'environ', {'MODE': 'x'})\n    size()\n",
    ] {
        check_kept(case(mode, test), "app.images", Code::ImportWindow);
        check_deferred(case(&mode.replace("MODE", "OTHER"), test), "app.images", &LOCAL);
    }
}

/// What a test puts in the place of a name of the project is found by who takes that, and keeps it, while it is loaded: unless the
/// test has that loaded, or calls nothing that loads it.
#[test]
fn what_it_puts_in_the_place_of_the_project_s() {
    let case = |reads: &str, imports: &str, test: &str| {
        let test = format!("from unittest.mock import patch\nfrom app.images import size\n{imports}\n\n{test}");
        Case::from("from app.cache import SIZE\n\ndef size():\n    return SIZE\n\ndef other():\n    return 1\n")
            .and(&[("app.conf", "HOST = 'h'\nPORT = 1\n"), ("app.cache", reads)])
            .heavy(&["app.cache"])
            .tests(&[("tests.test_it", &test)])
            .leaving_tests()
    };
    for test in [
        "def test_it():\n    with patch('app.conf.HOST', 'x'):\n        size()\n",
        "@patch('app.conf.HOST', 'x')\ndef test_it():\n    size()\n",
        "def test_it(monkeypatch):\n    monkeypatch.setattr('app.conf.HOST', 'x')\n    size()\n",
    ] {
        for reads in [
            "from app.conf import HOST\nSIZE = len(HOST)\n",
            "from app import conf\nSIZE = len(conf.HOST)\n",
            "import app.conf\nSIZE = len(app.conf.HOST)\n",
        ] {
            check_kept(case(reads, "", test), "app.images", Code::ImportWindow);
            check_deferred(case(reads, "import app.cache\n", test), "app.images", &LOCAL);
            check_deferred(case(reads, "", &test.replace("size()", "pass")), "app.images", &LOCAL);
            check_deferred(case(&reads.replace("HOST", "PORT"), "", test), "app.images", &LOCAL);
        }
    }
}

/// By the time a test runs, what its module imports is loaded: tests are not rewritten.
#[test]
fn what_the_test_has_loaded() {
    let case = |imports: &str| {
        let reads = "import os\n\nFOLDER = os.environ.get('FOLDER')\n\ndef folder():\n    return FOLDER\n";
        let test = format!(
            "from app.images import size\n{imports}\ndef test_it(monkeypatch):\n    monkeypatch.setenv('FOLDER', 'x')\n    size()\n"
        );
        Case::from("from app.cache import folder\n\ndef size():\n    return folder()\n")
            .and(&[
                ("app.cache", reads),
                ("app.other", OTHER),
                (
                    "app.again",
                    "from app.cache import folder\n\ndef run():\n    return folder()\n",
                ),
            ])
            .heavy(&["app.cache"])
            .tests(&[
                ("tests.test_it", test.as_str()),
                ("tests.kit", "from app.cache import folder\n"),
            ])
            .leaving_tests()
    };
    for imports in [
        "from app.cache import folder as run",
        "import app.cache\nrun = app.cache.folder",
        "from tests.kit import folder as run",
    ] {
        check_deferred(case(imports), "app.images", &LOCAL);
    }
    for imports in [
        "try:\n    from app.cache import folder as run\nexcept ImportError:\n    pass",
        "if len('a'):\n    from app.cache import folder as run",
        // That module is rewritten: it may load it later.
        "from app.again import run",
        "from app.other import find",
        "def run():\n    from app.cache import folder",
    ] {
        check_kept(case(imports), "app.images", Code::ImportWindow);
    }
}

/// Who replaces an attribute of an installed module has that one loaded, with what it loads; a decorator does so when its test runs.
#[test]
fn what_is_loaded_with_the_patched_module() {
    let case = |core: &str, test: &str| {
        let main = "import core\n\ndef size():\n    return core.SIZE\n";
        Case::from(main)
            .site(&[
                ("core", core),
                ("core.sessions", "class Session: pass\n"),
                ("core.other", "class Other: pass\n"),
            ])
            .heavy(&["core"])
            .tests(&[("tests.test_it", test)])
    };
    let core = "from core.sessions import Session\nSIZE = Session()\n";
    let head = "from unittest import mock\nfrom app import images\n";
    for test in [
        "@mock.patch('core.sessions.Session')\ndef test_it(fake):\n    images.size()\n",
        "def test_it():\n    with mock.patch('core.sessions.Session'):\n        images.size()\n",
        "class TestIt:\n    @mock.patch('core.sessions.Session')\n    def test_it(self, fake):\n        images.size()\n",
    ] {
        check_deferred(case(core, &format!("{head}{test}")), "app.images", &LOCAL);
    }
    // While the file of the test is loaded, for as long as it runs.
    let starts = format!("{head}mock.patch('core.sessions.Session').start()\ndef test_it():\n    images.size()\n");
    check_kept(case(core, &starts), "app.images", Code::ImportWindow);
    // Something of Python, of which the package takes a copy.
    let takes = "from time import sleep\nSIZE = sleep\n";
    let test = "@mock.patch('time.sleep')\ndef test_it(fake):\n    images.size()\n";
    check_kept(case(takes, &format!("{head}{test}")), "app.images", Code::ImportWindow);
}

/// A test that asks for `capsys` runs with other streams, which are closed at its end: what is loaded meanwhile must not keep them.
#[test]
fn what_keeps_the_streams_of_a_test() {
    let case = |work: &str, test: &str| {
        let main = "from app.work import say\n\ndef size():\n    return say(1)\n";
        Case::from(main)
            .and(&[("app.work", work), ("app.other", OTHER)])
            .heavy(&["app.work"])
            .tests(&[("tests.test_it", test)])
            .leaving_tests()
    };
    let default = "import sys\n\ndef say(x, out=sys.stdout):\n    out.write(x)\n";
    let test = "from app.images import size\n\ndef test_it(capsys):\n    size()\n";
    for work in [
        default,
        "import sys\n\nclass Console:\n    def __init__(self, file=None):\n        self.file = file or sys.stderr\n\nC = Console()\n\ndef say(x):\n    C.file.write(x)\n",
        "import sys\nfrom logging import StreamHandler\nHANDLER = StreamHandler(sys.stdout)\n\ndef say(x): pass\n",
    ] {
        check_kept(case(work, test), "app.images", Code::ImportWindow);
        check_kept(
            case(work, &test.replace("capsys", "tmp_path, capfd")),
            "app.images",
            Code::ImportWindow,
        );
    }
    for (work, test) in [
        // In functions it finds what is there by then.
        ("import sys\n\ndef say(x):\n    sys.stdout.write(x)\n", test.to_owned()),
        ("def say(x):\n    print(x)\n", test.to_owned()),
        (default, test.replace("capsys", "tmp_path")),
        (default, test.replace("test_it", "helper")),
        (default, test.replace("app.images import", "app.other import find as")),
        (default, format!("from app.work import say\n{test}")),
    ] {
        check_deferred(case(work, &test), "app.images", &LOCAL);
    }
    // A package asks the streams what they can; that it keeps one is a documented limit.
    let package = |rig: &str| {
        Case::from("import rig\n\ndef size():\n    return rig.SIZE\n")
            .site(&[("rig", rig)])
            .heavy(&["rig"])
            .tests(&[("tests.test_it", test)])
    };
    check_deferred(
        package("import sys\nSIZE = 1\ndef main(file=sys.stdout): pass\n"),
        "app.images",
        &LOCAL,
    );
    check_deferred(
        package("import sys\nSIZE = sys.stdout.isatty()\n"),
        "app.images",
        &LOCAL,
    );
}
