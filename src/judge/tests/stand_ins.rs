//! Functions that stand in for `__import__`: they concern the modules whose names they know.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";
const HEAD: &str = "import builtins\nfrom unittest import mock\nfrom app import images\nreal = builtins.__import__\n";

/// `app.images`, and a test in which `__import__` is another function; `test` puts it there.
fn tested(body: &str, test: &str) -> Case {
    let source = format!("{HEAD}\ndef fake(name, *args, **kwargs):\n{body}\n{test}");
    Case::from(USE).beside(&[("test_images", &source)])
}

/// A stand-in that refuses what a test of the name says.
fn refusing(test: &str) -> String {
    format!("    if {test}:\n        raise ImportError(name)\n    return real(name, *args, **kwargs)\n")
}

const WAYS: [&str; 14] = [
    "@mock.patch('builtins.__import__', fake)\ndef test():\n    images.size()\n",
    "def test():\n    with mock.patch.object(builtins, '__import__', fake):\n        images.size()\n",
    "def test(monkeypatch):\n    monkeypatch.setattr('builtins.__import__', fake)\n    images.size()\n",
    "def test():\n    builtins.__import__ = fake\n    try:\n        images.size()\n    finally:\n        builtins.__import__ = real\n",
    // The namespace, and what every module has of it.
    "@mock.patch.multiple(builtins, __import__=fake)\ndef test():\n    images.size()\n",
    "def test():\n    with mock.patch.multiple('builtins', __import__=fake):\n        images.size()\n",
    "def test(monkeypatch):\n    monkeypatch.setitem(builtins.__dict__, '__import__', fake)\n    images.size()\n",
    "def test(monkeypatch):\n    monkeypatch.setitem(__builtins__, '__import__', fake)\n    images.size()\n",
    "def test(monkeypatch):\n    monkeypatch.setitem(images.__builtins__, '__import__', fake)\n    images.size()\n",
    "def test():\n    mock.patch.dict('app.images.__builtins__', {'__import__': fake}).start()\n    images.size()\n",
    "def test():\n    with mock.patch.dict(builtins.__dict__, {'__import__': fake}):\n        images.size()\n",
    "def test():\n    with mock.patch.dict('app.images.__builtins__', {'__import__': fake}):\n        images.size()\n",
    "def test():\n    __builtins__.__import__ = fake\n    images.size()\n",
    "def test():\n    vars(builtins)['__import__'] = fake\n    images.size()\n",
];

#[test]
fn by_whatever_way_it_is_put_there() {
    for way in WAYS {
        check_deferred(tested(&refusing("name == 'rich'"), way), "app.images", &LOCAL);
        check_kept(
            tested(&refusing("name == 'dockyard'"), way),
            "app.images",
            Code::ImportWindow,
        );
    }
}

#[test]
fn whatever_the_real_one_is_called() {
    let test = |saved: &str, calls: &str| {
        format!(
            "def test(monkeypatch):\n    original = {saved}\n    def inner(name, *args, **kwargs):\n        if name == 'rich':\n            raise ImportError(name)\n        return {calls}(name, *args, **kwargs)\n    monkeypatch.setattr(builtins, '__import__', inner)\n    images.size()\n"
        )
    };
    let case = |test: &str| tested(&refusing("name == 'rich'"), test);
    for saved in ["builtins.__import__", "__import__"] {
        check_deferred(case(&test(saved, "original")), "app.images", &LOCAL);
        let of_dockyard = test(saved, "original").replace("'rich'", "'dockyard'");
        check_kept(case(&of_dockyard), "app.images", Code::ImportWindow);
        // That is the function itself by then.
        check_kept(case(&test(saved, saved)), "app.images", Code::ImportWindow);
    }
}

#[test]
fn by_whatever_test_it_tells_names() {
    for test in [
        "name in ('rich', 'more')",
        "name.startswith('rich.')",
        "'rich' in name",
        "name.split('.')[0] == 'rich' or name.partition('.')[0] == 'more'",
    ] {
        check_deferred(tested(&refusing(test), WAYS[0]), "app.images", &LOCAL);
        let of_dockyard = test.replace("rich.", "dockyard").replace("rich", "dockyard");
        check_kept(
            tested(&refusing(&of_dockyard), WAYS[0]),
            "app.images",
            Code::ImportWindow,
        );
    }
}

#[test]
fn one_that_says_what_is_missing() {
    for says in [
        "'Fake missing'",
        "f'No module named {name}'",
        "f'No module named {name!r}'",
    ] {
        let body = |test: &str| {
            format!(
                "    if {test}:\n        message = {says}\n        raise ImportError(message)\n    return real(name, *args, **kwargs)\n"
            )
        };
        check_deferred(tested(&body("name == 'rich'"), WAYS[0]), "app.images", &LOCAL);
        check_kept(
            tested(&body("name == 'dockyard'"), WAYS[0]),
            "app.images",
            Code::ImportWindow,
        );
    }
    for more in [
        "name = 'json'",
        "message = f'{args}'",
        "message = str(name)",
        "real = 'json'",
        "global real\n    real = 'json'",
    ] {
        let body = format!("    {more}\n    return real(name, *args, **kwargs)\n");
        check_kept(tested(&body, WAYS[0]), "app.images", Code::ImportWindow);
    }
}

#[test]
fn one_that_does_anything_else_concerns_all() {
    for body in [
        "    return real('json', *args, **kwargs)\n",
        "    SEEN.append(name)\n    return real(name, *args, **kwargs)\n",
        "    if 'connect' in args:\n        raise ImportError(name)\n    return real(name, *args, **kwargs)\n",
        "    found = real(name, *args, **kwargs)\n    return found.__dict__.get('other', found)\n",
        "    raise ImportError(name)\n",
        // What fails otherwise, or hands on less.
        "    assert name != 'dockyard'\n    return real(name, *args, **kwargs)\n",
        "    [0][name == 'dockyard']\n    return real(name, *args, **kwargs)\n",
        "    return second(name, *args, **kwargs)\n\ndef second(name, *args, **kwargs):\n    assert name != 'dockyard'\n    return real(name, *args, **kwargs)\n",
        "    return real(name)\n",
        "    return real(name, args, **kwargs)\n",
        "    if name == 'rich':\n        SEEN.index(name)\n    return real(name, *args, **kwargs)\n",
    ] {
        let test = format!("SEEN = []\n{}", WAYS[0]);
        check_kept(tested(body, &test), "app.images", Code::ImportWindow);
    }
    // A mock tells everybody what it was asked for.
    let recorded = "@mock.patch('builtins.__import__', side_effect=fake)\ndef test(it):\n    images.size()\n";
    check_kept(
        tested(&refusing("name == 'rich'"), recorded),
        "app.images",
        Code::ImportWindow,
    );
    let anything = "@mock.patch('builtins.__import__', side_effect=ImportError)\ndef test(it):\n    images.size()\n";
    check_kept(
        tested(&refusing("name == 'rich'"), anything),
        "app.images",
        Code::ImportWindow,
    );
}

#[test]
fn what_an_import_is_asked_for() {
    let fake = |parameters: &str, test: &str, handed: &str| {
        let source = format!(
            "{HEAD}\ndef fake({parameters}):\n    if {test}:\n        raise ImportError(name)\n    return real({handed})\n{}",
            WAYS[0]
        );
        Case::from(USE).beside(&[("test_images", &source)])
    };
    let all = "name, globals=None, locals=None, fromlist=(), level=0";
    let rich = "name == 'rich'";
    check_deferred(
        fake(all, rich, "name, globals, locals, fromlist, level"),
        "app.images",
        &LOCAL,
    );
    let named = "name, globals=globals, locals=locals, fromlist=fromlist, level=level";
    check_deferred(fake(all, rich, named), "app.images", &LOCAL);
    check_deferred(fake("name, *rest", rich, "name, *rest"), "app.images", &LOCAL);
    for (parameters, test, handed) in [
        (all, rich, "name, globals, locals, fromlist"),
        (all, rich, "name, locals, globals, fromlist, level"),
        (
            all,
            rich,
            "name, globals=locals, locals=globals, fromlist=fromlist, level=level",
        ),
        (
            "name, globals=None, locals=None, fromlist=()",
            rich,
            "name, globals, locals, fromlist",
        ),
        (
            all,
            "name == 'dockyard' and 'connect' in fromlist",
            "name, globals, locals, fromlist, level",
        ),
        (all, "name == ''", "name, globals, locals, fromlist, level"),
    ] {
        check_kept(fake(parameters, test, handed), "app.images", Code::ImportWindow);
    }
}

/// What a module imports that is loaded already is asked for all the same.
#[test]
fn what_is_loaded_already() {
    let fake = |name: &str| {
        let source = format!(
            "{HEAD}\ndef fake(name, *rest):\n    if name == '{name}':\n        raise ImportError(name)\n    return real(name, *rest)\n{}",
            WAYS[0]
        );
        let core = "import dockyard\nimport json\n\ndef size():\n    return dockyard.SIZE, json\n";
        let images = "from app.core import size as count\n\ndef size():\n    return count()\n";
        Case::from(images)
            .and(&[("app.core", core), ("app", "import json\n")])
            .heavy(&["app.core"])
            .beside(&[("test_images", &source)])
    };
    check_deferred(fake("rich"), "app.images", &LOCAL);
    check_kept(fake("json"), "app.images", Code::ImportWindow);
}

/// Which of the builtins is another one, or what code in a text does, is not known.
#[test]
fn one_that_is_not_known() {
    for way in [
        "def test(name):\n    setattr(builtins, name, fake)\n    images.size()\n",
        "def test(names):\n    with mock.patch.multiple(builtins, **names):\n        images.size()\n",
        "def test(monkeypatch, name):\n    monkeypatch.setitem(__builtins__, name, fake)\n    images.size()\n",
        "def test():\n    exec('builtins.__import__ = fake')\n    images.size()\n",
        "def test():\n    exec('import sys; sys.meta_path.insert(0, fake)')\n    images.size()\n",
    ] {
        check_kept(
            tested(&refusing("name == 'dockyard'"), way),
            "app.images",
            Code::ImportWindow,
        );
    }
    for way in [
        "def test(monkeypatch):\n    monkeypatch.setitem(__builtins__, 'gettext', fake)\n    images.size()\n",
        "def test():\n    with mock.patch.multiple(builtins, print=fake):\n        images.size()\n",
        "def test():\n    eval('__import__(\"os\").getcwd()')\n    images.size()\n",
    ] {
        check_deferred(tested(&refusing("name == 'dockyard'"), way), "app.images", &LOCAL);
    }
}
