//! Kinds of reasons that were met in real programs and are none, each with one nearby that is.
use super::super::Code;
use super::super::testing::{Case, check_kept, check_one_kept, rewritten};

const USE: &str = "from dockyard import connect\n\ndef size():\n    return connect()\n";

#[test]
fn namespaces_of_modules_made_on_the_spot() {
    let case = |loads: &str| {
        Case::from(USE).and(&[(
            "app.load",
            &format!("import types, sys\nfrom app import images\n\ndef load(name, cls):\n{loads}"),
        )])
    };
    for loads in [
        "    made = types.ModuleType(name)\n    exec('x = 1', made.__dict__)\n    return vars(made)\n",
        "    made = cls.__new__(cls)\n    made.__dict__.update(name)\n    return made\n",
        "    return [base.__dict__ for base in cls.__mro__]\n",
    ] {
        rewritten(case(loads), "app.images");
    }
    for loads in [
        "    made = types.ModuleType(name)\n    made = sys.modules[name]\n    return vars(made)\n",
        "    return [base.__dict__ for base in cls.modules]\n",
    ] {
        let loads = format!("{loads}\nload('app.images', images)\n");
        check_kept(case(&loads), "app.images", Code::NamespaceRead);
    }
}

#[test]
fn modules_that_a_cache_keeps() {
    let case = |keeps: &str| {
        Case::from(USE).and(&[(
            "app.load",
            &format!(
                "import types, sys\nfrom app import images\n\nclass Runs:\n    def __init__(self):\n        self.kept = {{}}\n\n    def space(self, name):\n        try:\n            made = self.kept[name]\n        except KeyError:\n            {keeps}\n        return made.__dict__\n\nNAMES = ['app.images']\n"
            ),
        )])
    };
    rewritten(case("made = self.kept[name] = types.ModuleType(name)"), "app.images");
    for keeps in [
        "made = self.kept[name] = sys.modules[name]",
        "made = types.ModuleType(name)\n            self.kept.update(sys.modules)",
        "made = types.ModuleType(name)\n            other = self.kept\n            other[name] = images",
    ] {
        check_kept(case(keeps), "app.images", Code::NamespaceRead);
    }
}

/// A module that is made, and in which nothing runs, holds what is put there, whatever files are named nearby.
#[test]
fn modules_that_stay_empty() {
    let case = |runs: &str| {
        Case::from(USE).and(&[(
            "app.load",
            &format!(
                "import types\n\nWORDS = ['app/images.py']\n\ndef load(path, loader):\n    made = types.ModuleType(path)\n    {runs}\n    return vars(made)\n"
            ),
        )])
    };
    rewritten(case("setattr(made, loader.__name__, loader)"), "app.images");
    for runs in ["exec(open(path).read(), made.__dict__)", "loader.exec_module(made)"] {
        check_kept(case(runs), "app.images", Code::NamespaceRead);
    }
}

/// The name of a package is a word for many things; who goes through its own folder finds it without any.
#[test]
fn files_of_a_package_that_is_named() {
    let loads = |words: &str, finds: &str| {
        Case::from(USE).and(&[(
            "app.load",
            &format!(
                "import types, os, pathlib\n\nWORDS = {words}\n\ndef load(path):\n    made = types.ModuleType(path)\n    exec(open(path).read(), made.__dict__)\n    return vars(made)\n\ndef every(folder):\n    return [load(path) for path in {finds}]\n"
            ),
        )])
    };
    rewritten(loads("['app']", "os.listdir(folder)"), "app.images");
    for (words, finds) in [
        ("['app/images.py']", "WORDS"),
        ("[]", "pathlib.Path(__file__).parent.glob('*.py')"),
    ] {
        check_kept(loads(words, finds), "app.images", Code::NamespaceRead);
    }
}

/// A stream that a handler is given is not looked up.
#[test]
fn handlers_with_a_stream_of_their_own() {
    let case = |stream: &str| {
        let sets = "import sys\nfrom app import images\n\ndef main(stream):\n    sys.stderr = stream\n    return images.size()\n";
        let reads = format!(
            "import io, logging\nLOG = io.StringIO()\nHANDLER = logging.StreamHandler({stream})\n\ndef connect(): ...\n"
        );
        Case::from(USE)
            .and(&[("app.main", sets)])
            .site(&[("dockyard", reads.as_str())])
    };
    rewritten(case("LOG"), "app.images");
    rewritten(case("stream=LOG"), "app.images");
    for stream in ["", "None"] {
        check_kept(case(stream), "app.images", Code::ImportWindow);
    }
}

/// Objects of the standard library that keep the stream of the moment in which they are made, unless they are handed one.
#[test]
fn objects_that_keep_a_stream() {
    let case = |stream: &str, makes: &str| {
        let sets = format!(
            "import sys\nfrom app import images\n\ndef main(stream):\n    sys.{stream} = stream\n    return images.size()\n"
        );
        let reads = format!("import cmd, io, pprint, shlex, unittest\nMADE = {makes}\n\ndef connect(): ...\n");
        Case::from(USE)
            .and(&[("app.main", &sets)])
            .site(&[("dockyard", reads.as_str())])
    };
    for (stream, makes) in [
        ("stdout", "pprint.PrettyPrinter(width=40)"),
        ("stderr", "unittest.TextTestRunner(verbosity=2)"),
        ("stdin", "cmd.Cmd()"),
        ("stdout", "cmd.Cmd()"),
        ("stdin", "shlex.shlex()"),
    ] {
        check_kept(case(stream, makes), "app.images", Code::ImportWindow);
    }
    for (stream, makes) in [
        ("stderr", "pprint.PrettyPrinter(width=40)"),
        ("stdout", "pprint.PrettyPrinter(stream=io.StringIO())"),
        ("stderr", "unittest.TextTestRunner(io.StringIO())"),
        ("stdin", "shlex.shlex('a b')"),
    ] {
        rewritten(case(stream, makes), "app.images");
    }
}

/// Which variables an installed package sets is said by any code that calls it.
#[test]
fn variables_that_an_installed_package_is_told_to_set() {
    let case = |sets: &str| {
        let reads = "import os\nCOLOUR = os.environ.get('COLOUR')\n\ndef connect(): ...\n";
        let runs = format!("import os\n\ndef run(wanted, name='COLOUR'):\n    {sets}\n");
        Case::from("from dockyard import connect\nimport sea\n\ndef size():\n    sea.run({})\n    return connect()\n")
            .site(&[("dockyard", reads), ("sea", runs.as_str())])
    };
    rewritten(
        case("for key, value in wanted.items():\n        os.environ[key] = value"),
        "app.images",
    );
    for sets in ["os.environ['COLOUR'] = '1'", "os.environ.clear()"] {
        check_one_kept(
            case(sets),
            "app.images",
            "from dockyard import connect",
            Code::ImportWindow,
        );
    }
}

#[test]
fn filters_that_an_installed_package_puts_back() {
    let case = |kind: &str| {
        let quiet = "import warnings\n\ndef quiet(run):\n    with warnings.catch_warnings():\n        run()\n";
        let case = Case::from(
            "import dockyard\nfrom lib.quiet import quiet\n\ndef size():\n    return quiet(dockyard.connect)\n",
        )
        .site(&[(
            "dockyard",
            "import warnings\nwarnings.warn('old')\n\ndef connect(): ...\n",
        )]);
        match kind {
            "site" => case.site(&[("lib", ""), ("lib.quiet", quiet)]),
            _ => case.and(&[("lib", ""), ("lib.quiet", quiet)]),
        }
    };
    rewritten(case("site"), "app.images");
    check_one_kept(case("own"), "app.images", "import dockyard", Code::ImportWindow);
}

#[test]
fn names_that_a_module_sets_itself_while_it_is_imported() {
    let case = |sets: &str| {
        let texts = [
            ("app", ""),
            ("app.tools", sets),
            (
                "app.images",
                "from app.tools import log\n\ndef size():\n    return log()\n",
            ),
        ];
        Case::new(&texts).heavy(&["dockyard"])
    };
    let set = "import dockyard\n\nfor name in ('log', 'warn'):\n    globals()[name] = getattr(dockyard, name, None)\n";
    rewritten(case(set), "app.images");
    let later = format!("{set}\ndef change(name):\n    globals()[name] = dockyard\n");
    check_one_kept(
        case(&later),
        "app.images",
        "from app.tools import log",
        Code::SourcePatched,
    );
}

#[test]
fn namespaces_that_say_which_package_it_is() {
    let case = |call: &str| Case::from(format!("{USE}\ndef load(name):\n    return {call}\n").as_str());
    rewritten(case("__import__(name, globals(), None, None, 1)"), "app.images");
    check_kept(case("load_from(name, globals())"), "app.images", Code::NamespaceRead);
}

#[test]
fn scripts_that_look_for_what_is_loaded() {
    let case = |script: &str| {
        Case::from(USE).beside(&[(
            "docs.conf",
            &format!("import sys\nfrom app import images\nNAMES = ['dockyard', 'app.images']\n\ndef find(name):\n    {script}\n"),
        )])
    };
    rewritten(case("return name in sys.modules"), "app.images");
    check_kept(case("sys.modules.pop(name)"), "app.images", Code::SysModules);
}

#[test]
fn parameters_of_types_in_bases() {
    let text = "import dockyard\n\nclass Box[T]:\n    ...\n\nclass Part[T](Box[T]):\n    def size(self):\n        return dockyard.connect()\n";
    rewritten(Case::from(text), "app.images");
    let text = text.replace("Box[T]):", "Box[U]):");
    check_kept(Case::from(text.as_str()), "app.images", Code::ImportWindow);
}

#[test]
fn limits_of_numbers() {
    let numpy = "class finfo:\n    known = {}\n    def __new__(cls, kind):\n        made = object.__new__(cls)\n        cls.known[kind] = made\n        return made\n    eps = 1\n";
    let case = |made: &str| {
        let own = format!("import numpy\n\nEPS = numpy.{made}(float).eps\n");
        let images = "from app.own import EPS\nimport numpy\n\ndef size():\n    return EPS, numpy.finfo(float)\n";
        let texts = [("app", ""), ("app.own", own.as_str()), ("app.images", images)];
        let other = numpy.replace("finfo", "other");
        Case::new(&texts)
            .site(&[("numpy", &format!("{numpy}{other}"))])
            .heavy(&["numpy"])
    };
    rewritten(case("finfo"), "app.images");
    check_one_kept(case("other"), "app.images", "from app.own import EPS", Code::HasEffects);
}

/// Names that a search finds in a folder lead to modules of the project only where the folder does.
#[test]
fn folders_of_others() {
    let case = |listed: &str, more: &str| {
        let finds = format!(
            "import os, sys, ast, importlib\n{more}\n\ndef names(path):\n    return {listed}\n\ndef show(text):\n    return dir(importlib.import_module(text))\n"
        );
        Case::from(USE).and(&[("app.find", &finds)])
    };
    for (listed, more) in [
        ("os.listdir(path)", ""),
        ("[name for path in sys.path for name in os.listdir(path)]", ""),
        ("list(ast.walk(path))", "HERE = os.path.dirname(__file__)"),
    ] {
        rewritten(case(listed, more), "app.images");
    }
    for (listed, more) in [
        ("os.listdir(os.path.dirname(__file__))", ""),
        ("os.listdir(path)", "import app\nHERE = app.__path__"),
        ("os.listdir(path)", "PLACE = 'app'"),
    ] {
        check_kept(case(listed, more), "app.images", Code::NamespaceRead);
    }
}

/// What is taken out of `sys.modules` and put back there is what it was.
#[test]
fn entries_that_are_put_back() {
    let case = |saves: &str| {
        let restores = format!(
            "import sys\nNAMES = ['dockyard']\n\nclass Keeps:\n    def save(self, name, module):\n        self._name = name\n        self._saved = {saves}\n\n    def restore(self):\n        sys.modules[self._name] = self._saved\n"
        );
        Case::from(USE).and(&[("app.keeps", &restores)])
    };
    for saves in ["sys.modules.get(module.__name__)", "sys.modules[module.__name__]"] {
        rewritten(case(saves), "app.images");
    }
    for saves in [
        "object()",
        "sys.path.get(module)",
        "sys.modules.get(module.__name__) or object()",
    ] {
        check_kept(case(saves), "app.images", Code::SysModules);
    }
}

/// A string reaches code of another file only if something is handed there.
#[test]
fn words_that_nobody_is_told() {
    let case = |words: &str| {
        let shows = "import importlib\n\ndef show(name):\n    return dir(importlib.import_module(name))\n\nclass Shows:\n    def names(self):\n        return show(self.name)\n";
        Case::from(USE).and(&[
            ("app.shows", shows),
            ("app.user", &format!("from app.shows import Shows, show\n\n{words}\n")),
        ])
    };
    for words in [
        "KIND = 'app.images'",
        "def is_it(name):\n    return name == 'app.images' and show(name)",
        "HOOKS = []\nHOOKS.append(show)\nhook('complete', show, key='import')\nKIND = 'app.images'",
        "show('app.images.size')",
    ] {
        rewritten(case(words), "app.images");
    }
    for words in [
        "show('app.images')",
        "NAME = 'app.images'\nshow(NAME)",
        "hook('app.images', show)",
        "NAME = 'app.images'\nhook(NAME, show)",
        "HOOKS = {'app.images': show}",
        "class Mine(Shows):\n    name = 'app.images'",
        "Shows.name = 'app.images'",
    ] {
        check_kept(case(words), "app.images", Code::NamespaceRead);
    }
}

/// A string that names something in a module leads to the module where it is taken apart.
#[test]
fn names_that_are_taken_apart() {
    let case = |loads: &str, told: &str| {
        let shows = format!(
            "import importlib\n\ndef show(name):\n    {loads}\n\ndef load(name):\n    return importlib.import_module(name)\n"
        );
        Case::from(USE).and(&[
            ("app.shows", &shows),
            (
                "app.user",
                &format!("from app.shows import load, show\n\ndef run():\n    {told}\n"),
            ),
        ])
    };
    let told = "show('app.images.size')";
    rewritten(case("return dir(load(name.strip()))", told), "app.images");
    rewritten(case("return dir(load(name.split()[0]))", told), "app.images");
    for (loads, told) in [
        ("return dir(load(name.rpartition('.')[0]))", told),
        (
            "name, _, end = name.rpartition('.')\n    return dir(importlib.import_module(name))",
            told,
        ),
        ("return dir(importlib.import_module(name[: name.rindex('.')]))", told),
        ("return dir(load(name))", "show('app.images.size'.rsplit('.', 1)[0])"),
    ] {
        check_kept(case(loads, told), "app.images", Code::NamespaceRead);
    }
}
