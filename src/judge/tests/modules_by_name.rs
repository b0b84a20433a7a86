//! Modules that somebody looks up by a string, loads by a path or runs.
use super::outside::{LOCAL, SERVED, USE, with};
use crate::judge::Code;
use crate::judge::testing::{Case, check, check_deferred, check_kept};

#[test]
fn loaded_by_its_path() {
    let patched = "from unittest.mock import patch\n\n@patch('app.images.connect')\ndef test(fake): ...\n";
    let case = |loads: &str| {
        let tests =
            format!("from importlib.util import spec_from_file_location\n{patched}\ndef load():\n    {loads}\n");
        Case::from(USE).tests(&[("tests.t", &tests)])
    };
    check_deferred(
        case("spec_from_file_location('x', 'tools/other.py')"),
        "app.images",
        &SERVED,
    );
    for loads in [
        "spec_from_file_location('x', 'src/app/images.py')",
        "spec_from_file_location('x', path)",
    ] {
        check_deferred(case(loads), "app.images", &SERVED);
        let own = format!("{USE}\ndef __getattr__(name):\n    raise AttributeError(name)\n");
        check_kept(case(loads).and(&[("app.images", &own)]), "app.images", Code::RunAsMain);
    }
}

#[test]
fn run_as_main() {
    let patching = [(
        "tests.test_images",
        "from unittest.mock import patch\n@patch('app.images.connect')\ndef test(fake): ...\n",
    )];
    let guard = "if __name__ == '__main__':\n    size()";
    check(
        with(guard).tests(&patching),
        "app.images",
        "
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            from dockyard import connect as connect
        else:

            def __getattr__(name):
                if name in globals():
                    value = globals()[name]
                elif name == \"connect\":
                    from dockyard import connect as value
                else:
                    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), \"connect\"})


        def size():
            connect = __getattr__(\"connect\")  # type: ignore[name-defined]

            return connect()

        if __name__ == '__main__':
            size()
        ",
    );
    let own = format!("def __getattr__(name):\n    raise AttributeError(name)\n\n{guard}");
    check_kept(with(&own).tests(&patching), "app.images", Code::RunAsMain);
    check_deferred(with("").tests(&patching), "app.images", &SERVED);
    let main = Case::from([("app", ""), ("app.__main__", USE)]).tests(&[(
        "tests.test_main",
        "from unittest.mock import patch\n@patch('app.__main__.connect')\ndef test(fake): ...\n",
    )]);
    check_deferred(main, "app.__main__", &SERVED);
    check_deferred(
        with(guard).tests(&[("tests.t", "from app.images import connect\n")]),
        "app.images",
        &SERVED,
    );
}

/// `app.images` loads `rig`, which loads `dockyard`.
#[test]
fn a_module_that_is_loaded_by_another_one_and_asked_for() {
    let case = |images: &str, other: &str| {
        let images = format!("import rig\nimport sys\n{images}\ndef size():\n    return rig.SIZE\n");
        Case::from(images.as_str())
            .and(&[("app.other", other)])
            .site(&[("rig", "from dockyard import SIZE\n")])
            .heavy(&["rig"])
    };
    for asks in [
        "THERE = 'dockyard' in sys.modules",
        "def f():\n    return sys.modules.get('dockyard')",
    ] {
        check_kept(case(asks, ""), "app.images", Code::SysModules);
    }
    check_kept(
        case("", "import sys\nTHERE = 'dockyard' in sys.modules\n"),
        "app.images",
        Code::SysModules,
    );
    check_deferred(case("THERE = 'other' in sys.modules", ""), "app.images", &LOCAL);
    let itself = "import dockyard\nimport sys\nTHERE = 'dockyard' in sys.modules\n";
    check_deferred(case("", itself), "app.images", &LOCAL);
}

#[test]
fn sys_modules() {
    for rest in [
        "import sys\ndef f():\n    return 'dockyard' in sys.modules",
        "import sys\ndef f():\n    return sys.modules.get('dockyard')",
        "import sys\ndef f():\n    return sys.modules['dockyard']",
        "import sys\ndef f():\n    sys.modules.pop('dockyard', None)",
        "import sys\ndef f():\n    del sys.modules['dockyard']",
        "import sys\ndef f():\n    sys.modules.update({'dockyard': None})",
    ] {
        check_kept(with(rest), "app.images", Code::SysModules);
    }
    for test in [
        "import sys\nfrom unittest.mock import patch\ndef test():\n    with patch.dict(sys.modules, {'dockyard': None}): ...\n",
        "from unittest.mock import patch\n@patch.dict('sys.modules', {'dockyard': None})\ndef test(): ...\n",
        "import sys\ndef test(monkeypatch):\n    monkeypatch.setitem(sys.modules, 'dockyard', None)\n",
        "import sys\nsys.modules['dockyard'] = None\n",
    ] {
        check_kept(
            with("").tests(&[("tests.conftest", test)]),
            "app.images",
            Code::SysModules,
        );
    }
    check_deferred(
        with("import sys\ndef f():\n    return 'other' in sys.modules"),
        "app.images",
        &LOCAL,
    );
    check_deferred(
        with("import sys\ndef f():\n    return 'dockyard.hull' in sys.modules"),
        "app.images",
        &LOCAL,
    );
    check_deferred(with("names = 'dockyard' in ('a', 'b')"), "app.images", &LOCAL);
}

#[test]
fn sys_modules_by_keyword() {
    let test = "from unittest.mock import patch\n@patch.dict('sys.modules', dockyard=None)\ndef test(): ...\n";
    check_kept(
        with("").tests(&[("tests.conftest", test)]),
        "app.images",
        Code::SysModules,
    );
}

#[test]
fn sys_modules_by_another_name() {
    let rest = "from sys import modules\ndef f():\n    return 'dockyard' in modules";
    check_kept(with(rest), "app.images", Code::SysModules);
}

#[test]
fn sys_modules_by_a_name_from_a_list() {
    let test = "import sys\nFAKES = ['dockyard', 'numpy']\nfor name in FAKES:\n    sys.modules[name] = object()\n";
    check_kept(
        with("").tests(&[("tests.conftest", test)]),
        "app.images",
        Code::SysModules,
    );
}

/// A program whose `app.start` looks up `app.images` by a name, does `with_it`, and sets attributes of another object.
pub(super) fn looks_up(how: &str, with_it: &str) -> Case {
    let start = format!(
        "import importlib\nimport sys\nfrom app.tools import keep\nKEPT = []\n\n\
         def start(args, *rest):\n    module = {how}\n    {with_it}\n\n\
         def put(space, name, value):\n    setattr(space, name, value)\n"
    );
    Case::from(USE).and(&[
        ("app.start", &start),
        (
            "app.tools",
            "def keep(x): ...\ndef names():\n    return ['app.images']\n",
        ),
    ])
}

#[test]
fn looked_up_and_kept() {
    for how in ["importlib.import_module(args[0])", "sys.modules[args[0]]"] {
        for with_it in [
            "return module.run(args)",
            "if module is None or not hasattr(module, 'run'): return\n    module.run(args)",
            "assert module, f'no {module}'",
            "all = {name: importlib.import_module(name) for name in rest}\n    \
             for name, one in all.items():\n        keep(one.PLUGINS)",
            "sys.modules[args[1]] = module",
            "keep(lambda: module.run())",
            "global LAST\n    LAST = module\n\ndef run():\n    LAST.run()",
            "return isinstance(args, (module, int)) or issubclass(KEPT, module.run)",
            "for one in every(rest):\n        one.run()\n\n\
             def every(names):\n    return [importlib.import_module(name) for name in names]",
        ] {
            check_deferred(looks_up(how, with_it), "app.images", &LOCAL);
        }
        check_deferred(looks_up(how, "getattr(module, args[1])()"), "app.images", &SERVED);
    }
}

#[test]
fn looked_up_and_handed_on() {
    for with_it in [
        "return module\n\ndef run(args):\n    put(start(args), 'connect', 1)",
        "def names():\n        return module",
        "@keep\n    def inner():\n        return module",
        "yield module",
        "keep(module)",
        "keep(module if rest else None)",
        "keep(one=(rest, module))",
        "keep(lambda: module)",
        "args.module = module",
        "KEPT.append(module)",
        "KEPT[0] = module",
        "global LAST\n    LAST = module\n\ndef run():\n    put(LAST, 'connect', 1)",
        "global keep\n    keep = module",
        "all = {'m': module}\n    put(all['m'], 'connect', 1)",
        "setattr(args, 'module', module)",
        "keep(locals())",
        "def inner(found=module):\n        put(found, 'connect', 1)",
        "class Inner:\n        found = module",
        "keep(sys.modules.values())",
        "keep(importlib.import_module)",
        "for one in (rest, module):\n        keep(one)",
        // A metaclass is handed what stands first.
        "return issubclass(module, args)",
        "return isinstance(args, module)\n\ndef isinstance(one, other):\n    put(other, 'connect', 1)",
    ] {
        let case = looks_up("importlib.import_module(args[0])", with_it);
        check_deferred(case, "app.images", &SERVED);
    }
    let by_name = looks_up("importlib.import_module(args[0])", "setattr(module, args[1], 1)");
    check_deferred(by_name, "app.images", &SERVED);
}

#[test]
fn who_asks_for_a_package_minds_no_import_inside_it() {
    let inner = |asks: &str| {
        Case::from("from app import deep\n\ndef size():\n    return deep.connect()\n")
            .and(&[
                ("app", &format!("import sys\n\ndef home(name):\n    return {asks}\n")),
                ("app.deep", "from dockyard import connect\n"),
                ("app.tale", "import app\nSEEN = app.home('app')\n"),
            ])
            .heavy(&["app.deep", "dockyard"])
    };
    check_deferred(inner("sys.modules.get(name)"), "app.images", &LOCAL);
    check_kept(inner("sys.modules.pop(name)"), "app.images", Code::SysModules);
    // Another package, which its asker loads where it is not there.
    let outer = |asks: &str| {
        let app = format!("import sys\nfrom importlib import import_module\n\ndef home(name):\n    {asks}\n");
        with("").and(&[
            ("app", &app),
            ("app.tale", "import app\n\ndef tell():\n    app.home('dockyard')\n"),
        ])
    };
    check_deferred(
        outer("return sys.modules.get(name) or import_module(name)"),
        "app.images",
        &LOCAL,
    );
    check_kept(outer("return sys.modules.get(name)"), "app.images", Code::SysModules);
    check_kept(
        outer("return name in sys.modules or import_module(name)"),
        "app.images",
        Code::SysModules,
    );
    check_kept(
        outer("return sys.modules.get(name) or import_module('app')"),
        "app.images",
        Code::SysModules,
    );
    check_kept(inner("'app.deep' in sys.modules"), "app.images", Code::SysModules);
}

#[test]
fn what_a_package_reloads_for_its_user_is_no_module_of_the_project() {
    let again = "from importlib import reload\n\ndef again(module):\n    reload(module)\n";
    let case = |module: &str, text: &str| {
        Case::from("from app.deep import connect\n\ndef size():\n    return connect()\n")
            .and(&[
                ("app.deep", "import dockyard\n\ndef connect():\n    return 1\n"),
                ("app.tool", "import rig\n"),
            ])
            .site(&[("rig", "")])
            .site(&[("rig", text)].map(|one| if module == "rig" { one } else { ("sea", "") }))
            .and(&[("app.own", if module == "rig" { "" } else { text })])
            .heavy(&["app.deep", "dockyard"])
    };
    let at_import = format!("{again}\nimport lake\nlake.each(again)\n");
    check_deferred(case("rig", &at_import), "app.images", &LOCAL);
    // In code of the project it is one that comes into its hands.
    check_deferred(case("app.own", again), "app.images", &LOCAL);
    for hands in [
        "from app import deep\nfrom app.own import again\n\ndef run():\n    again(deep)\n",
        "from app import deep\nfrom app.tool import KEPT\n\ndef run():\n    KEPT.append(deep)\n",
    ] {
        let handing = case("app.own", again).and(&[("app.hands", hands)]);
        check_kept(handing, "app.images", Code::SourcePatched);
    }
}

/// A name that is put together of what is not known may be that of each module below a package that is named nearby, as far as what
/// is known of it fits.
#[test]
fn names_that_are_put_together() {
    let case = |loader: &str| {
        Case::new(&[
            ("app", ""),
            ("app.kinds", ""),
            ("app.kinds.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.other", ""),
            ("app.other.kind_a", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.loader", loader),
            (
                "app.user",
                "from app.loader import load\n\ndef use(label):\n    return load(label, 'app.kinds')\n",
            ),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
    };
    let imports = "import importlib\nimport sys\nimport app.kinds\n";
    let loads = [
        "importlib.import_module('app.kinds.kind_' + label)",
        "importlib.import_module('app.kinds.kind_%s' % label)",
        "importlib.import_module(f'{base}.{label}')",
        "importlib.import_module(f'{base}.kind_{label}')",
        "importlib.import_module(base + '.kind_a')",
        "importlib.import_module('.kind_a', base)",
        "importlib.import_module(f'.kind_{label}', base)",
        "importlib.import_module(f'.kind_{label}', 'app.kinds')",
        "importlib.import_module('.kinds.kind_a', __package__)",
        "importlib.import_module('.kinds.kind_' + label, __package__)",
        "importlib.import_module(f'{__package__}.kinds.kind_{label}')",
        "importlib.import_module(f'{app.kinds.__name__}.kind_{label}')",
        "importlib.import_module('.'.join(['app', 'kinds', 'kind_' + label]))",
        "__import__('app.kinds.kind_' + label, fromlist=['x'])",
        "sys.modules[f'{base}.kind_{label}']",
    ];
    for load in loads {
        let loader = format!("{imports}def load(label, base):\n    return dir({load})\n");
        check_kept(case(&loader), "app.kinds.kind_a", Code::NamespaceRead);
        check_deferred(case(&loader), "app.other.kind_a", &LOCAL);
    }
    let formatted = format!(
        "{imports}def load(label, base):\n    return dir(importlib.import_module('{{}}.kind_{{}}'.format(base, label)))\n"
    );
    check_kept(case(&formatted), "app.kinds.kind_a", Code::NamespaceRead);
    // Made elsewhere, and handed over.
    let takes = format!(
        "{imports}def load(label, base):\n    return look(f'{{base}}.{{label}}')\n\ndef look(name):\n    return dir(importlib.import_module(name))\n"
    );
    check_kept(case(&takes), "app.kinds.kind_a", Code::NamespaceRead);
    // A version is no name of a module.
    let version = format!(
        "{imports}VERSION = f'{{sys.version_info[0]}}.{{sys.version_info[1]}}'\n\ndef load(label, base):\n    return dir(importlib.import_module(label)), base\n"
    );
    check_deferred(case(&version), "app.kinds.kind_a", &LOCAL);
    // The other kinds, or another package, are none of its.
    for load in [
        "importlib.import_module('app.kinds.other_' + label)",
        "importlib.import_module(f'{base}.other_{label}')",
        "importlib.import_module('.other_a', base)",
        "importlib.import_module(f'{base}_{label}')",
    ] {
        let loader = format!("{imports}def load(label, base):\n    return dir({load})\n");
        check_deferred(case(&loader), "app.kinds.kind_a", &LOCAL);
    }
}
