//! A write that nobody reads keeps nothing; of each kind one that is read, and one that is not.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "import rig\n\ndef size():\n    return rig.SIZE\n";

/// A module that uses an installed package in a function, with more code behind, and the code of the package.
pub(super) fn rigged(rig: &str, behind: &str) -> Case {
    Case::from(format!("{USE}{behind}").as_str())
        .site(&[("rig", &format!("{rig}\nSIZE = 1\n"))])
        .heavy(&["rig"])
}

/// A module that uses another one of the project in a function, which loads an installed package, with more code behind.
pub(super) fn through(work: &str, behind: &str) -> Case {
    let cli = format!("from app import work\n\ndef size():\n    return work.SIZE\n{behind}");
    let work = format!("import rig\n{work}\nSIZE = rig.SIZE\n");
    Case::new(&[("app", ""), ("app.cli", &cli), ("app.work", &work)])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["rig"])
}

/// A generic model for one type is a class more of that package; what the project's own classes are told of it, they do.
#[test]
fn models_for_one_type() {
    let made = "class BaseModel:\n    def __class_getitem__(cls, kind):\n        print(kind)\n        return cls\n";
    let case = |package: &str, models: &str| {
        let deep = format!("from {package} import BaseModel\n{models}\nSIZE = 1\n");
        Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
            .and(&[("app.deep", &deep)])
            .site(&[(package, made)])
            .heavy(&["app.deep"])
    };
    for models in [
        "class Names(BaseModel[int]): ...",
        "class Page(BaseModel):\n    pass\nNumbers = Page[int]",
    ] {
        check_deferred(case("pydantic", models), "app.images", &LOCAL);
        check_kept(case("rig", models), "app.images", Code::HasEffects);
    }
    for hook in [
        "__init_subclass__",
        "__pydantic_init_subclass__",
        "__get_pydantic_core_schema__",
        "model_parametrized_name",
    ] {
        let told =
            format!("class Page(BaseModel):\n    def {hook}(cls, **more):\n        print(cls)\nNumbers = Page[int]");
        check_kept(case("pydantic", &told), "app.images", Code::HasEffects);
    }
    let own = "class Page(BaseModel):\n    def __class_getitem__(cls, kind):\n        print(kind)\nNumbers = Page[int]";
    check_kept(case("pydantic", own), "app.images", Code::HasEffects);
}

/// A filter for the warnings of a package only concerns who has that package.
#[test]
fn filters_for_warnings_of_another_package() {
    let case = |filter: &str, other: &str| {
        let deep = format!("import warnings\nimport rig\n{filter}\nSIZE = rig.SIZE\n");
        Case::from("from app import deep\nimport app.other\n\ndef size():\n    return deep.SIZE\n")
            .and(&[("app.deep", &deep), ("app.other", other)])
            .site(&[(
                "rig",
                "import warnings\nSIZE = 1\nclass RigWarning(Warning): ...\ndef quiet(category=RigWarning):\n    warnings.simplefilter('ignore', category)\n",
            )])
            .heavy(&["app.deep"])
    };
    let filters = [
        "warnings.simplefilter('ignore', rig.RigWarning)",
        "warnings.filterwarnings('error', category=rig.RigWarning)",
        "rig.quiet()",
    ];
    for filter in filters {
        check_deferred(case(filter, ""), "app.images", &LOCAL);
        for other in [
            "import rig\nRIG = rig.SIZE\n",
            "def f():\n    import rig\n    return rig.SIZE\n",
            "import warnings\ndef f():\n    warnings.simplefilter('error')\n",
            "import warnings\nwarnings.filterwarnings('always')\n",
        ] {
            check_one_kept(
                case(filter, other),
                "app.images",
                "from app import deep",
                Code::HasEffects,
            );
        }
    }
    let general = "warnings.simplefilter('ignore', DeprecationWarning)";
    check_one_kept(
        case(general, ""),
        "app.images",
        "from app import deep",
        Code::HasEffects,
    );
}

/// A package that does without another one, which is not there, reads nothing by importing that.
#[test]
fn filters_behind_a_package_that_misses_another_one() {
    let tried = "try:\n    import gone\nexcept ImportError:\n    gone = None";
    let filter = "\nimport warnings\nwarnings.simplefilter('always', ResourceWarning)\n";
    check_deferred(rigged(tried, filter), "app.images", &LOCAL);
    for rig in [
        "import os\nif os.sep == ':':\n    import gone",
        "try:\n    import gone\nfinally:\n    pass",
        "try:\n    import gone\nexcept ValueError:\n    gone = None",
        "try:\n    import gone\nexcept ImportError:\n    from gone import other",
    ] {
        check_kept(rigged(rig, filter), "app.images", Code::ImportWindow);
    }
    // What the project itself would do without may be there where the program runs.
    let own = format!("from app import deep\n\ndef size():\n    return deep.SIZE\n{filter}");
    let deep = format!("{tried}\nSIZE = 1\n");
    let case = Case::from(own.as_str())
        .and(&[("app.deep", &deep)])
        .heavy(&["app.deep"]);
    check_kept(case, "app.images", Code::ImportWindow);
}

#[test]
fn numbers_that_are_taken_away() {
    let takes = "import random\nSALT = random.random()";
    check_deferred(rigged(takes, ""), "app.images", &LOCAL);
    let draws = "import random\n\ndef draw():\n    return random.random()\n";
    check_deferred(rigged(takes, draws), "app.images", &LOCAL);
    let seeds = "import random\n\ndef draw():\n    random.seed(1)\n    return random.random()\n";
    check_kept(rigged(takes, seeds), "app.images", Code::HasEffects);
}

#[test]
fn variables_of_the_environment() {
    let sets = "import os\nos.environ.setdefault('RIG_CORES', '1')";
    check_deferred(rigged(sets, ""), "app.images", &LOCAL);
    let asks = |name: &str| format!("import os\n\ndef ask():\n    return os.environ.get('{name}')\n");
    check_deferred(rigged(sets, &asks("OTHER")), "app.images", &LOCAL);
    check_kept(rigged(sets, &asks("RIG_CORES")), "app.images", Code::HasEffects);
    let hands_on = "import os\n\ndef ask():\n    return dict(os.environ)\n";
    check_kept(rigged(sets, hands_on), "app.images", Code::HasEffects);
}

#[test]
fn functions_that_a_fork_calls() {
    let registers = "import os\nLOCKS = []\nos.register_at_fork(before=LOCKS.clear)";
    check_deferred(rigged(registers, ""), "app.images", &LOCAL);
    let by_multiprocessing =
        "from multiprocessing.util import register_after_fork\nLOCKS = []\nregister_after_fork(LOCKS, list.clear)";
    check_deferred(rigged(by_multiprocessing, ""), "app.images", &LOCAL);
    for forks in [
        "import os\n\ndef split():\n    return os.fork()\n",
        "import multiprocessing\n\ndef split():\n    multiprocessing.Process(target=size).start()\n",
        "from concurrent.futures import ProcessPoolExecutor\n\ndef split():\n    return ProcessPoolExecutor().submit(size)\n",
    ] {
        // What a package does around a fork concerns what it keeps itself, and that is not there yet.
        check_deferred(rigged(registers, forks), "app.images", &LOCAL);
        check_one_kept(
            through(registers, forks),
            "app.cli",
            "from app import work",
            Code::HasEffects,
        );
    }
}

#[test]
fn what_a_test_sets_by_name_is_for_the_program() {
    let reads = "import os\nKNOWN = [name for name in os.environ if name.startswith('RIG')]";
    let sets = [(
        "tests.t",
        "def test(monkeypatch): monkeypatch.setenv('APP_MODE', 'x')\n",
    )];
    check_deferred(rigged(reads, "").tests(&sets), "app.images", &LOCAL);
    let asks = "import os\nMODE = os.environ.get('APP_MODE')";
    // The test loads nothing of it, and all is undone behind it.
    check_deferred(rigged(asks, "").tests(&sets), "app.images", &LOCAL);
    let calls =
        "from app import images\ndef test(monkeypatch):\n    monkeypatch.setenv('APP_MODE', 'x')\n    images.size()\n";
    check_kept(
        rigged(asks, "").tests(&[("tests.t", calls)]),
        "app.images",
        Code::ImportWindow,
    );
    let itself = "import os\n\ndef main():\n    os.environ['RIG_X'] = '1'\n    return size()\n";
    check_kept(rigged(reads, itself), "app.images", Code::ImportWindow);
}

#[test]
fn switches_of_installed_packages() {
    let switch = "import logging, os\nif os.environ.get('RIG_DEBUG'):\n    logging.basicConfig()";
    check_deferred(rigged(switch, ""), "app.images", &LOCAL);
    let always = "import logging\nlogging.basicConfig()";
    check_kept(rigged(always, ""), "app.images", Code::HasEffects);
    // What the project does is its program, switched on or not.
    let own = Case::from("from app import deep\n\ndef size():\n    return deep.SIZE\n")
        .and(&[("app.deep", &format!("{switch}\nSIZE = 1\n"))])
        .heavy(&["app.deep"]);
    check_kept(own, "app.images", Code::HasEffects);
}

/// Code of a package that goes through all modules looks for its own, and those that it names.
#[test]
fn modules_of_another_package_among_all() {
    let looks = "import sys\nfor name in list(sys.modules):\n    if name.startswith('yacht.'):\n        sys.modules['rig.' + name] = sys.modules[name]";
    let loads = |key: &str| format!("import sys\n\ndef load(count):\n    sys.modules[{key}] = object()\n");
    let uses = "import lake\n\ndef main(count):\n    lake.load(count)\n    return size()\n";
    let case = |key: &str| rigged(looks, uses).site(&[("lake", &loads(key))]);
    check_deferred(case("f'lake.import{count}'"), "app.images", &LOCAL);
    check_deferred(case("'lake'"), "app.images", &LOCAL);
    for key in ["'yacht.deep'", "f'yacht.{count}'", "f'{count}.deep'", "'rig.deep'"] {
        check_kept(case(key), "app.images", Code::ImportWindow);
    }
}

#[test]
fn switches_that_leave() {
    let behind = |test: &str| {
        format!(
            "import logging, os, sys\n\ndef set_up():\n    if {test}:\n        return\n    logging.basicConfig()\n\nset_up()"
        )
    };
    let seldom = [
        "os.environ.get('RIG') is None",
        "os.getenv('RIG') != '/data'",
        "not os.environ.get('RIG')",
        "not hasattr(sys, 'getandroidapilevel') and (os.getenv('A') != '/data' or os.getenv('B') != '/system')",
    ];
    for test in seldom {
        check_deferred(rigged(&behind(test), ""), "app.images", &LOCAL);
    }
    // What it does unless somebody turns the switch it does.
    let often = [
        "os.environ.get('RIG')",
        "os.getenv('RIG', '/data') != '/data'",
        "not os.environ.get('RIG', '1')",
        "not hasattr(sys, 'gettrace') and os.getenv('A') != '/data'",
    ];
    for test in often {
        check_kept(rigged(&behind(test), ""), "app.images", Code::HasEffects);
    }
    // The switch ends with its function.
    let after = behind("not os.environ.get('RIG')") + "\nlogging.basicConfig()";
    check_kept(rigged(&after, ""), "app.images", Code::HasEffects);
}

#[test]
fn what_a_package_does_without_what_is_there() {
    let instead = |module: &str| {
        format!(
            "try:\n    from {module} import depth\nexcept ImportError:\n    import sys\n    sys.setrecursionlimit(9)"
        )
    };
    let sea = [("sea", "depth = 1\n")];
    check_deferred(rigged(&instead("sea"), "").site(&sea), "app.images", &LOCAL);
    check_kept(rigged(&instead("lake"), ""), "app.images", Code::HasEffects);
}

#[test]
fn attributes_that_are_put_back() {
    let expands = "import os\n\ndef expand(text):\n    before = os.environ\n    os.environ = {}\n    try:\n        return text\n    finally:\n        os.environ = before\n";
    let leaves = "import os\n\ndef expand(text):\n    os.environ = {}\n    return text\n";
    let reads = "import os\nHOME = os.environ.get('HOME')";
    let uses = "import sea\n\ndef name(text):\n    return sea.expand(text)\n";
    check_deferred(rigged(reads, uses).site(&[("sea", expands)]), "app.images", &LOCAL);
    check_kept(
        rigged(reads, uses).site(&[("sea", leaves)]),
        "app.images",
        Code::ImportWindow,
    );
}

#[test]
fn tables_that_packages_keep_for_themselves() {
    let table = "KINDS = {}\n\ndef kind(name):\n    if name not in KINDS:\n        KINDS[name] = object()\n    return KINDS[name]\n";
    let yard = |main: &str| [("rig.kinds", table.to_owned()), ("rig.deep", main.to_owned())];
    let fills = "from rig.kinds import KINDS\nKINDS['deep'] = 1\nSIZE = 1\n";
    let case = |behind: &str| {
        let modules = yard(fills);
        let modules: Vec<(&str, &str)> = modules.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Case::from(
            format!("import rig.kinds\nfrom rig import deep\n\ndef size():\n    return deep.SIZE\n{behind}").as_str(),
        )
        .site(&[("rig", "")])
        .site(&modules)
        .heavy(&["rig.deep"])
    };
    check_deferred(case(""), "app.images", &LOCAL);
    check_kept(case("COUNT = len(rig.kinds.KINDS)\n"), "app.images", Code::HasEffects);
    check_kept(
        case("\ndef all_kinds():\n    return sorted(rig.kinds.KINDS)\n"),
        "app.images",
        Code::HasEffects,
    );
}

#[test]
fn a_package_that_patches_another_one() {
    let case = |text: &str| {
        Case::from(text).heavy(&["rig", "plug"]).site(&[
            ("rig", "from rig.table import Table\n"),
            ("rig.table", "class Table:\n    pass\n"),
            ("plug", "import plug.more\nSIZE = 1\n"),
            (
                "plug.more",
                "import rig\n\ndef load(cls, path):\n    return path\n\nrig.Table.load = classmethod(load)\n",
            ),
        ])
    };
    // Both come later, and any code that asks for the one has not asked for the other.
    check_kept(
        case("import plug  # noqa: F401\n\ndef load(path):\n    import rig\n    return rig.Table.load(path)\n"),
        "app.images",
        Code::HasEffects,
    );
    // Nobody finds the other one but by way of it.
    check_deferred(
        case("import plug\n\ndef size():\n    return plug.SIZE\n"),
        "app.images",
        &LOCAL,
    );
}

#[test]
fn names_that_callers_see() {
    let reads = "import sys\nWHO = sys._getframemodulename(1)";
    // A package that notes something among the names of any code that calls changes nobody's caller.
    let notes =
        "import sys\n\ndef note(depth):\n    frame = sys._getframe(depth + 1)\n    frame.f_globals['noted'] = 1\n";
    let calls = "import notes\n\ndef main():\n    notes.note(0)\n    return size()\n";
    let case = |rig: &str| {
        Case::from(format!("{USE}{calls}").as_str())
            .site(&[("rig", &format!("{rig}\nSIZE = 1\n")), ("notes", notes)])
            .heavy(&["rig"])
    };
    check_deferred(case(reads), "app.images", &LOCAL);
}

/// A stand-in among the loaded modules whose name is known in part.
#[test]
fn stand_ins_below_a_name() {
    let case = |key: &str| {
        let source = format!(
            "import sys\nfrom app import deep\n\nfor name in list(sys.modules):\n    sys.modules[{key}] = sys\n\ndef main():\n    return deep.SIZE\n"
        );
        Case::from(source.as_str())
            .and(&[("app.deep", "SIZE = 1\n")])
            .heavy(&["app.deep"])
    };
    check_deferred(case("'app.packages.' + name"), "app.images", &LOCAL);
    check_kept(case("'app.' + name"), "app.images", Code::SysModules);
    check_kept(case("name"), "app.images", Code::ImportWindow);
}

/// What one reads of the standard input is missed by who reads it next, not by who looks where it comes from.
#[test]
fn input_that_is_taken_away() {
    let case = |deep: &str| {
        Case::from("import sys\nfrom app import deep\n\ndef main():\n    sys.stdin.read()\n    return deep.SIZE\n")
            .and(&[("app.deep", deep)])
            .heavy(&["app.deep"])
    };
    check_deferred(case("import sys\nSIZE = sys.stdin.isatty()\n"), "app.images", &LOCAL);
    check_kept(
        case("import sys\nSIZE = sys.stdin.read()\n"),
        "app.images",
        Code::HasEffects,
    );
}

/// A module under an old name: nobody asks for it, or somebody does.
#[test]
fn loaded_modules_that_nobody_asks_for() {
    let case = |behind: &str| {
        let source = format!("from rig import deep\n{behind}\ndef main():\n    return deep.SIZE\n");
        let deep = "import sys\nimport string\nsys.modules['oldname'] = string\nSIZE = 1\n";
        Case::from(source.as_str())
            .site(&[("rig", ""), ("rig.deep", deep)])
            .heavy(&["rig.deep"])
    };
    check_deferred(case(""), "app.images", &LOCAL);
    check_kept(case("import oldname\n"), "app.images", Code::HasEffects);
    check_kept(
        case("import sys\ndef find(name):\n    return sys.modules[name]\n"),
        "app.images",
        Code::HasEffects,
    );
}

/// A handler that says something and raises again what it caught handles no missing package.
#[test]
fn a_handler_that_only_tells_is_no_guard() {
    let case = |handler: &str| {
        let guard = format!("try:\n    from app import images\nexcept Exception:\n{handler}");
        Case::from("import rig\n\ndef size():\n    return rig.SIZE\n")
            .and(&[("app.start", guard.as_str())])
            .site(&[("rig", "SIZE = 1\n")])
            .heavy(&["rig"])
    };
    check_deferred(case("    print('broken')\n    raise\n"), "app.images", &LOCAL);
    check_kept(case("    print('broken')\n"), "app.images", Code::GuardedElsewhere);
    check_kept(case("    raise SystemExit(1)\n"), "app.images", Code::GuardedElsewhere);
}

#[test]
fn who_replaces_something_has_loaded_its_readers() {
    let rig = "from rig.compat import strip\nSIZE = 1\n";
    let testing =
        |imports: &str| format!("{imports}from rig import compat\n\ndef isolate():\n    compat.strip = None\n");
    let case = |testing: &str| {
        Case::from(USE)
            .and(&[(
                "app.checks",
                "import rig.testing\n\ndef check():\n    rig.testing.isolate()\n",
            )])
            .site(&[
                ("rig", ""),
                ("rig.core", rig),
                ("rig.compat", "strip = 1\n"),
                ("rig.testing", testing),
            ])
            .and(&[(
                "app.images",
                "import rig.core\n\ndef size():\n    return rig.core.SIZE\n",
            )])
            .heavy(&["rig.core"])
    };
    check_deferred(case(&testing("import rig.core\n")), "app.images", &LOCAL);
    check_kept(case(&testing("")), "app.images", Code::ImportWindow);
}

/// Two files that set a constant of an installed package, one of which uses it, and a third that imports both.
fn setting(first: &str, second: &str, more: &str) -> Case {
    Case::from(
        format!("from app.first import parse\nfrom app.second import other\n{more}\ndef size():\n    return parse()\n\ndef also():\n    return other()\n").as_str(),
    )
    .and(&[
        ("app.first", &format!("import dockyard\nimport rig.limits\n{first}\n\ndef parse():\n    return rig.limits.check()\n")),
        ("app.second", &format!("import rig.limits\n{second}\n\ndef other():\n    return rig.limits.check()\n")),
    ])
    .site(&[("rig", ""), ("rig.limits", "DEPTH = 9\n\ndef check():\n    return DEPTH\n")])
}

#[test]
fn several_who_set_the_same() {
    const NONE: &str = "rig.limits.DEPTH = None";
    // One of them stays, the one that loads less.
    check_deferred(setting(NONE, NONE, ""), "app.images", &LOCAL);
    let uses = "import rig.limits\n\ndef depth():\n    return rig.limits.check()\n";
    check_deferred(setting(NONE, NONE, uses), "app.images", &LOCAL);
    for (first, second, more) in [
        (NONE, "", ""),
        (NONE, "rig.limits.DEPTH = 3", ""),
        (
            NONE,
            "import sys\nif len(sys.argv) > 3:\n    rig.limits.DEPTH = None",
            "",
        ),
        (NONE, "def later():\n    rig.limits.DEPTH = None", ""),
        (NONE, NONE, "import rig.limits\nSEEN = rig.limits.check()\n"),
        (NONE, NONE, "import rig.limits\nSEEN = rig.limits.DEPTH\n"),
        (
            NONE,
            NONE,
            "import rig.limits\ndef set_it():\n    rig.limits.DEPTH = 7\n",
        ),
    ] {
        check_kept(setting(first, second, more), "app.images", Code::HasEffects);
    }
}
