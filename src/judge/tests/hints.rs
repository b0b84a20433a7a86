//! What looks like somebody who sees a name, and is not; and what is.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept, rewritten};
use super::super::{Code, Strategy};

pub(super) const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

pub(super) const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

pub(super) const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

fn tested(test: &str) -> Case {
    Case::from(USE).tests(&[("tests.test_images", test)])
}

#[test]
fn texts_of_tests_that_are_no_targets() {
    for test in [
        "def test(result): assert 'dockyard.connect is gone' in result\n",
        "HELP = 'class: dockyard.connect'\n",
        "STARTS = ['dockyard:connect']\n",
        "def test(result): assert \"'dockyard.Ship object' has no name\" in result\n",
    ] {
        check_deferred(tested(test), "app.images", &LOCAL);
    }
    for test in [
        "TARGETS = ['dockyard.connect']\n",
        "TARGETS = 'dockyard.connect, dockyard.Ship'\n",
    ] {
        // Who replaces what a variable names may replace what stands in any text.
        let replaces = format!("{test}def test(monkeypatch, target): monkeypatch.setattr(target, 1)\n");
        check_kept(tested(&replaces), "app.images", Code::SourcePatched);
        check_deferred(tested(test), "app.images", &LOCAL);
    }
}

#[test]
fn helpers_of_tests_that_may_replace_what_a_text_names() {
    let target = "TARGETS = ['dockyard.connect']\n";
    for helper in [
        "from elsewhere import patch_all\ndef test(): patch_all(TARGETS)\n",
        "def test(fake): fake(TARGETS[0])\n",
        "def stub_it(name): return elsewhere.override(name)\ndef test(): stub_it(TARGETS[0])\n",
        "class Test(elsewhere.Case):\n    def test(self): self.stub(TARGETS[0])\n",
        "def patch_all(names):\n    for name in names: monkeypatch.setattr(name, 1)\ndef test(): patch_all(TARGETS)\n",
    ] {
        check_kept(tested(&format!("{target}{helper}")), "app.images", Code::SourcePatched);
    }
    for helper in ["def test(fake): fake()\n", "def test(text): text.swapcase()\n"] {
        check_deferred(tested(&format!("{target}{helper}")), "app.images", &LOCAL);
    }
}

#[test]
fn texts_of_tests_that_are_put_together() {
    let with = |decorator: &str, test: &str| tested(&format!("import pytest\n{decorator}\ndef test({test}\n"));
    let ends = "@pytest.mark.parametrize('end', ['toml', 'yml'])";
    let pairs = "@pytest.mark.parametrize('end, n', [('toml', 1), pytest.param('yml', 2)])";
    let listed = "@pytest.mark.parametrize(('n', 'end'), [(1, 'toml'), pytest.param(2, 'yml')])";
    let keyword = "@pytest.mark.parametrize(argvalues=['toml', 'yml'], argnames='end')";
    let name = "end, n, fake): fake(f'app.images.{end}')";
    for (decorator, test) in [
        (ends, name),
        (pairs, name),
        (listed, name),
        (keyword, name),
        ("", "tmp_path, end): (tmp_path / f'app.images.{end}').touch()"),
    ] {
        check_deferred(with(decorator, test), "app.images", &LOCAL);
    }
    // What is started is read, and not replaced.
    let after = rewritten(with("", "end, run): run(f'app.images:{end}')"), "app.images");
    assert!(
        after.contains("__getattr__") && after.contains("    from dockyard import connect\n"),
        "{after}"
    );
    for (decorator, test) in [
        ("", name),
        ("@pytest.mark.parametrize('end', ['connect', 'yml'])", name),
        ("@pytest.mark.parametrize('n, end', [(1, 'connect')])", name),
        ("@pytest.mark.parametrize(('n', 'end'), [(1, 'connect')])", name),
        ("@pytest.mark.parametrize((NAME, 'end'), [(1, 'toml')])", name),
        ("@pytest.mark.parametrize('end', ENDS)", name),
        ("@pytest.mark.parametrize('end', [*ENDS])", name),
        ("@pytest.mark.parametrize('n, end', [ROW])", name),
        ("@pytest.mark.parametrize('n', ['toml'])", name),
        ("", "tmp_path, end, fake): fake(tmp_path / end, f'app.images.{end}')"),
    ] {
        let after = rewritten(with(decorator, test), "app.images");
        assert!(
            after.contains("    from app.images import connect\n"),
            "{decorator} {test}\n{after}"
        );
    }
}

#[test]
fn variables_of_frames_that_an_exception_came_through() {
    let case = |text: &str| Case::from(format!("{USE}\n{text}").as_str());
    let finds = "def find(tb, names):\n    return [tb.tb_frame.f_locals[name] for name in names]\n";
    check_deferred(case(finds), "app.images", &LOCAL);
    check_deferred(
        case("def find(tb): return tb.tb_frame.f_locals['sql']\n"),
        "app.images",
        &LOCAL,
    );
    for other in [
        "def find(tb): return tb.tb_frame.f_locals['connect']\n",
        &format!("{finds}\nNAMES = ['connect']\n"),
    ] {
        check_kept(case(other), "app.images", Code::NamespaceRead);
    }
    let told = case(finds).and(&[(
        "app.other",
        "from app.images import find\n\ndef go(tb): return find(tb, ['connect'])\n",
    )]);
    check_kept(told, "app.images", Code::NamespaceRead);
    let more = "    return [find(tb.tb_next, names) for name in names]\n";
    let called = |call: &str| {
        let own = format!("{finds}{more}\nWORDS = {{'connect': 1}}\n");
        case(&own).and(&[("app.other", format!("from app.images import find\n\n{call}\n").as_str())])
    };
    for call in [
        "def go(tb): return find(tb, ['sql', 'values'])",
        "def go(tb): return find(tb, names={'sql'}), find(tb, ('x',))",
    ] {
        check_deferred(called(call), "app.images", &LOCAL);
    }
    for call in [
        "def go(tb): return find(tb, ['sql', 'connect'])",
        "def go(tb): return find(tb, ['sql']), find(tb, WORDS)",
        "def go(tb): return find(tb, ['sql', *WORDS])",
        "def go(tb): return find(tb, ['sql']), find",
    ] {
        check_kept(called(call), "app.images", Code::NamespaceRead);
    }
    // The frame of a caller may be a module's.
    let caller = "import sys\n\ndef find(name): return sys._getframe(1).f_locals[name]\n";
    check_deferred(case(caller), "app.images", &LOCAL);
    let called = format!("{caller}\nFOUND = find(input())\n");
    check_kept(case(&called), "app.images", Code::NamespaceRead);
}

#[test]
fn names_that_a_module_writes_into_itself() {
    let case = |text: &str| Case::from(format!("{USE}\n{text}").as_str());
    for text in [
        "for name in ('red', 'blue'):\n    globals()[name] = 1\n",
        "def export(thing):\n    globals()[thing.__name__] = thing\n    return thing\n",
    ] {
        check_deferred(case(text), "app.images", &LOCAL);
    }
    let through = "    from app.images import connect\n";
    for text in [
        "def put(name, value):\n    globals()[name] = value\n",
        "for name in ('connect', 'blue'):\n    globals()[name] = 1\n",
        "def export(thing):\n    globals()[thing.__name__] = thing\n\nclass Yard:\n    def connect(self): ...\n",
    ] {
        let after = rewritten(case(text), "app.images");
        assert!(after.contains(through), "{text}\n{after}");
    }
    for text in [
        "def take(name):\n    del globals()[name]\n",
        "def put(name, value):\n    names = globals()\n    names[name] = value\n",
        "def get(name):\n    return globals()[name]\n",
    ] {
        check_kept(case(text), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn modules_that_are_only_looked_at() {
    let other = |text: &str| {
        let text = format!("from app import images\n\n{text}");
        Case::from(USE).and(&[("app.other", &text)])
    };
    let listing = "def all(self, thing):\n    made = self.make(thing)\n    return dir(made)\n";
    for text in [
        "def has(name): return hasattr(images, 'size')\n",
        "def has(): return getattr(images, 'size', None)\n",
        "def has(): return isinstance(images, object)\n",
        "def told(): return repr(images), str(images), id(images), bool(images)\n",
    ] {
        check_deferred(other(&format!("{text}{listing}")), "app.images", &LOCAL);
    }
    for text in [
        "def has(one): return getattr(one, 'size', images)\n",
        "def has(name): return [getattr(images, name), images]\n",
        "def has(keep): return hasattr(keep(images), 'size')\n",
        "KEEP = images\n",
        "from tools import repr\ndef told(): return repr(images)\n",
    ] {
        check_kept(other(&format!("{text}{listing}")), "app.images", Code::NamespaceRead);
    }
    let below = "import app\n\ndef of(name): return dir(getattr(app, name))\n";
    check_kept(
        Case::from(USE).and(&[("app.other", below)]),
        "app.images",
        Code::NamespaceRead,
    );
}

#[test]
fn guards_that_have_failed_above() {
    let images = "from dockyard import connect\n\ndef size():\n    return connect()\n";
    let case = |test: &str| Case::from(images).tests(&[("tests.test_images", test)]);
    let end = "except ImportError:\n    size = None\n";
    for body in [
        "    import dockyard\n    from app.images import size\n",
        "    from dockyard import Ship\n    import json\n    from app.images import size\n",
        "    import importlib\n    import dockyard\n    size = importlib.import_module('app.images')\n",
    ] {
        check_deferred(case(&format!("try:\n{body}{end}")), "app.images", &LOCAL);
    }
    for body in [
        "    from app.images import size\n    import dockyard\n",
        "    if FLAG:\n        import dockyard\n    from app.images import size\n",
        "    try:\n        import dockyard\n    except ImportError: ...\n    from app.images import size\n",
        "    with suppress(ImportError):\n        import dockyard\n    from app.images import size\n",
    ] {
        check_kept(
            case(&format!("from contextlib import suppress\nFLAG = 1\ntry:\n{body}{end}")),
            "app.images",
            Code::GuardedElsewhere,
        );
    }
    let other =
        format!("try:\n    import dockyard\nexcept ImportError: ...\ntry:\n    from app.images import size\n{end}");
    check_kept(case(&other), "app.images", Code::GuardedElsewhere);
}

#[test]
fn a_table_of_options_runs_no_command() {
    let options = |count: usize| {
        let options: String = (0..count)
            .map(|one| format!("    click.option('--a{one}'),\n"))
            .collect();
        format!("import click\n\nOPTIONS = (\n{options}    click.argument('path'),\n)\n")
    };
    let apply = |decorator: &str| {
        format!(
            "\ndef options(command):\n    for one in reversed(OPTIONS):\n        command = one(command)\n    return command\n\n{decorator}\n@options\ndef size(path):\n    return connect()\n"
        )
    };
    let case = |count: usize, decorator: &str| {
        let text = format!("from dockyard import connect\n{}{}", options(count), apply(decorator));
        Case::from(text.as_str())
    };
    check_deferred(case(20, "@click.command()"), "app.images", &LOCAL);
    // A decorator of which nothing is known may call what it is put on.
    let unknown = case(20, "@click.command()").and(&[("app.other", "")]);
    let text = format!(
        "from dockyard import connect\nimport app.other\nOPTIONS = (app.other.made, )\n{}",
        apply("@app.other.made")
    );
    check_kept(
        unknown.and(&[("app.images", text.as_str())]),
        "app.images",
        Code::UsedAtImport,
    );
}

#[test]
fn a_star_for_type_checkers_binds_nothing() {
    let star = |condition: &str| {
        let text = format!("from typing import TYPE_CHECKING\nif {condition}:\n    from app.names import *\n{USE}");
        Case::from(text.as_str()).and(&[("app.names", "from dockyard import connect\n")])
    };
    check_deferred(star("TYPE_CHECKING"), "app.images", &LOCAL);
    check_one_kept(
        star("1"),
        "app.images",
        "from dockyard import connect",
        Code::ReboundName,
    );
}

#[test]
fn modules_that_are_run() {
    let case = |text: &str| {
        let patched = "from unittest import mock\ndef test(): mock.patch('app.images.connect')\n";
        let runner = Case::from(USE).and(&[("app.runner", text)]);
        runner.tests(&[("tests.test_images", patched)])
    };
    let run = "import runpy\n\ndef run(name):\n    runpy.run_module(name, run_name='__main__')\n";
    check_deferred(case(&format!("{run}\ndef go(): run('pip')\n")), "app.images", &SERVED);
    let own = format!("{USE}\ndef __getattr__(name):\n    raise AttributeError(name)\n");
    let case = |text: &str| case(text).and(&[("app.images", &own)]);
    check_kept(
        case(&format!("{run}\ndef go(): run('app.images')\n")),
        "app.images",
        Code::RunAsMain,
    );
    let told = case(run).and(&[(
        "app.other",
        "from app.runner import run\n\ndef go(): run('app.images')\n",
    )]);
    check_kept(told, "app.images", Code::RunAsMain);
    // Of a path nothing is known: it may be that of any file.
    check_kept(
        case(&run.replace("run_module", "run_path")),
        "app.images",
        Code::RunAsMain,
    );
}

#[test]
fn files_that_tests_run() {
    let test = |body: &str| {
        tested(&format!(
            "import runpy\nPATH = 'src/app/images.py'\n\ndef test():\n    {body}\n"
        ))
    };
    check_deferred(test("runpy.run_path(PATH, run_name='__main__')"), "app.images", &LOCAL);
    for body in [
        "names = runpy.run_path(PATH)",
        "assert runpy.run_path(PATH)['size']",
        "runpy.run_path(PATH).get('size')()",
    ] {
        check_kept(test(body), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn hints_of_a_class_and_its_bases_one_by_one() {
    let base = |read: &str| {
        format!(
            "import functools, inspect, typing\nfrom typing import get_type_hints as hints\n\nclass Conf:\n    @classmethod\n    def schema(cls):\n        {read}\n"
        )
    };
    let text = "from __future__ import annotations\nfrom app.base import Conf\nfrom dockyard import Ship\n\nclass Fleet(Conf):\n    ship: Ship\n";
    for read in [
        "return [typing.get_type_hints(c) for c in cls.__mro__]",
        "return [typing.get_type_hints(c) for c in reversed(cls.__mro__[:-2])]",
        "return [typing.get_type_hints(c) for c in list(inspect.getmro(cls))]",
        "for n, c in enumerate(cls.mro()): typing.get_type_hints(c)",
        "return list(map(typing.get_type_hints, sorted(cls.__mro__, key=str)))",
        "return functools.partial(typing.get_type_hints, include_extras=True)(cls)",
        "return cls.read(hints)",
        "read = hints\n        return read(cls)",
    ] {
        let case = Case::from(text).and(&[("app.base", &base(read))]);
        check_kept(case, "app.images", Code::RuntimeAnnotation);
    }
    let case = Case::from(text).and(&[("app.base", &base("return [c.__name__ for c in reversed(cls.__mro__)]"))]);
    check_deferred(case, "app.images", &[Strategy::TypeChecking]);
}

#[test]
fn a_helper_that_looks_a_module_up_by_its_name() {
    let helper = (
        "tests.conftest",
        "import sys\n\ndef replace(mod, name, value):\n    setattr(sys.modules[mod], name, value)\n",
    );
    let test = |call: &str| format!("from conftest import replace\nimport app.images\n\ndef test():\n    {call}\n");
    let case = |call: &str| Case::from(USE).tests(&[helper, ("tests.test_images", &test(call))]);
    check_deferred(case("replace('app.images', 'connect', 1)"), "app.images", &SERVED);
    check_deferred(case("replace('app.other', 'connect', 1)"), "app.images", &LOCAL);
}
