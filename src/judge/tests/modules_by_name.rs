//! Modules that somebody looks up by a string, loads by a path or runs.
use super::outside::{LOCAL, SERVED, USE, with};
use crate::judge::Code;
use crate::judge::testing::{Case, check_deferred, check_kept};

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
    check_kept(
        case("spec_from_file_location('x', 'src/app/images.py')"),
        "app.images",
        Code::RunAsMain,
    );
    check_kept(
        case("spec_from_file_location('x', path)"),
        "app.images",
        Code::RunAsMain,
    );
}

#[test]
fn run_as_main() {
    let patching = [(
        "tests.test_images",
        "from unittest.mock import patch\n@patch('app.images.connect')\ndef test(fake): ...\n",
    )];
    let guard = "if __name__ == '__main__':\n    size()";
    check_kept(with(guard).tests(&patching), "app.images", Code::RunAsMain);
    check_deferred(with("").tests(&patching), "app.images", &SERVED);
    let main = Case::from([("app", ""), ("app.__main__", USE)]).tests(&[(
        "tests.test_main",
        "from unittest.mock import patch\n@patch('app.__main__.connect')\ndef test(fake): ...\n",
    )]);
    check_kept(main, "app.__main__", Code::RunAsMain);
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
