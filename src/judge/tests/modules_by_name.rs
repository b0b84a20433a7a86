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
    check_kept(case("app.own", again), "app.images", Code::SourcePatched);
}
