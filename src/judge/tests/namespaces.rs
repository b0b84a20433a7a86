//! Reads of whole namespaces of which more is known: which module it is, or which of its names are taken.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "import dockyard\n\n__all__ = ['size']\n\ndef size():\n    return dockyard.connect()\n";

/// `app.images`, and somebody who reads.
fn read_by(reader: &str) -> Case {
    Case::from(USE).and(&[
        ("app.reader", reader),
        ("app.plugins", ""),
        ("app.plugins.one", "X = 1\n"),
    ])
}

#[test]
fn a_module_that_is_loaded_below_a_package() {
    let loader = |name: &str| {
        format!(
            "from importlib import import_module\n\nPLUGINS = 'app.plugins'\n\ndef names(name):\n    module = import_module({name})\n    return list(vars(module))\n\ndef go():\n    return names('images'), names('app'), names('app.images')\n"
        )
    };
    let ways = [
        "f'app.plugins.{name}'",
        "'app.plugins.' + name",
        "f'{PLUGINS}.{name}'",
        "'app.plugins.one'",
    ];
    for name in ways {
        check_deferred(read_by(&loader(name)), "app.images", &LOCAL);
    }
    for name in ["f'app.{name}'", "name", "f'{name}.images'", "'app.images'"] {
        check_kept(read_by(&loader(name)), "app.images", Code::NamespaceRead);
    }
    // Somebody gives the constant another value.
    for other in [
        "from app import reader\n\ndef go():\n    reader.PLUGINS = 'app'\n    return reader.names('images')\n",
        "import app.reader\n\ndef go():\n    setattr(app.reader, 'PLUGINS', 'app')\n",
    ] {
        let case = read_by(&loader("f'{PLUGINS}.{name}'")).and(&[("app.other", other)]);
        check_kept(case, "app.images", Code::NamespaceRead);
    }
    let test = "from unittest import mock\nimport app.reader\n\n@mock.patch('app.reader.PLUGINS', 'app')\ndef test():\n    app.reader.names('images')\n";
    let case = read_by(&loader("f'{PLUGINS}.{name}'")).beside(&[("test_reader", test)]);
    check_kept(case, "app.images", Code::NamespaceRead);
    // A text in another file, or a second name.
    for other in [
        "def go():\n    exec(\"reader.PLUGINS = 'app'\")\n",
        "from app import reader\n\ndef go():\n    for key in 'PLUGINS OTHER'.split():\n        setattr(reader, key, 'app')\n",
    ] {
        let case = read_by(&loader("f'{PLUGINS}.{name}'")).and(&[("app.other", other)]);
        check_kept(case, "app.images", Code::NamespaceRead);
    }
    for constant in [
        "BASES = ['app.plugins']\n\ndef more():\n    BASES.append('app')\n\nfor PLUGINS in BASES:\n    pass\n",
        "FIRST = 'app.plugins'\nPLUGINS = FIRST\n",
        "PLUGINS = 'app.plugins'\n\ndef set(value):\n    global PLUGINS\n    PLUGINS = value\n",
        "PLUGINS = 'app.plugins'\n\ndef set(value):\n    globals().update(value)\n",
        "PLUGINS = 'app.plugins'\ntry:\n    from app.cfg import BASE as PLUGINS\nexcept ImportError:\n    pass\n",
        "PLUGINS = 'app.plugins'\nfrom app.cfg import *\n",
    ] {
        let text = loader("f'{PLUGINS}.{name}'").replace("PLUGINS = 'app.plugins'\n", constant);
        check_kept(read_by(&text), "app.images", Code::NamespaceRead);
    }
    // The variable is given another module, too.
    let first = |more: &str| {
        loader("'app.plugins.one'").replace(
            "    return list",
            &format!("    {}\n    return list", more.replace('\n', "\n    ")),
        )
    };
    for more in [
        "module = name",
        "module = import_module(name)",
        "def other():\n    nonlocal module\n    module = import_module(name)\nother()",
        "[module := import_module(x) for x in [name]]",
        "module, x = [import_module(x) for x in (name, name)]",
        "match import_module(name):\n    case module:\n        pass",
        "module += name",
        "for module in map(import_module, [name]):\n    pass",
        "module = import_module('.images', 'app')",
    ] {
        check_kept(read_by(&first(more)), "app.images", Code::NamespaceRead);
    }
    check_deferred(
        read_by(&first("module = import_module('app.plugins')")),
        "app.images",
        &LOCAL,
    );
    let patched = "def go(reader):\n    reader.import_module = print\n";
    check_kept(
        read_by(&first("pass")).and(&[("app.other", patched)]),
        "app.images",
        Code::NamespaceRead,
    );
}

#[test]
fn names_that_a_function_takes_out_of_a_namespace() {
    let helper = |body: &str| format!("def names_of(symbols, prefix='x'):\n    start = len(prefix)\n{body}");
    let dict = "    return {value: name[start:] for name, value in symbols.items() if name.startswith(prefix)}\n";
    let case = |helper: &str, call: &str| {
        Case::from([
            ("app", ""),
            ("app.tools", helper),
            (
                "app.images",
                format!("import dockyard\nfrom app.tools import names_of\n\nMSG_A = 1\n\nclass Handler:\n    names = {call}\n\n    def size(self):\n        return dockyard.connect()\n").as_str(),
            ),
        ])
    };
    let handed = "names_of(globals(), 'MSG_')";
    for body in [
        dict,
        "    return [name for name in symbols if name.startswith(prefix) and name != 'MSG_']\n",
        "    return {name for name in symbols.keys() if name.startswith('MSG_')}\n",
        "    return [value for name, value in symbols.items() if name.endswith(prefix)]\n",
    ] {
        check_deferred(case(&helper(body), handed), "app.images", &LOCAL);
    }
    for call in [
        "names_of(symbols=globals(), prefix='MSG_')",
        "names_of(prefix='MSG_', symbols=globals())",
    ] {
        check_deferred(case(&helper(dict), call), "app.images", &LOCAL);
    }
    for call in [
        "names_of(globals(), 'dock')",
        "names_of(globals())",
        "names_of(globals(), str())",
        "names_of(*[globals(), 'MSG_'])",
    ] {
        check_kept(case(&helper(dict), call), "app.images", Code::NamespaceRead);
    }
    for body in [
        "    return {value: name for name, value in symbols.items() if value and name.startswith(prefix)}\n",
        "    return {value: name for name, value in symbols.items() if not name.startswith(prefix)}\n",
        "    return {value: name for name, value in symbols.items() if name.startswith(prefix) or value == 1}\n",
        "    return {print(value): name for name, value in symbols.items() if name.startswith(prefix)}\n",
        "    return (name for name in symbols if name.startswith(prefix))\n",
        "    print(symbols)\n    return [name for name in symbols if name.startswith(prefix)]\n",
        "    prefix = ''\n    return [name for name in symbols if name.startswith(prefix)]\n",
        "    return [name for name in symbols if prefix.startswith(name)]\n",
        "    return [one for one in symbols for name in symbols if name.startswith(prefix)]\n",
    ] {
        check_kept(case(&helper(body), handed), "app.images", Code::NamespaceRead);
    }
    let twice = format!(
        "{}\ndef names_of(symbols, prefix):\n    return list(symbols)\n",
        helper(dict)
    );
    check_kept(case(&twice, handed), "app.images", Code::NamespaceRead);
    check_kept(
        case(&format!("@print\n{}", helper(dict)), handed),
        "app.images",
        Code::NamespaceRead,
    );
    // Another function has that name, or becomes of this one.
    for other in [
        "from app import images\n\ndef go():\n    images.names_of = dict\n",
        "from app import tools\n\ndef go(monkeypatch):\n    monkeypatch.setattr(tools, 'names_of', dict)\n",
        "from app import tools\n\ndef go(other):\n    tools.names_of.__code__ = other.__code__\n",
    ] {
        let case = case(&helper(dict), handed).and(&[("app.other", other)]);
        check_kept(case, "app.images", Code::NamespaceRead);
    }
    let star = format!("{}\nfrom app.other import *\n", helper(dict));
    check_kept(case(&star, handed), "app.images", Code::NamespaceRead);
    let again = format!("{handed}\n\nfor names_of in [dict]: pass\n\nclass Other:");
    check_kept(case(&helper(dict), &again), "app.images", Code::NamespaceRead);
}

/// Readers of the dict of a module that do not say so in its own words: none of them asks a `__getattr__`.
#[test]
fn by_other_words() {
    for (read, other) in [
        (
            "getattr(images, '__dict__')['dockyard']",
            "getattr(images, '__dict__')['size']",
        ),
        (
            "operator.attrgetter('__dict__')(images)",
            "operator.attrgetter('__dict__')(error)",
        ),
        (
            "object.__getattribute__(images, 'dockyard')",
            "object.__getattribute__(images, 'size')",
        ),
        (
            "inspect.getattr_static(images, 'dockyard')",
            "inspect.getattr_static(images, 'size')",
        ),
        (
            "inspect.getmodule(images.size).__dict__",
            "inspect.getmodule(images.size).__name__",
        ),
        ("vars(inspect.getmodule(images.size))", "vars(inspect)"),
        (
            "error.__traceback__.tb_frame.f_globals['dockyard']",
            "error.__traceback__.tb_frame.f_globals['__name__']",
        ),
    ] {
        let reader = |read: &str| {
            format!("import inspect, operator, sys\nfrom app import images\n\ndef go(error):\n    return {read}\n")
        };
        check_kept(read_by(&reader(read)), "app.images", Code::NamespaceRead);
        check_deferred(read_by(&reader(other)), "app.images", &LOCAL);
    }
}
