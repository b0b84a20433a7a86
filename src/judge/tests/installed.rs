//! Objects of installed packages that the program changes, and modules that look into them when they are loaded.
use super::super::testing::{Case, check_deferred, check_kept, check_one_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const LIB: &str = "plugins = ['a']\nothers = []\n";

/// `app.cli` imports `app.work`, which reads `read` of the package `lib` when it is loaded; `rest` is what `app.cli` does.
fn reading(read: &str, rest: &str) -> Case {
    let cli = format!("import lib\nfrom app import work\n\n{rest}\n\ndef show():\n    return work.PLUGINS\n");
    let work = format!("import dockyard\nimport lib\nPLUGINS = {read}\nSIZE = dockyard.SIZE + 1\n");
    Case::new(&[("app", ""), ("app.cli", cli.as_str()), ("app.work", work.as_str())]).site(&[("lib", LIB)])
}

#[test]
fn an_object_that_the_program_changes_before_it_is_read() {
    let read = "print(f'{lib.plugins}')";
    for changes in [
        "lib.plugins.append('b')",
        "def main():\n    lib.plugins.append('b')\n    return show()",
        "def main():\n    lib.plugins[0] = 'b'\n    return show()",
    ] {
        let case = reading("sorted(lib.plugins)", changes);
        check_one_kept(case, "app.cli", "from app import work", Code::ImportWindow);
    }
    let noted = reading(read, "lib.plugins.append('b')").heavy(&["dockyard"]);
    check_one_kept(noted, "app.cli", "from app import work", Code::HasEffects);
    for changes in [
        "def main():\n    lib.others.append('b')\n    return show()",
        "def main():\n    return len(lib.plugins), show()",
        "def main():\n    plugins = [*lib.plugins]\n    plugins.append('b')\n    return show()",
    ] {
        check_deferred(reading("sorted(lib.plugins)", changes), "app.cli", &LOCAL);
    }
}

/// A constant that is made of such an object is what it was when its module was loaded.
#[test]
fn a_constant_of_an_object_that_the_program_changes() {
    let case = |changes: &str| {
        let cli = format!("import lib\nfrom app import work\n\ndef main():\n    {changes}\n    return work.show()\n");
        let work = "import dockyard\nPLUGINS = tuple(dockyard.plugins)\n\ndef show():\n    return PLUGINS\n";
        Case::new(&[
            ("app", ""),
            ("app.cli", &cli.replace("lib", "dockyard")),
            ("app.work", work),
        ])
        .site(&[("dockyard", LIB)])
    };
    check_kept(case("lib.plugins.append('b')"), "app.work", Code::ImportWindow);
    check_deferred(case("lib.others.append('b')"), "app.work", &[Strategy::LazyConstant]);
}

/// Who imports a module is seen in the frames around it.
#[test]
fn frames_around_a_module() {
    let case = |work: &str| {
        let work = format!("import dockyard, sys\n{work}\nSIZE = dockyard.SIZE + 1\n");
        Case::new(&[
            ("app", ""),
            ("app.cli", "from app import work\n\ndef show():\n    return work.SIZE\n"),
            ("app.work", work.as_str()),
        ])
    };
    check_kept(case("WHO = sys._getframe().f_back.f_code"), "app.cli", Code::HasEffects);
    check_deferred(case("LINE = sys._getframe().f_lineno"), "app.cli", &LOCAL);
}

/// A named tuple of another package: what makes another one of it changes nothing.
#[test]
fn named_tuples_of_packages() {
    let styles = "from typing import NamedTuple\nclass Attrs(NamedTuple):\n    color: str = ''\nDEFAULT = Attrs()\n";
    let case = |makes: &str| {
        let deep = format!("from rig.styles import DEFAULT\nBOLD = {makes}\nSIZE = 1\n");
        Case::from(
            "import rig.styles\nfrom hoist import deep\n\ndef size():\n    return deep.SIZE, rig.styles.DEFAULT\n",
        )
        .site(&[
            ("rig", ""),
            ("rig.styles", styles),
            ("hoist", ""),
            ("hoist.deep", deep.as_str()),
        ])
        .heavy(&["hoist.deep"])
    };
    check_deferred(case("DEFAULT._replace(color='red')"), "app.images", &LOCAL);
    check_kept(case("DEFAULT.change(color='red')"), "app.images", Code::HasEffects);
}

#[test]
fn what_is_wrapped_and_kept_by_a_package() {
    let case = |keeps: &str, registers: &str| {
        let lib = format!(
            "class Frame:\n    pass\n\nTABLE = {{}}\n\ndef keep(name):\n    def wrap(cls):\n        {keeps}\n        return cls\n    return wrap\n"
        );
        Case::from("import lib\nfrom app.geo import size\n\ndef area():\n    return lib.Frame().geo, lib.TABLE['geo']\n\ndef run():\n    return size()\n")
            .and(&[("app.geo", &format!("import lib\n{registers}\ndef size():\n    return 1\n"))])
            .site(&[("lib", &lib)])
            .heavy(&["app.geo"])
    };
    let registers = "@lib.keep('geo')\nclass Geo: pass\n";
    for keeps in [
        "setattr(Frame, name, property(cls))",
        "Frame.geo = property(lambda self: cls(self))",
        "if name not in TABLE: TABLE[name] = [cls]",
        "TABLE.get(name); TABLE[name] = (1, {'class': cls})",
    ] {
        check_kept(case(keeps, registers), "app.images", Code::HasEffects);
    }
    // What is made for whoever asks first, who asks the same way.
    let made = "if name not in TABLE: TABLE[name] = [name, Frame]\n        return TABLE[name]";
    let lib = format!("class Frame:\n    pass\n\nTABLE = {{}}\n\ndef kept(name):\n        {made}\n");
    let asks = "import lib\nfrom app.geo import size\n\ndef area():\n    return lib.kept('geo')\n\ndef run():\n    return size()\n";
    let case = Case::from(asks)
        .and(&[(
            "app.geo",
            "import lib\nGEO = lib.kept('geo')\ndef size():\n    return 1\n",
        )])
        .site(&[("lib", &lib)]);
    check_deferred(case.heavy(&["app.geo", "lib"]), "app.images", &LOCAL);
}

#[test]
fn functions_that_have_a_say_in_imports() {
    let case = |does: &str| {
        let text = format!(
            "import builtins, sys\nimport lib\n\nclass No:\n    def find_spec(self, name, path=None, target=None):\n        raise ImportError(name)\n\ndef main():\n    {does}\n    return lib.SIZE\n"
        );
        Case::from(text.as_str()).site(&[("lib", "SIZE = 1\n")]).heavy(&["lib"])
    };
    for does in [
        "sys.meta_path.insert(0, No())",
        "sys.meta_path[:] = [No()]",
        "sys.path_hooks.clear()",
        "builtins.__import__ = print",
    ] {
        check_kept(case(does), "app.images", Code::ImportWindow);
    }
    for does in [
        "len(sys.meta_path)",
        "sys.path.append('more')",
        "builtins.print(1)",
        "sys.meta_path.append(No())",
    ] {
        check_deferred(case(does), "app.images", &LOCAL);
    }
    // A finder that is asked last finds what is not installed.
    let optional = "try:\n    import gone\nexcept ImportError:\n    gone = None\nSIZE = 1\n";
    let last = case("sys.meta_path.append(No())").site(&[("lib", optional)]);
    check_kept(last, "app.images", Code::ImportWindow);
}

#[test]
fn backports_are_what_they_stand_for() {
    let case = |module: &str| {
        let special = "class _Special:\n    def __init__(self, function):\n        self.function = function\n    def __mro_entries__(self, bases):\n        return (_made,)\n\n_made = type.__new__(type, 'TypedDict', (), {})\n\n@_Special\ndef TypedDict(self, args): ...\n";
        let types = format!("from {module} import TypedDict\n\nclass Size(TypedDict, total=False):\n    width: int\n");
        Case::from("from app.types import Size\n\ndef size():\n    return Size()\n")
            .and(&[("app", ""), ("app.types", &types)])
            .site(&[(module, special)])
            .heavy(&["app.types"])
    };
    check_deferred(case("typing_extensions"), "app.images", &LOCAL);
    check_kept(case("other_extensions"), "app.images", Code::HasEffects);
}

#[test]
fn the_path_of_a_package_is_an_object_of_its_own() {
    let case = |does: &str| {
        Case::from("from app.paths import size\n\ndef run():\n    return size()\n")
            .and(&[
                ("app", ""),
                (
                    "app.paths",
                    &format!("import app\n{does}\n\ndef size():\n    return 1\n"),
                ),
            ])
            .heavy(&["app.paths"])
    };
    check_kept(case("app.__path__.append('more')"), "app.images", Code::HasEffects);
    check_deferred(case("HERE = list(app.__path__)"), "app.images", &LOCAL);
}

#[test]
fn a_submodule_that_a_package_is_asked_for() {
    let case = |asks: &str| {
        Case::from("import lib\nimport lib.more\n\ndef size():\n    return lib.more.SIZE\n")
            .and(&[(
                "app.other",
                &format!("import lib\nimport app.images\n\ndef has():\n    return {asks}\n"),
            )])
            .site(&[("lib", "ALL = 1\n"), ("lib.more", "SIZE = 1\n")])
            .heavy(&["lib.more"])
    };
    for asks in [
        "hasattr(lib, 'more')",
        "getattr(lib, 'more', None)",
        "'more' in vars(lib) or lib.more",
    ] {
        check_one_kept(case(asks), "app.images", "import lib.more", Code::SubmoduleProvider);
    }
    check_deferred(case("hasattr(lib, 'less'), getattr(lib, 'ALL')"), "app.images", &LOCAL);
}

#[test]
fn functions_of_the_standard_library_that_change_what_they_are_handed() {
    let case = |does: &str| {
        let yard = "import argparse, configparser, contextlib\nPARSER = argparse.ArgumentParser()\nCONF = configparser.ConfigParser()\nSTACK = contextlib.ExitStack()\nITEMS = [2, 1]\n";
        let fills = format!(
            "import argparse, bisect, heapq, operator, random, statistics\nfrom app.yard import CONF, ITEMS, PARSER, STACK\n{does}\n\ndef size():\n    return 1\n"
        );
        Case::from("from app.fills import size\nfrom app.yard import ITEMS, PARSER\n\ndef parse():\n    return PARSER.parse_args(), ITEMS\n\ndef run():\n    return size()\n")
            .and(&[("app.yard", yard), ("app.fills", &fills)])
            .heavy(&["app.fills"])
    };
    for does in [
        "PARSER.add_argument('--size')",
        "GROUP = PARSER.add_argument_group('more')\nGROUP.add_argument('--size')",
        "PARSER.set_defaults(size=1)",
        "CONF.read_dict({'a': {'b': 1}})",
        "STACK.callback(print)",
        "heapq.heappush(ITEMS, 3)",
        "bisect.insort(ITEMS, 3)",
        "random.shuffle(ITEMS)",
        "operator.iadd(ITEMS, [3])",
    ] {
        check_kept(case(does), "app.images", Code::HasEffects);
    }
    for does in [
        "MINE = argparse.ArgumentParser()\nMINE.add_argument('--size')",
        "MINE = []\nheapq.heappush(MINE, 3)",
        "MEAN = statistics.mean([1, 2])",
        "AT = bisect.bisect([1, 2], 1)",
    ] {
        check_deferred(case(does), "app.images", &LOCAL);
    }
}

/// What an installed package makes of a function in ways that cannot be followed runs it later.
#[test]
fn decorators_that_cannot_be_followed() {
    let lib = "def options(kind):\n    def add(function):\n        def wrapper(*arguments):\n            return function(*arguments)\n        wrapper = eval(kind)(wrapper)\n        return wrapper\n    return add\n\ndef run(function):\n    function()\n    return function\n\ndef each(kind, function):\n    eval(kind)(function)\n";
    let case = |decorator: &str| {
        let text = format!(
            "import lib\nfrom dockyard import connect\n\ndef now(function):\n    lib.each('a', function)\n    return function\n\n{decorator}\ndef size():\n    return connect()\n"
        );
        Case::new(&[
            ("app", ""),
            ("app.kinds", "class Kind:\n    pass\n"),
            ("app.images", &text),
        ])
        .site(&[("lib", lib)])
    };
    check_deferred(case("@lib.options('a')"), "app.images", &LOCAL);
    // It calls the function itself, or the project hands it one to call.
    check_kept(case("@lib.run"), "app.images", Code::UsedAtImport);
    check_kept(case("@now"), "app.images", Code::UsedAtImport);
}

/// What a package hands out of its native code is known to the rules by the name under which it does that.
#[test]
fn a_name_that_comes_out_of_native_code() {
    let case = |numpy: &str, does: &str| {
        let fills = format!("import numpy\n{does}\n\ndef size():\n    return 1\n");
        Case::from("from app.fills import size\n\ndef run():\n    return size()\n")
            .and(&[("app.fills", &fills)])
            .site(&[("numpy", numpy)])
            .heavy(&["app.fills"])
    };
    for numpy in [
        "from numpy_native import *\n",
        "from numpy_native import seterr, array\n",
    ] {
        check_kept(case(numpy, "numpy.seterr(all='raise')"), "app.images", Code::HasEffects);
        check_deferred(case(numpy, "ONE = numpy.array([1])"), "app.images", &LOCAL);
    }
}

/// A generator that is told where to start does not start anywhere.
#[test]
fn a_generator_of_ones_own() {
    let case = |made: &str| {
        let fills =
            format!("import random\nGENERATOR = {made}\nSIZE = GENERATOR.random()\n\ndef size():\n    return SIZE\n");
        Case::from("from app.fills import size\n\ndef run():\n    return size()\n")
            .and(&[("app.fills", &fills)])
            .heavy(&["app.fills"])
    };
    check_deferred(case("random.Random(3)"), "app.images", &LOCAL);
    check_kept(case("random.Random()"), "app.images", Code::HasEffects);
}

/// What an installed package makes when it is first asked for is the same for whoever asks.
#[test]
fn what_a_package_makes_once() {
    let lib = |keeps: &str| {
        format!(
            "class Version:\n    def __init__(self):\n        self._key = None\n        self.asked = len(dir())\n\n    def key(self):\n{keeps}\n        return self._key\n\nVERSION = Version()\n"
        )
    };
    let case = |keeps: &str| {
        let cli = "import lib\nfrom app import work\n\ndef show():\n    lib.VERSION.key()\n    return work.PLUGINS\n";
        let work = "import dockyard\nimport lib\nPLUGINS = lib.VERSION.key()\nSIZE = dockyard.SIZE + 1\n";
        Case::new(&[("app", ""), ("app.cli", cli), ("app.work", work)])
            .site(&[("lib", &lib(keeps)), ("dockyard", "SIZE = 1\n")])
            .heavy(&["app.work"])
    };
    check_deferred(
        case("        if self._key is None:\n            self._key = (1, 2)"),
        "app.cli",
        &LOCAL,
    );
    for keeps in [
        "        self._key = (1, 2)",
        "        if self._key is None:\n            self.asked = 1",
        "        if self.asked:\n            self._key = (1, 2)",
        "        if self._key is None or self.asked:\n            self._key = (1, 2)",
    ] {
        check_one_kept(case(keeps), "app.cli", "from app import work", Code::HasEffects);
    }
}
