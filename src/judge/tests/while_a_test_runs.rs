//! What a test puts in the place of `__import__`, or sets otherwise, is there until that test ends: it concerns what may be loaded
//! meanwhile.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const OTHER: &str = "def find(name):\n    return name\n\ndef run(name, more):\n    return more(name)\n";

/// `app.images` uses what it imports in a function, and `app.other` nothing of it.
fn tested(test: &str) -> Case {
    Case::from("from dockyard import connect\n\ndef size():\n    return connect()\n")
        .and(&[("app.other", OTHER)])
        .tests(&[("tests.test_it", test)])
}

#[test]
fn who_loads_nothing_meanwhile() {
    for test in [
        "from unittest import mock\nfrom app import other\ndef test_a():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        other.find('x')\n",
        "from unittest import mock\nfrom app import other\n@mock.patch('builtins.__import__', side_effect=ImportError)\ndef test_a(m):\n    other.find('x')\n",
        "import unittest\nfrom unittest.mock import patch\nfrom app import other\nclass TestX(unittest.TestCase):\n    @patch('builtins.__import__')\n    def test_a(self, m):\n        m.return_value = 3\n        other.find('x')\n        self.assertEqual(m.call_count, 0)\n",
        "from app import other\ndef test_a(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n    other.find('x')\n",
        // What somebody sets is undone, too.
        "from app import other\ndef test_it(monkeypatch):\n    monkeypatch.syspath_prepend('x')\n    assert other.find('x') == 'x'\n",
    ] {
        check_deferred(tested(test), "app.images", &LOCAL);
    }
}

#[test]
fn who_may_load_it_meanwhile() {
    for test in [
        // with
        "from unittest import mock\nfrom app import images\ndef test_a():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        images.size()\n",
        // deco
        "from unittest import mock\nfrom app.images import size\n@mock.patch('builtins.__import__', side_effect=ImportError)\ndef test_a(m):\n    size()\n",
        // monkey
        "from app import images\ndef test_a(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n    assert images.size() == 1\n",
        // cli
        "from app import other\nfrom click.testing import CliRunner\ndef test_a(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n    CliRunner().invoke(other.main, ['x'])\n",
        // fixture
        "from app import other\ndef test_a(monkeypatch, client):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n    client.get('x')\n",
        // teardown
        "import pytest\nfrom app import other, images\n@pytest.fixture(autouse=True)\ndef around():\n    yield\n    images.size()\ndef test_a(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\n    other.find('x')\n",
        // start
        "from unittest import mock\nfrom app import other, images\ndef test_a():\n    p = mock.patch('builtins.__import__', side_effect=ImportError)\n    p.start()\n    images.size()\n",
        // fixtureput
        "from unittest import mock\nimport pytest\nfrom app import other, images\n@pytest.fixture\ndef broken(monkeypatch):\n    def fake(*args): raise ImportError\n    monkeypatch.setattr('builtins.__import__', fake)\ndef test_a(broken):\n    images.size()\n",
        // classdeco
        "from unittest import mock, TestCase\nfrom app import other, images\n@mock.patch('builtins.__import__', side_effect=ImportError)\nclass TestX(TestCase):\n    def test_a(self, m):\n        images.size()\n",
        // lambda
        "from unittest import mock\nfrom app import other, images\n@mock.patch('builtins.__import__', side_effect=ImportError)\ndef test_a(m):\n    other.find(lambda: images.size())\n",
        // load
        "import importlib\nfrom unittest import mock\nfrom app import other\ndef test_a():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        importlib.import_module('app.images').size()\n",
        // loadcomp
        "import importlib\nfrom unittest import mock\nfrom app import other\nNAMES = ['app.images']\ndef test_a():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        for n in NAMES:\n            importlib.import_module(n).size()\n",
        // part
        "from functools import partial\nfrom unittest import mock\nfrom app import other, images\nP = partial(images.size)\ndef test_a():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        other.find(P)\n        P()\n",
        // table
        "from unittest import mock\nfrom app import other, images\nT = {'a': images.size}\ndef test_a():\n    with mock.patch('builtins.__import__', side_effect=ImportError):\n        T['a']()\n",
        // stack
        "from contextlib import ExitStack\nfrom unittest import mock\nfrom app import other, images\ndef test_a():\n    with ExitStack() as s:\n        s.enter_context(mock.patch('builtins.__import__', side_effect=ImportError))\n        images.size()\n",
        // setup
        "from unittest import mock, TestCase\nfrom app import other, images\nclass TestX(TestCase):\n    def setUp(self):\n        p = mock.patch('builtins.__import__', side_effect=ImportError); p.start(); self.addCleanup(p.stop)\n    def test_a(self):\n        images.size()\n",
    ] {
        check_kept(tested(test), "app.images", Code::ImportWindow);
    }
}
