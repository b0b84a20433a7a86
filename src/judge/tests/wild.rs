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
