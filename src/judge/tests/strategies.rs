//! What each strategy makes of a module, to the letter.
use super::super::testing::{Case, check, check_deferred, check_kept, check_text, check_untouched};
use super::super::{Code, Strategy};

const USE: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";
const SERVED: [Strategy; 2] = [Strategy::ModuleGetattr, Strategy::FunctionLocal];

#[test]
fn function_local() {
    check(
        USE,
        "app.images",
        "def size():\n    import dockyard\n\n    return dockyard.SIZE\n",
    );
}

#[test]
fn function_local_in_every_function_that_uses_it() {
    check(
        "
        '''Images.'''
        from dockyard import SIZE, connect as link

        def size():
            '''How big.'''
            return SIZE

        class Images:
            def open(self):
                return link(SIZE)

        def other():
            return 1
        ",
        "app.images",
        "
        '''Images.'''

        def size():
            '''How big.'''
            from dockyard import SIZE

            return SIZE

        class Images:
            def open(self):
                from dockyard import SIZE, connect as link

                return link(SIZE)

        def other():
            return 1
        ",
    );
}

#[test]
fn main_guard() {
    check(
        "import dockyard\n\nif __name__ == '__main__':\n    print(dockyard.SIZE)\n",
        "app.images",
        "if __name__ == '__main__':\n    import dockyard\n\n    print(dockyard.SIZE)\n",
    );
}

#[test]
fn type_checking() {
    check(
        "
        from typing import TYPE_CHECKING

        from dockyard import Ship

        def sail(ship: 'Ship'):
            return ship
        ",
        "app.images",
        "
        from typing import TYPE_CHECKING

        if TYPE_CHECKING:
            from dockyard import Ship


        def sail(ship: 'Ship'):
            return ship
        ",
    );
}

#[test]
fn lazy_keyword() {
    check(
        Case::from(USE).target(15),
        "app.images",
        "lazy import dockyard\n\ndef size():\n    return dockyard.SIZE\n",
    );
    let read = [(
        "app.other",
        "from app.images import dockyard\n\ndef go():\n    return dockyard.SIZE\n",
    )];
    check_deferred(
        Case::from(USE).and(&read).target(15),
        "app.images",
        &[Strategy::LazyKeyword],
    );
}

#[test]
fn a_lazy_import_that_is_used_at_once_saves_nothing() {
    let at_once = format!("{USE}\nSIZE = size()\n");
    check_kept(
        Case::from(at_once.as_str()).target(15),
        "app.images",
        Code::LoadedAnyway,
    );
    let plainly = format!("{USE}\nSIZE = dockyard.SIZE + 1\n");
    check_kept(
        Case::from(plainly.as_str()).target(15),
        "app.images",
        Code::UsedAtImport,
    );
}

#[test]
fn where_lazy_is_not_allowed_the_import_stays() {
    for guard in [
        "try:\n    import dockyard\nexcept ImportError:\n    raise\n",
        "import contextlib\nwith contextlib.suppress(ImportError):\n    import dockyard\n",
        "class A:\n    import dockyard\n",
        "from dockyard import *\n",
    ] {
        check_untouched(Case::from(guard).target(15), "app.images");
    }
}

#[test]
fn lazy_keyword_only_from_3_15_on() {
    check_deferred(Case::from(USE).target(14), "app.images", &[Strategy::FunctionLocal]);
    let off = Case::from(USE).target(15).strategies(&[Strategy::FunctionLocal]);
    check_deferred(off, "app.images", &[Strategy::FunctionLocal]);
}

#[test]
fn what_is_heavy_is_what_the_patterns_say() {
    let hull = "from dockyard import hull, sails\n\ndef build():\n    return hull.build(), sails.hoist()\n";
    check_text(
        Case::from(hull).heavy(&["dockyard.hull"]),
        "app.images",
        "
        from dockyard import sails

        def build():
            from dockyard import hull

            return hull.build(), sails.hoist()
        ",
    );
    let missing = "import absent\n\ndef f():\n    return absent.x\n";
    check_deferred(
        Case::from(missing).heavy(&["absent"]),
        "app.images",
        &[Strategy::FunctionLocal],
    );
    let standard = "import json\nimport sys\n\ndef f():\n    return json.dumps(sys.path)\n";
    check_text(
        Case::from(standard).heavy(&["*"]),
        "app.images",
        "import sys\n\ndef f():\n    import json\n\n    return json.dumps(sys.path)\n",
    );
}

#[test]
fn lazy_modules() {
    check_text(
        Case::from(USE).strategies(&[Strategy::LazyModules]),
        "app.images",
        "__lazy_modules__ = [\"dockyard\"]\n\nimport dockyard\n\ndef size():\n    return dockyard.SIZE\n",
    );
}

#[test]
fn lazy_modules_a_second_time() {
    check_deferred(
        Case::from(USE).strategies(&[Strategy::LazyModules]),
        "app.images",
        &[Strategy::LazyModules],
    );
}

#[test]
fn module_getattr() {
    let read = [(
        "app.other",
        "from app import images\n\ndef go():\n    return images.dockyard.SIZE\n",
    )];
    check_deferred(Case::from(USE).and(&read), "app.images", &SERVED);
    let init = Case::from([("app", "from dockyard import Ship\n__all__ = ['Ship']\n")]);
    check_deferred(init, "app", &[Strategy::ModuleGetattr]);
}

#[test]
fn what_makes_a_name_visible() {
    let connect = "from dockyard import connect\n\ndef size():\n    return connect()\n";
    for reader in [
        "from app.images import connect\ndef go():\n    return connect\n",
        "from .images import connect as link\ndef go():\n    return link\n",
        "import app.images\ndef go():\n    return app.images.connect\n",
        "import app.images as pictures\ndef go():\n    return pictures.connect\n",
        "import app\nimport app.images\ndef go():\n    return getattr(app.images, 'connect')\n",
        "from app import images\ndef go():\n    return hasattr(images, 'connect')\n",
        "from app import images\ndef go(name):\n    return getattr(images, name)\n",
        "import importlib\ndef go():\n    return importlib.import_module('app.images').connect\n",
        "PLUGINS = ['app.images:connect']\n",
        "PLUGINS = {'connect': 'app.images.connect'}\n",
        "PICKLE = b'capp.images\\nconnect\\n.'\n",
        "import sys\ndef go():\n    return sys.modules['app.images'].connect\n",
        "from app.between import connect\ndef go():\n    return connect\n",
    ] {
        let between = if reader.contains("between") {
            "from app.images import connect\n__all__ = ['connect']\n"
        } else {
            ""
        };
        let case = Case::from(connect).and(&[("app.other", reader), ("app.between", between)]);
        check_deferred(case, "app.images", &SERVED);
    }
    for own in [
        "__all__ = ['connect', 'size']\n",
        "__all__ = ['size']\n__all__ += ['connect']\n",
        "__all__ = ['size']\n__all__.append('connect')\n",
        "__all__ = ('size',) + ('connect',)\n",
        "__all__: list[str] = ['connect']\n",
        "import sys\n\ndef other():\n    return getattr(sys.modules[__name__], 'connect')\n",
        "import sys\n\ndef other():\n    return sys.modules[__name__].connect\n",
    ] {
        check_deferred(format!("{connect}\n{own}").as_str(), "app.images", &SERVED);
    }
    let marked = "from dockyard import connect  # noqa: F401\n\ndef size():\n    return connect()\n";
    check_deferred(marked, "app.images", &SERVED);
    let redundant = "from dockyard import connect as connect\n\ndef size():\n    return connect()\n";
    check_deferred(redundant, "app.images", &SERVED);
    check_deferred(
        Case::from(connect).stub("app.images", "def connect(): ...\n"),
        "app.images",
        &SERVED,
    );
}

#[test]
fn a_name_that_only_checkers_import_is_not_visible() {
    let reader = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.images import dockyard\n";
    check_deferred(
        Case::from(USE).and(&[("app.other", reader)]),
        "app.images",
        &[Strategy::FunctionLocal],
    );
}

#[test]
fn what_a_package_imports_from_below_itself_is_offered() {
    let case = Case::from([
        ("app", "from .images import size\n"),
        (
            "app.images",
            "import dockyard\nSIZE = dockyard.SIZE + 1\n\ndef size():\n    return SIZE\n",
        ),
    ]);
    check_deferred(case, "app", &[Strategy::ModuleGetattr]);
}

#[test]
fn patched_names_are_read_through_the_module() {
    let case = Case::from("from dockyard import connect\n\ndef size():\n    return connect()\n").tests(&[(
        "tests.test_images",
        "from unittest.mock import patch\n\n@patch('app.images.connect')\ndef test(fake): ...\n",
    )]);
    check(
        case,
        "app.images",
        "
        TYPE_CHECKING = False
        if TYPE_CHECKING:
            from dockyard import connect as connect
        else:

            def __getattr__(name):
                if name == \"connect\":
                    from dockyard import connect as value
                else:
                    raise AttributeError(f\"module {__name__!r} has no attribute {name!r}\")
                return globals().setdefault(name, value)

            def __dir__():
                return sorted({*globals(), \"connect\"})


        def size():
            from app.images import connect

            return connect()
        ",
    );
}
