//! What is found at another time, or in another order: names that are bound again, modules that are entered first, submodules that
//! share a name.
use super::super::testing::{Case, check, check_deferred, check_kept, check_one_kept, rewritten};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const SERVED: [Strategy; 1] = [Strategy::ModuleGetattr];

/// A program whose `app.user` takes something heavy of `app.source`.
fn takes(source: &str) -> Case {
    Case::new(&[
        ("app", ""),
        ("app.source", source),
        ("app.user", "from app.source import ITEM\n\ndef f():\n    return ITEM\n"),
    ])
}

#[test]
fn a_name_that_a_function_of_its_own_module_binds_again() {
    let head = "import dockyard\n\nITEM = dockyard.SIZE\n\n";
    for function in [
        "def put(x):\n    globals()['ITEM'] = x\n",
        "def put(x):\n    globals().update(ITEM=x)\n",
        "def put(name, x):\n    globals()[name] = x\n",
    ] {
        check_kept(takes(&format!("{head}{function}")), "app.user", Code::SourcePatched);
    }
    let another = "def put(x):\n    globals()['OTHER'] = x\n";
    check_deferred(takes(&format!("{head}{another}")), "app.user", &LOCAL);
}

#[test]
fn a_submodule_is_imported_in_a_branch_only_where_no_other_use_of_the_name_needs_it() {
    let case = |case: &str| {
        Case::new(&[(
            "app",
            &format!(
                "import dockyard.hull\nimport dockyard.sails\n\nMADE = dockyard.sails.hoist()\n\ndef f(x):\n    match x:\n        case 1:\n            return dockyard.hull.build()\n{case}"
            ),
        )])
    };
    check(
        case("        case dockyard.sails.Sail():\n            return 2\n"),
        "app",
        "
        import dockyard.sails

        MADE = dockyard.sails.hoist()

        def f(x):
            import dockyard.hull

            match x:
                case 1:
                    return dockyard.hull.build()
                case dockyard.sails.Sail():
                    return 2
        ",
    );
    check(
        case("        case 2:\n            return 2\n"),
        "app",
        "
        import dockyard.sails

        MADE = dockyard.sails.hoist()

        def f(x):
            match x:
                case 1:
                    import dockyard.hull

                    return dockyard.hull.build()
                case 2:
                    return 2
        ",
    );
}

#[test]
fn an_attribute_is_read_by_either_of_two_imports_that_bind_a_name() {
    let case = |second: &str| {
        let user = format!("import app.first as it\n{second}\n\ndef f():\n    return it.Ship\n");
        Case::new(&[
            ("app", ""),
            ("app.user", &user),
            ("app.first", "import app.second as it\n"),
            ("app.second", "from dockyard import Ship\n\ndef g():\n    return Ship\n"),
        ])
    };
    let both = [Strategy::ModuleGetattr, Strategy::FunctionLocal];
    check_deferred(case("from app.first import it"), "app.second", &both);
    check_deferred(case(""), "app.second", &LOCAL);
}

#[test]
fn a_module_that_nobody_imports_may_come_behind_and_change_what_is_read() {
    let case = |setter: &str| {
        Case::new(&[
            ("app", "from app.reader import ship\n"),
            ("app.base", "from dockyard import Ship as kind\n"),
            (
                "app.reader",
                "import app.base\n\nKIND = app.base.kind\n\ndef ship():\n    return KIND\n",
            ),
            ("app.setter", setter),
        ])
    };
    let sets = "from app import base\n\nbase.kind = None\n";
    check_one_kept(case(sets), "app", "from app.reader import ship", Code::ImportWindow);
    let reads = "from app import base\n\nfound = base.kind\n";
    check_deferred(case(reads), "app", &SERVED);
}

#[test]
fn whether_a_module_is_loaded_may_depend_on_who_is_entered_first() {
    let case = |asks: &str| {
        Case::new(&[
            (
                "app",
                "from app.third import hoist\nfrom app.asker import FOUND\nfrom app import second\n",
            ),
            ("app.third", "from app.second import hoist\n"),
            ("app.second", "from dockyard.sails import hoist\nimport app.asker\n"),
            ("app.asker", asks),
        ])
    };
    let asks = "import sys\n\nFOUND = 'app.second' in sys.modules\n";
    check_one_kept(case(asks), "app", "from app.third import hoist", Code::SysModules);
    let asks_for_another = "import sys\n\nFOUND = 'app.fourth' in sys.modules\n";
    rewritten(case(asks_for_another), "app");
}

#[test]
fn a_try_finds_what_is_not_there_yet() {
    let case = |taken: &str| {
        Case::new(&[
            ("app", "import app.user\n\nKIND = 1\n"),
            ("app.other", taken),
            (
                "app.user",
                "try:\n    from app import other\nexcept ImportError:\n    other = None\n\ndef f():\n    return other\n",
            ),
        ])
    };
    let taking = "from dockyard import Ship\nfrom app import KIND\n\nclass Boat(Ship):\n    kind = KIND\n";
    check_kept(case(taking), "app.user", Code::GuardedImport);
}

#[test]
fn what_a_package_loads_for_a_name_moves_with_the_import_of_that_name() {
    let lazy = "
        import importlib

        TABLE = []
        _WHERE = {'Boat': '.boats'}

        def __getattr__(name):
            if name in _WHERE:
                return getattr(importlib.import_module(_WHERE[name], __name__), name)
            raise AttributeError(name)
        ";
    let case = |boats: &str| {
        Case::new(&[
            ("app", ""),
            (
                "app.user",
                "import marina\nfrom marina import Boat\n\ndef known():\n    return len(marina.TABLE)\n\ndef f():\n    return Boat\n",
            ),
        ])
        .site(&[("marina", lazy), ("marina.boats", boats)])
        .heavy(&["marina.boats"])
    };
    let enters = "import marina\n\nclass Boat: ...\n\nmarina.TABLE.append(Boat)\n";
    check_one_kept(case(enters), "app.user", "from marina import Boat", Code::HasEffects);
    check_deferred(case("class Boat: ...\n"), "app.user", &LOCAL);
}

#[test]
fn one_of_several_comments_of_the_same_text_goes_with_what_it_heads() {
    check(
        Case::new(&[(
            "app",
            "
            import sys

            # local
            import dockyard

            X = sys.platform
            if X:
                # local
                Y = 1
            else:
                # local
                Y = 2

            def f():
                return dockyard
            ",
        )]),
        "app",
        "
        import sys

        X = sys.platform
        if X:
            # local
            Y = 1
        else:
            # local
            Y = 2

        def f():
            import dockyard

            return dockyard
        ",
    );
}

#[test]
fn a_bad_door_of_an_installed_cycle_counts_where_a_string_names_it() {
    let case = |opens: &str| {
        Case::new(&[
            ("app", ""),
            ("app.user", &format!("import importlib\nfrom cargo import deck\n\ndef f():\n    return importlib.import_module('{opens}')\n\ndef g():\n    return deck\n")),
        ])
        .site(&[
            ("cargo", ""),
            ("cargo.deck", "KIND = 1\nfrom cargo.hold import SIZE\n"),
            ("cargo.hold", "from cargo.deck import KIND\nSIZE = KIND + 1\n"),
            ("cargo.other", ""),
        ])
        .heavy(&["cargo"])
    };
    check_kept(case("cargo.hold"), "app.user", Code::ImportCycle);
    check_deferred(case("cargo.other"), "app.user", &LOCAL);
}

/// A program that enters a cycle of installed modules at `cargo.main`, and that would at `cargo.root`: these, and what else there is.
fn entered_at_root(main: &str, root: &str, others: &[(&str, &str)]) -> Case {
    let modules = [
        ("cargo.adapter", "from cargo.main import Base\nclass Adapter: ...\n"),
        ("cargo.main", main),
        ("cargo.root", root),
    ];
    Case::new(&[
        ("app", ""),
        (
            "app.user",
            "from app.files import manager\nfrom app.names import NAMES\nTABLE = (manager, NAMES)\n",
        ),
        (
            "app.files",
            "from cargo.adapter import Adapter\n\ndef manager():\n    return Adapter()\n",
        ),
        ("app.names", "from cargo.root import Root\nNAMES = Root\n"),
    ])
    .site(&[modules.as_slice(), others].concat())
    .heavy(&["cargo"])
}

/// A class gets its subclasses in another order, which is of no concern unless somebody asks for them; anything else that the
/// modules do is.
#[test]
fn an_installed_cycle_that_is_entered_elsewhere() {
    let serves = "def __getattr__(name):\n    if name != 'hold':\n        raise AttributeError(name)\n    globals()[name] = 1\n    return 1\n";
    let meta = "class Meta(type):\n    def __new__(mcs, name, bases, space):\n        if space.get('x'):\n            from cargo.root import KIND\n        return super().__new__(mcs, name, bases, space)\n";
    let main = "from cargo.meta import Meta\nclass Base(metaclass=Meta): ...\n";
    let case = |sets: &str| {
        let root = format!("from cargo.main import Base\nKIND = str('T')\nclass Root(Base): ...\n{sets}");
        entered_at_root(main, &root, &[("cargo", serves), ("cargo.meta", meta)])
    };
    check_deferred(case(""), "app.files", &LOCAL);
    check_deferred(case("from cargo import hold\n"), "app.files", &LOCAL);
    for sets in [
        "import os\nos.environ['CARGO'] = KIND\n",
        "import cargo\ncargo.LIMIT = KIND\n",
        "Base.limit = KIND\n",
        "ORDER = Base.__subclasses__()\n",
    ] {
        check_kept(case(sets), "app.files", Code::ImportCycle);
    }
}

#[test]
fn a_function_whose_code_is_read_does_what_the_rules_say_besides() {
    let case = |sets: &str| {
        Case::new(&[
            ("app", ""),
            ("app.settings", "import os\nfrom dockyard import Ship\n\nTOKEN = os.getenv('TOKEN')\n"),
            (
                "app.user",
                &format!("import dotenv\nfrom app.settings import TOKEN\n\ndef main():\n    {sets}\n    return run()\n\ndef run():\n    return TOKEN\n"),
            ),
        ])
        .site(&[
            ("dotenv", "from dotenv.main import load_dotenv, dotenv_values\n"),
            (
                "dotenv.main",
                "import os\n\ndef dotenv_values(path):\n    return dict(line.split('=') for line in open(path))\n\ndef load_dotenv(path):\n    for key, value in dotenv_values(path).items():\n        os.environ[key] = value\n",
            ),
        ])
    };
    check_kept(case("dotenv.load_dotenv('.env')"), "app.user", Code::ImportWindow);
    check_deferred(case("dotenv.dotenv_values('.env')"), "app.user", &LOCAL);
}

/// A submodule is an attribute of its package only once it is loaded to its end.
#[test]
fn a_submodule_that_is_asked_of_its_package_in_a_cycle() {
    let case = |behind: &str| {
        let main = format!("class Base: ...\nimport cargo.root\n{behind}\n");
        let root = "from cargo.main import Base\nclass Root(Base): ...\n";
        entered_at_root(&main, root, &[("cargo", "")])
    };
    check_deferred(case(""), "app.files", &LOCAL);
    for behind in [
        "HOOK = cargo.root",
        "cargo.root.hook = 1",
        "HAS = hasattr(cargo, 'root')",
        "HOOK = getattr(cargo, 'root', None)",
        "Base.kind = 2",
    ] {
        check_kept(case(behind), "app.files", Code::ImportCycle);
    }
}
