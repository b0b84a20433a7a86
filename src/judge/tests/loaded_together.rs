//! What an installed package loads first is there whenever its code runs, and what it keeps for itself nobody else finds.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USES: &str = "import dockyard\n\ndef size():\n    return dockyard.SIZE\n";

/// Another package asks whether `dockyard` is loaded, which it, or its package, may have loaded itself.
#[test]
fn packages_that_ask_for_what_they_have_loaded() {
    let case = |package: &str, asks: &str| {
        Case::from(USES)
            .and(&[("app.build", "import rig\n\ndef build():\n    return rig.SIZE\n")])
            .site(&[
                ("rig", &format!("{package}\nSIZE = 1\n")),
                ("rig.tools", &format!("{asks}\n")),
                ("dockyard", "SIZE = 1\n"),
            ])
            .heavy(&["dockyard"])
    };
    let asks = "import sys\ndef there():\n    return 'dockyard' in sys.modules";
    for package in [
        "from dockyard import SIZE\nfrom rig.tools import there",
        "import os\nimport dockyard as d\nfrom rig import tools",
    ] {
        check_deferred(case(package, asks), "app.images", &LOCAL);
    }
    let own = format!("import dockyard\n{asks}");
    check_deferred(case("from rig.tools import there", &own), "app.images", &LOCAL);
    for package in [
        "from rig.tools import there",
        // Behind what may ask, in a function, or not always.
        "from rig.tools import there\nthere()\nimport dockyard",
        "from rig.tools import there\ndef load():\n    import dockyard",
        "import sys\nif sys.flags.dev_mode:\n    import dockyard\nfrom rig.tools import there",
        "try:\n    import dockyard\nexcept ImportError:\n    dockyard = None\nfrom rig.tools import there",
    ] {
        check_kept(case(package, asks), "app.images", Code::SysModules);
    }
    let late = "import sys\nTHERE = 'dockyard' in sys.modules\nimport dockyard";
    check_kept(
        case("from rig.tools import THERE", late),
        "app.images",
        Code::SysModules,
    );
}

/// What Python runs is loaded in any case.
#[test]
fn the_program_itself_is_always_there() {
    let asks = format!("import sys\n{USES}\ndef main():\n    return '__main__' in sys.modules\n");
    let case = Case::from(asks.as_str()).site(&[("dockyard", "import __main__\nSIZE = 1\n")]);
    check_deferred(case, "app.images", &LOCAL);
}

/// A package's function changes what another module of the package read when it was loaded: with the package, before any call.
#[test]
fn packages_that_are_loaded_before_their_functions_run() {
    let case = |behind: &str, demo: &str| {
        let app = format!("{USES}\n{behind}\n");
        let demo = format!("from app.images import size\n{demo}\nprint(size())\n");
        Case::from(app.as_str())
            .beside(&[("examples.demo", &demo)])
            .site(&[
                ("dockyard", "from dockyard.hull import HULL\nSIZE = 1\n"),
                ("dockyard.hull", "import os\nHULL = os.environ.get('HULL')\n"),
                (
                    "rig",
                    "import os\nimport dockyard\n\ndef fit():\n    os.environ['HULL'] = 'steel'\n",
                ),
                ("tow", "import os\n\ndef pull():\n    os.environ['HULL'] = 'wood'\n"),
            ])
            .heavy(&["dockyard"])
    };
    check_deferred(case("", "import rig\nrig.fit()"), "app.images", &LOCAL);
    check_deferred(
        case("def main():\n    import rig\n    rig.fit()", ""),
        "app.images",
        &LOCAL,
    );
    // Another package has not loaded it.
    check_kept(case("", "import tow\ntow.pull()"), "app.images", Code::ImportWindow);
    check_kept(
        case("def main():\n    import tow\n    tow.pull()", ""),
        "app.images",
        Code::ImportWindow,
    );
}

/// A name that no file of an installed package binds is none of the program's.
#[test]
fn names_that_a_package_binds_nowhere() {
    let case = |name: &str| {
        let package = format!(
            "def tell(piece):\n    piece.depth = 1\n\ndef fill():\n    try:\n        len(())\n    except Exception:\n        tell({name})\n\nfill()\nSIZE = 1\n"
        );
        Case::from(USES).site(&[("dockyard", &package)])
    };
    check_deferred(case("gone"), "app.images", &LOCAL);
    let told = "import json\n\ndef tell(piece):\n    piece.depth = 1\n\ntell(json.loads)\nSIZE = 1\n";
    check_kept(
        Case::from(USES).site(&[("dockyard", told)]),
        "app.images",
        Code::HasEffects,
    );
}

/// What a package enters into a table that it alone looks into may come later with it.
#[test]
fn tables_that_only_the_package_looks_into() {
    let case = |reads: &str| {
        let app =
            format!("from app.first import go\n{reads}from app.second import SIZE\n\ndef size():\n    return go()\n");
        let dill = "import pickle\nPlain = pickle._Pickler\n\ndef extend():\n    Plain.dispatch[int] = print\n\nclass Own(Plain):\n    dispatch = Plain.dispatch.copy()\n";
        Case::from(app.as_str())
            .and(&[
                ("app.first", "import dill\ndef go():\n    return dill.SIZE\n"),
                ("app.second", "import dill\nSIZE = dill.SIZE + 1\n"),
            ])
            .site(&[
                ("dill", "from dill._dill import extend\nextend()\nSIZE = 1\n"),
                ("dill._dill", dill),
            ])
            .heavy(&["app.first"])
    };
    check_deferred(case(""), "app.images", &LOCAL);
    let reads = "import pickle\nprint(len(pickle._Pickler.dispatch))\n";
    check_kept(case(reads), "app.images", Code::HasEffects);
}

/// `__builtins__[name]` is what is built in under a name, and not the table of all of them.
#[test]
fn what_is_built_in_under_a_name() {
    let case = |does: &str| {
        let reads = "import builtins\nNAMES = dict(vars(builtins))\nSIZE = 1\n";
        let app = format!("{USES}\nTABLE = {{}}\n\ndef change(name):\n    {does}\n");
        Case::from(app.as_str()).site(&[("dockyard", reads)])
    };
    check_deferred(
        case("TABLE[name] = __builtins__[name]\n    TABLE[name].size = 2"),
        "app.images",
        &LOCAL,
    );
    check_kept(case("__builtins__[name] = 2"), "app.images", Code::ImportWindow);
    check_kept(case("__builtins__['size'] = 2"), "app.images", Code::ImportWindow);
}

/// An installed package falls back to a module of its own folder: nothing of the project's packages is that.
#[test]
fn names_that_only_a_package_asks_for() {
    let case = |own: (&str, &str)| {
        let conf = "import sys\nfrom app.images import size\nsys.path.append('.')\nproject = 'app'\n";
        let falls_back =
            "try:\n    from dockyard.gone import SIZE\nexcept ImportError:\n    from version import SIZE\n";
        Case::from(USES)
            .and(&[own])
            .beside(&[("docs.conf", conf)])
            .site(&[("dockyard", falls_back)])
            .heavy(&["dockyard"])
    };
    check_deferred(case(("app.version", "SIZE = 2\n")), "app.images", &LOCAL);
    let asks = "try:\n    import version\nexcept ImportError:\n    version = None\n";
    let asked_for = case(("app.version", asks));
    check_kept(asked_for, "app.images", Code::ImportWindow);
}

/// What a script of the documentation puts there before it loads anything is found by all that is loaded later.
#[test]
fn stand_ins_that_come_before_all_else() {
    let case = |init: &str, script: &str| {
        Case::new(&[
            ("app", init),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
        ])
        .site(&[("rig", "SIZE = 1\n")])
        .beside(&[("docs.conf", script)])
        .heavy(&["rig"])
    };
    let puts = "sys.modules.update((name, object()) for name in ['rig'])\n";
    for put in [
        puts,
        "sys.modules['rig'] = object()\n",
        "for name in ['rig']:\n    sys.modules[name] = object()\n",
    ] {
        for (init, script) in [
            ("VERSION = 1\n", format!("import sys\nimport app\n{put}")),
            ("from app import images\n", format!("import sys\n{put}import app\n")),
        ] {
            check_deferred(case(init, &script), "app.images", &LOCAL);
        }
        for (init, script) in [
            // It has been loaded by then.
            ("from app import images\n", format!("import sys\nimport app\n{put}")),
            (
                "from app import images\n",
                format!("import sys\n{put}import app\ndel sys.modules['rig']\n"),
            ),
            // Anybody may call that later.
            (
                "VERSION = 1\n",
                format!(
                    "import sys\n\ndef setup(app):\n    {}",
                    put.replace("\n    ", "\n        ")
                ),
            ),
        ] {
            check_kept(case(init, &script), "app.images", Code::SysModules);
        }
    }
}

/// A script that bears the name of a package takes that out of what is loaded before it has loaded any of it: nothing is there.
#[test]
fn what_a_script_takes_out_before_all_else() {
    let case = |script: &str| {
        let cli = "from app.images import size\n\ndef main():\n    return size()\n";
        Case::new(&[
            ("app", ""),
            ("app.cli", cli),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
        ])
        .and(&[("app'", script)])
        .site(&[("rig", "SIZE = 1\n")])
        .heavy(&["app.images"])
    };
    for takes in [
        "import contextlib, sys\nwith contextlib.suppress(KeyError):\n    del sys.modules['app.images']\nimport app.cli\n",
        "import sys\nsys.modules.pop('app.images', None)\nimport app.cli\n",
    ] {
        check_deferred(case(takes), "app.cli", &LOCAL);
    }
    for takes in [
        // It has been loaded by then, and is loaded anew.
        "import sys\nimport app.cli\ndel sys.modules['app.images']\nimport app.images\n",
        // Anybody may call that later.
        "import sys\n\ndef forget():\n    sys.modules.pop('app.images', None)\n\nimport app.cli\nforget()\n",
        // It has been loaded by the second turn.
        "import sys\nfor turn in '12':\n    sys.modules.pop('app.images', None)\n    import app.cli\n",
        // What it has loaded loads that, for all that is seen.
        "import sys\nimport rig\nsys.modules.pop('app.images', None)\nimport app.cli\n",
        // What it takes out it may ask for.
        "import sys\nif sys.modules.pop('app.images', None):\n    print('there')\nimport app.cli\n",
    ] {
        check_kept(case(takes), "app.cli", Code::SysModules);
    }
}

/// Who asks for a module because an object would be of it finds it loaded; who looks at another class asks for nothing of the kind.
#[test]
fn packages_that_look_at_objects() {
    let case = |function: &str| {
        Case::from(USES)
            .and(&[("app.main", "import rig\n\ndef main():\n    return rig.look(1)\n")])
            .site(&[
                ("rig", &format!("import sys\n\n{function}\n")),
                ("dockyard", "SIZE = 1\n"),
            ])
            .heavy(&["dockyard"])
    };
    for function in [
        "def look(x):\n    d = sys.modules.get('dockyard')\n    return d is not None and isinstance(x, d.Ship)",
        "def look(x):\n    if 'dockyard' not in sys.modules:\n        return False\n    import dockyard\n    return isinstance(x, (int, dockyard.Ship))",
        "def look(x):\n    return 'dockyard' in sys.modules and isinstance(x, sys.modules['dockyard'].Ship)",
        "def look(x):\n    d = sys.modules.get('dockyard')\n    kinds = (d.Ship,) if d else ()\n    return isinstance(x, kinds)",
    ] {
        check_deferred(case(function), "app.images", &LOCAL);
    }
    for function in [
        "def look(x):\n    if isinstance(x, str):\n        x = [x]\n    return 'dockyard' in sys.modules",
        "def look(seed):\n    if not isinstance(seed, int):\n        raise TypeError\n    if 'dockyard' in sys.modules:\n        sys.modules['dockyard'].seed(seed)",
        "class Own:\n    pass\n\ndef look(x):\n    return isinstance(x, Own) and 'dockyard' in sys.modules",
    ] {
        check_kept(case(function), "app.images", Code::SysModules);
    }
}

/// What an installed package changes when it is imported, it changes between an import above that and the first use of it.
#[test]
fn what_another_package_changes_when_it_is_imported() {
    let case = |imports: &str, patches: &str| {
        let start = format!("{imports}\n\ndef main():\n    return images.size(), trainer.run()\n");
        Case::new(&[
            ("app", ""),
            ("app.images", "import rig\n\ndef size():\n    return rig.SIZE\n"),
            ("app.start", &start),
        ])
        .site(&[
            ("rig", "import json\nSIZE = json.dumps({'a': 1})\n"),
            (
                "trainer",
                &format!("import json\n{patches}\n\ndef run():\n    return 1\n"),
            ),
        ])
        .heavy(&["rig"])
    };
    let patches = "json.dumps = lambda one: 'patched'";
    let both = "from app import images\nimport trainer";
    check_kept(case(both, patches), "app.images", Code::ImportWindow);
    check_deferred(case(both, ""), "app.images", &LOCAL);
    check_deferred(case(both, "json.loads = lambda one: 'patched'"), "app.images", &LOCAL);
    // It loads the other one before, or only then.
    let first = format!("import rig\n{patches}");
    check_deferred(case(both, &first), "app.images", &LOCAL);
    let then = format!("{patches}\nimport rig");
    check_kept(case(both, &then), "app.images", Code::ImportWindow);
    // Under which names it puts something, it does not say.
    let unknown = "import sys\nfor name in sys.argv:\n    sys.modules[name] = sys";
    check_deferred(case(both, unknown), "app.images", &LOCAL);
    // Who watches what the interpreter does finds no other installation.
    let asks =
        "from importlib.metadata import version\nimport trainer\nfrom app import images\nVERSION = version('app')";
    let hook = "import sys\n\ndef look(event, arguments):\n    pass\n\nsys.addaudithook(look)";
    check_deferred(case(asks, hook), "app.images", &LOCAL);
}
