//! What has to stay, and what may be deferred because it stays; whose state is whose.
use super::super::testing::{Case, check_deferred, check_kept, check_untouched};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];
const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

fn beside(name: &str, source: &str) -> Case {
    Case::from(USE).and(&[(name, source)])
}

#[test]
fn what_stays_loads_for_the_others() {
    // `app.ui` sets the level of somebody's logger, and is loaded by its own import all the same.
    let ui = "import logging\nimport dockyard\nlogging.getLogger('noisy').setLevel(40)\ndef show():\n    return dockyard.SIZE\n";
    let formats = "from app import ui\nimport dockyard\ndef form():\n    return ui.show(), dockyard.SIZE\n";
    let main = "from app import ui\nfrom app.formats import form\n\ndef run():\n    return form(), ui.show()\n";
    let case = || {
        Case::from(main)
            .and(&[("app.ui", ui), ("app.formats", formats)])
            .heavy(&["app.formats"])
    };
    check_deferred(case(), "app.images", &LOCAL);
    // Where nothing else loads it, the import that does stays.
    let alone = Case::from("from app.formats import form\n\ndef run():\n    return form()\n")
        .and(&[("app.ui", ui), ("app.formats", formats)])
        .heavy(&["app.formats"]);
    check_kept(alone, "app.images", Code::HasEffects);
}

#[test]
fn what_is_loaded_late_is_not_read_before() {
    let table = ("app.table", "TABLE = {}\n");
    let fills = ("app.fills", "from app.table import TABLE\nTABLE['a'] = 1\n");
    let formats = ("app.formats", "import app.fills\n\ndef form():\n    return 1\n");
    let main = |between: &str| {
        let source = format!(
            "from app.formats import form\n{between}\nimport app.fills\n\ndef run():\n    return form(), app.fills\n"
        );
        Case::from(source.as_str())
            .and(&[table, fills, formats])
            .heavy(&["app.formats"])
    };
    check_untouched(main("from app.table import TABLE\nKNOWN = len(TABLE)"), "app.images");
}

/// Who has read the table before somebody fills it, as that imports him first, has so in any order.
#[test]
fn what_is_loaded_late_has_loaded_its_readers_before() {
    let case = |fills: &str, reader: &str| {
        let main = "from app.formats import form\nimport more\n\ndef run():\n    return form(), more\n";
        Case::from(main)
            .and(&[
                ("app.formats", "import fills\n\ndef form():\n    return 1\n"),
                ("app.other", "import reader\n"),
            ])
            .site(&[
                ("table", "TABLE = {}\n"),
                ("reader", reader),
                ("fills", fills),
                ("more", "import reader\nimport fills\n"),
            ])
            .heavy(&["app.formats"])
    };
    let reader = "from table import TABLE\nSIZE = len(TABLE)\n";
    let fills = "import table\ntable.TABLE['a'] = 1\n";
    check_deferred(case(&format!("import reader\n{fills}"), reader), "app.images", &LOCAL);
    for late in [
        fills.to_owned(),
        format!("{fills}import reader\n"),
        format!("import table\nif table.TABLE:\n    import reader\n{fills}"),
    ] {
        check_kept(case(&late, reader), "app.images", Code::HasEffects);
    }
    // Who takes another name of that module reads nothing of the table.
    let other = "from table import NAME\nSIZE = NAME\n";
    check_deferred(
        case(fills, other).site(&[("table", "TABLE = {}\nNAME = 'a'\n")]),
        "app.images",
        &LOCAL,
    );
    let asks = "from table import size\nSIZE = size()\n";
    let sized = "TABLE = {}\ndef size():\n    return len(TABLE)\n";
    check_kept(
        case(fills, asks).site(&[("table", sized)]),
        "app.images",
        Code::HasEffects,
    );
    let circle = format!("import fills\n{reader}");
    check_kept(
        case(&format!("import reader\n{fills}"), &circle),
        "app.images",
        Code::ImportCycle,
    );
}

/// Who takes a name of the module that is loaded late loads it for that.
#[test]
fn what_is_loaded_late_is_there_for_who_takes_it() {
    let ui = "import logging\nlogging.getLogger('noisy').setLevel(40)\nSTYLE = {}\nSTYLE['a'] = 1\n";
    let case = |reader: &str| {
        let main = "from app.formats import form\nimport app.reader\n\ndef run():\n    return form(), app.reader\n";
        Case::from(main)
            .and(&[
                ("app.ui", ui),
                (
                    "app.formats",
                    "from app import ui\n\ndef form():\n    return ui.STYLE\n",
                ),
                ("app.reader", reader),
            ])
            .heavy(&["app.formats"])
    };
    check_deferred(case("from app import ui\nSIZE = len(ui.STYLE)\n"), "app.images", &LOCAL);
    let level = "import logging\nLEVEL = logging.getLogger('noisy').level\nfrom app import ui\n";
    check_kept(case(level), "app.images", Code::HasEffects);
}

#[test]
fn loggers_and_variables_have_names() {
    let logger = "import logging\nlog = logging.getLogger('app.other')\nlog.propagate = False\nlog.setLevel(10)\n";
    check_deferred(beside("app.other", logger), "app.images", &LOCAL);
    let environment = |of: &str| {
        let reads = "import os\nSIZE = os.environ.get('DOCK_SIZE')\ndef connect(): return SIZE\n";
        let sets = format!(
            "import os\nfrom app.images import size\ndef run():\n    os.environ.update({of})\n    return size()\n"
        );
        beside("app.run", &sets).site(&[("dockyard", reads)])
    };
    check_deferred(environment("{'OTHER': '1'}, MORE='2'"), "app.images", &LOCAL);
    check_kept(environment("{'DOCK_SIZE': '1'}"), "app.images", Code::ImportWindow);
    check_kept(environment("DOCK_SIZE='1'"), "app.images", Code::ImportWindow);
    check_kept(environment("read()"), "app.images", Code::ImportWindow);
}

#[test]
fn patterns_stay_as_they_are() {
    let pattern = "
        import re
        WORD = re.compile('(a)(b)')

        class Version:
            def __init__(self, text):
                found = WORD.match(text)
                self.parts = found.groups(), found.start(1), WORD.split(text)[0].isdigit()
        ";
    let uses = "from app.words import Version\nFIRST = Version('ab')\n";
    let case = Case::from("from app.first import FIRST\n\ndef run():\n    return FIRST\n")
        .and(&[("app.words", pattern), ("app.first", uses)])
        .heavy(&["app.first"]);
    check_deferred(case, "app.images", &LOCAL);
}

#[test]
fn finders_that_know_their_names() {
    let finder = |body: &str| {
        let source = format!(
            "import sys\n\nclass Denier:\n    def __init__(self):\n        self.names = set()\n    def forbid(self, name):\n        self.names.add(name)\n    def find_spec(self, name, path, target=None):\n        if path:\n            return\n{body}\n\nDENIER = Denier()\nsys.meta_path.insert(0, DENIER)\nDENIER.forbid('other')\n"
        );
        beside("app.deny", &source).and(&[("app.main", "import app.images\nimport app.deny\n")])
    };
    let refuses = "        if name in self.names:\n            raise ImportError(name)";
    check_deferred(finder(refuses), "app.images", &LOCAL);
    let of_dockyard = "        if name in self.names or name == 'dockyard':\n            raise ImportError(name)";
    check_kept(finder(of_dockyard), "app.images", Code::ImportWindow);
    let of_any = "        if lookup(name):\n            return lookup(name)";
    check_kept(finder(of_any), "app.images", Code::ImportWindow);
    // It raises for what it does not want, by whatever means.
    for fails in [
        "assert name != 'dockyard'",
        "1 // (name != 'dockyard')",
        "[0][name == 'dockyard']",
        "{}[name]",
        "int(name)",
    ] {
        check_kept(finder(&format!("        {fails}")), "app.images", Code::ImportWindow);
    }
    check_deferred(
        finder("        assert isinstance(name, str) and name.partition('.')[0]"),
        "app.images",
        &LOCAL,
    );
}

/// What a function takes away is one that the program has put there, where it gets hold of no others.
#[test]
fn finders_that_functions_take_away() {
    let finder = |name: &str, more: &str| {
        let source = format!(
            "import sys\n\nclass Denier:\n    def find_spec(self, name, path, target=None):\n        if name == '{name}':\n            raise ImportError(name)\n        return None\n\ndef install():\n    denier = Denier()\n    sys.meta_path.insert(0, denier)\n    return denier\n\ndef remove(denier):\n    sys.meta_path.remove(denier)\n{more}"
        );
        beside("app.deny", &source).and(&[("app.main", "import app.images\nimport app.deny\n")])
    };
    check_deferred(finder("other.reactor", ""), "app.images", &LOCAL);
    check_kept(finder("dockyard", ""), "app.images", Code::ImportWindow);
    let others = "\ndef clean():\n    for finder in sys.meta_path:\n        remove(finder)\n";
    check_kept(finder("other.reactor", others), "app.images", Code::ImportWindow);
    let of_python = "\nfrom importlib.machinery import PathFinder\n\ndef clean():\n    remove(PathFinder)\n";
    check_kept(finder("other.reactor", of_python), "app.images", Code::ImportWindow);
    // Who only asks whether one is there, or how many there are, does not get hold of it.
    let counts = "\ndef count(denier):\n    assert sys.meta_path[0] is denier or denier not in sys.meta_path\n    return sum(1 for one in sys.meta_path if isinstance(one, Denier))\n";
    check_deferred(finder("other.reactor", counts), "app.images", &LOCAL);
    let first = "\ndef first():\n    return sys.meta_path[0]\n";
    check_kept(finder("other.reactor", first), "app.images", Code::ImportWindow);
    let takes = "\ndef clean():\n    return [remove(one) for one in sys.meta_path if not isinstance(one, Denier)]\n";
    check_kept(finder("other.reactor", takes), "app.images", Code::ImportWindow);
}

#[test]
fn finders_that_functions_make() {
    let finder = |body: &str| {
        let source = format!(
            "import sys\n\nclass Denier:\n    def __init__(self, names):\n        self.names = names\n    def find_spec(self, name, path, target=None):\n{body}\n\ndef install(names):\n    denier = Denier(names)\n    sys.meta_path.insert(0, denier)\n    return denier\n"
        );
        beside("app.deny", &source).and(&[("app.main", "import app.images\nimport app.deny\n")])
    };
    let of_other = "        if name == 'other.reactor':\n            raise ImportError(name)\n        return None";
    check_deferred(finder(of_other), "app.images", &LOCAL);
    let of_dockyard = "        if name == 'dockyard':\n            raise ImportError(name)";
    check_kept(finder(of_dockyard), "app.images", Code::ImportWindow);
    let of_any = "        if name in self.names:\n            raise ImportError(name)";
    check_kept(finder(of_any), "app.images", Code::ImportWindow);
}

#[test]
fn scripts_run_alone() {
    let script = "import os, sys\n\ndef run(path):\n    os.environ['DOCK_SIZE'] = path\n\nif __name__ == '__main__':\n    run(sys.argv[1])\n";
    let reads = "import os\nSIZE = os.environ.get('DOCK_SIZE')\ndef connect(): return SIZE\n";
    let case = || beside("app.in_process", script).site(&[("dockyard", reads)]);
    check_deferred(case(), "app.images", &LOCAL);
    let imported = case().and(&[("app.main", "from app import images, in_process\n")]);
    check_kept(imported, "app.images", Code::ImportWindow);
}

#[test]
fn frames_of_whoever_it_is() {
    let looks = |rest: &str| {
        let helper = format!("import sys\n\nclass Debugger:\n    def look(self, obj, frame=None):\n        {rest}\n");
        let source = format!("from app.helper import Debugger\n{USE}\ndef all(d): return d.look(size)\n");
        Case::from(source.as_str()).and(&[("app.helper", &helper)])
    };
    for rest in [
        "return obj.f_globals is self.names",
        "return eval(obj, self.curframe.f_globals)",
        "space = sys._getframe(1).f_globals; return space['__name__'], space.get('__file__')",
        "return sys.exc_info()[2].tb_frame.f_globals",
        "return eval(obj, sys._getframe().f_globals)",
    ] {
        check_deferred(looks(rest), "app.images", &LOCAL);
    }
    for rest in [
        "return eval(obj, sys._getframe(1).f_globals)",
        "space = sys._getframe(1).f_globals; return space[obj]",
        "return eval('1', sys._getframe(1).f_globals)",
        "return obj.f_globals",
    ] {
        check_kept(looks(rest), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn texts_that_are_evaluated() {
    let evaluates = |rest: &str| Case::from(format!("{USE}\ndef of(text):\n{rest}\n").as_str());
    let literals = "    if text and text in ['[]', '{}', 'size']:\n        return eval(text)";
    check_deferred(evaluates(literals), "app.images", &LOCAL);
    for rest in [
        "    return eval(text)",
        "    if text in ['connect']:\n        return eval(text)",
        "    if text in ['[]']:\n        text = other(text)\n        return eval(text)",
        "    if text in ['[]']:\n        pass\n    return eval(text)",
    ] {
        check_kept(evaluates(rest), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn classes_that_nobody_hands_over_are_not_asked() {
    let base = ("app.base", "class Base:\n    pass\n");
    let below = (
        "app.below",
        "import dockyard\nfrom app.base import Base\n\nclass Below(Base):\n    def size(self):\n        return dockyard.SIZE\n",
    );
    let case = |helper: &str, rest: &str| {
        let source = format!("from app.below import Below\n\ndef run():\n    return Below()\n{rest}\n");
        Case::from(source.as_str())
            .and(&[base, below, ("app.helper", helper)])
            .heavy(&["app.below"])
    };
    let asks = "def all_below(cls):\n    return [cls, *cls.__subclasses__()]\n";
    check_deferred(case(asks, ""), "app.images", &LOCAL);
    let handed =
        "from app.base import Base\nfrom app.helper import all_below\ndef every():\n    return all_below(Base)";
    check_kept(case(asks, handed), "app.images", Code::HasEffects);
    let by_table = "from app.base import Base\nTABLE = {'base': Base}";
    check_deferred(case(asks, by_table), "app.images", &LOCAL);
    let by_itself = "from app.base import Base\ndef every():\n    return Base.__subclasses__()\n";
    check_kept(case(by_itself, ""), "app.images", Code::HasEffects);
}

/// Of a function that asks what it is handed, all callers are looked at; where it is handed on itself, anybody may call it.
#[test]
fn a_function_asks_the_classes_that_its_callers_hand_it() {
    let base = ("app.base", "class Base:\n    pass\n");
    let below = (
        "app.below",
        "import dockyard\nfrom app.base import Base\n\nclass Below(Base):\n    def size(self):\n        return dockyard.SIZE\n",
    );
    let other = ("app.other", "class Other:\n    pass\n");
    let case = |helper: &str, rest: &str| {
        let source = format!(
            "from app.base import Base\nfrom app.below import Below\nfrom app.other import Other\nTABLE = {{'base': Base}}\n\ndef run():\n    return Below()\n{rest}\n"
        );
        Case::from(source.as_str())
            .and(&[base, below, other, ("app.helper", helper)])
            .heavy(&["app.below"])
    };
    let recursive = "import inspect\n\ndef all_below(cls):\n    found = []\n    for sub in cls.__subclasses__():\n        if not inspect.isabstract(sub):\n            found.append(sub)\n        found.extend(all_below(sub))\n    return found\n";
    let listed = "def all_below(cls):\n    return set(cls.__subclasses__()).union(s for c in cls.__subclasses__() for s in all_below(c))\n";
    let worked = "def all_below(cls):\n    found, work = set(), [cls]\n    while work:\n        parent = work.pop()\n        for child in parent.__subclasses__():\n            if child not in found:\n                found.add(child)\n                work.append(child)\n    return found\n";
    let of_other = "from app.helper import all_below\ndef every():\n    return all_below(Other)";
    for helper in [recursive, listed, worked] {
        check_deferred(case(helper, of_other), "app.images", &LOCAL);
        for rest in [
            "from app.helper import all_below\ndef every():\n    return all_below(Base)",
            "from app.helper import all_below\ndef every():\n    return all_below(cls=Base)",
            "import app.helper\ndef every():\n    return app.helper.all_below(Base)",
            "from app.helper import all_below\ndef every():\n    return [all_below(c) for c in TABLE.values()]",
            "from app.helper import all_below\ndef every(Other):\n    return all_below(Other)",
            "from app.helper import all_below\ndef every():\n    return map(all_below, TABLE.values())",
            "from app.helper import all_below as below\ndef every():\n    return [below(c) for c in TABLE.values()]",
            "import app.helper\ndef every(c):\n    return getattr(app.helper, 'all_below')(c)",
            "import app.helper\nhelper = app.helper\ndef every():\n    return [helper.all_below(c) for c in TABLE.values()]",
            "import importlib\nHOOK = 'app.helper.all_below'\ndef every():\n    m, n = HOOK.rsplit('.', 1)\n    return getattr(importlib.import_module(m), n)(Base)",
            "from app import helper\ndef every(cmd):\n    return getattr(helper, f'{cmd}_below')(Base)",
            "from app.helper import all_below\ndef every(pick):\n    return all_below(*[pick()][:1])",
        ] {
            check_kept(case(helper, rest), "app.images", Code::HasEffects);
        }
    }
    // What comes by its classes in another way.
    for helper in [
        "KNOWN = []\n\ndef all_below(cls):\n    return [c.__subclasses__() for c in [cls, *KNOWN]]\n",
        "def all_below(cls):\n    return [c.__subclasses__() for c in cls.known.values()]\n",
        "def all_below(cls):\n    return [c.__subclasses__() for c in vars(cls).values()]\n",
        "def all_below(cls):\n    return type(cls).__subclasses__(cls)\n",
        "def all_below(cls):\n    return [getattr(c, '__subclasses__')() for c in cls.__subclasses__()]\n",
        "def all_below(cls):\n    return cls.__subclasses__()\n\ndef ask(cls):\n    def inner(one):\n        return one.__subclasses__()\n    return inner(cls)\n",
        "def all_below(cls):\n    return cls[0].__subclasses__()\n",
        "def all_below(cls):\n    return [c.__subclasses__() for c in cls]\n",
        "def all_below(cls):\n    return cls().__subclasses__()\n",
        "def all_below(cls):\n    from app import known\n    return known.pop().__subclasses__()\n",
        "def all_below(cls):\n    return [c.__subclasses__() for c in [cls | cls]]\n",
        "def all_below(cls):\n    return cls.copy().__subclasses__()\n",
        "def all_below(cls):\n    while True:\n        cls = yield cls.__subclasses__()\n",
        "import functools\n@functools.singledispatch\ndef show(x):\n    return x\n@show.register(type)\ndef all_below(cls):\n    return cls.__subclasses__()\n",
    ] {
        check_kept(case(helper, of_other), "app.images", Code::HasEffects);
    }
}

#[test]
fn packages_that_read_no_annotations() {
    let source = "
        from __future__ import annotations
        import dockyard
        import monitor

        def on_load(ship: dockyard.Ship) -> None:
            pass

        def run():
            return monitor.watch(on_load)
        ";
    let watch = "def watch(callback):\n    return callback\n";
    check_deferred(
        Case::from(source).site(&[("monitor", watch)]),
        "app.images",
        &[Strategy::TypeChecking],
    );
    let reads = "import typing\n\ndef watch(callback):\n    return typing.get_type_hints(callback)\n";
    check_kept(
        Case::from(source).site(&[("monitor", reads)]),
        "app.images",
        Code::RuntimeAnnotation,
    );
}

#[test]
fn what_tests_only_mention() {
    let served = "from app.images import connect\n";
    let mentions = "CASES = ['app.images.connect']\n\ndef test_dotted():\n    assert CASES[0].count('.')\n";
    let case = |test: &str| {
        Case::from("from dockyard import connect\n\ndef size():\n    return connect()\n")
            .and(&[("app.again", served)])
            .tests(&[("tests.t", test)])
            .heavy(&["app.images", "dockyard"])
    };
    check_deferred(
        case(mentions),
        "app.images",
        &[Strategy::ModuleGetattr, Strategy::FunctionLocal],
    );
}
