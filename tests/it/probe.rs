//! `dormant probe`: what real imports change in a real interpreter, and what `check` makes of having seen it.

use std::path::Path;

use crate::support::python::python;
use crate::support::run::{Done, run};
use crate::support::{dormant, skip, tree};

/// One module for each way of changing something, and what the probe has to say about it.
const LOUD: [(&str, &str, &str); 16] = [
    (
        "patches",
        "import json\njson.dumps = len\n",
        "patching: patches replaces attributes of `json`: dumps",
    ),
    (
        "adds",
        "import json\njson.more = 1\n",
        "patching: adds sets attributes of `json`: more",
    ),
    (
        "deletes",
        "import fractions\ndel fractions.Decimal\n",
        "deletes attributes of `fractions`: Decimal",
    ),
    (
        "method",
        "import fractions\nfractions.Fraction.half = 1\n",
        "sets attributes of `fractions.Fraction`: half",
    ),
    (
        "media",
        "import mimetypes\nmimetypes.types_map['.zz'] = 'a/b'\n",
        "registration: media changes what is in `mimetypes._types_map_default`: '.zz'",
    ),
    (
        "generic",
        "import shelf\n@shelf.weigh.register\ndef _(x: int): return 1\n",
        "registration: generic changes what is in `shelf.weigh.registry`: builtins.int",
    ),
    (
        "abstract",
        "import collections.abc as c, decimal\nc.Sequence.register(decimal.Decimal)\n",
        "registration: abstract changes what is in `collections.abc.Sequence.register`: decimal.Decimal",
    ),
    (
        "plugin",
        "import shelf\nclass Mine(shelf.Base): pass\n",
        "registration: plugin changes what is in `shelf.Base.kinds`: plugin.Mine",
    ),
    (
        "path",
        "import sys\nsys.path.append('/nowhere')\n",
        "import-system: path changes `sys.path`: /nowhere",
    ),
    (
        "filters",
        "import warnings\nwarnings.simplefilter('ignore')\n",
        "process-state: filters changes `warnings.filters`",
    ),
    (
        "roots",
        "import logging\nlogging.basicConfig()\n",
        "process-state: roots changes `logger root`",
    ),
    (
        "environ",
        "import os\nos.environ['SHELF'] = 'x'\n",
        "process-state: environ changes `os.environ[SHELF]`: None to x",
    ),
    (
        "leaves",
        "import atexit\natexit.register(print)\n",
        "process-state: leaves changes `atexit.register`",
    ),
    (
        "speaks",
        "print('hello')\n",
        "input-output: speaks prints to standard output",
    ),
    (
        "writes",
        "x = 1\nopen('left.txt', 'w').close()\n",
        "input-output: writes (line 2) opens for writing `left.txt`",
    ),
    (
        "runs",
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', ''])\n",
        "input-output: runs (line 2) calls `subprocess.Popen(",
    ),
];

const QUIET: &str = "
import abc, collections, dataclasses, enum, functools, json, logging, pathlib, re, threading, typing
log = logging.getLogger(__name__)
log.addHandler(logging.NullHandler())
LOCK = threading.Lock()
PATTERN = re.compile('a+')
Point = collections.namedtuple('Point', 'x y')
T = typing.TypeVar('T')
@dataclasses.dataclass
class Box(abc.ABC):
    size: int = 0
class Kind(enum.Enum):
    A = 1
@functools.lru_cache
def size(): return json.dumps({})
size()
";

const SHELF: &str = "
import functools
@functools.singledispatch
def weigh(x): return 0
class Base:
    kinds = {}
    def __init_subclass__(cls):
        Base.kinds[cls] = cls
";

fn probe(folder: &Path, arguments: &[&str]) -> Option<Done> {
    let python = python()?;
    Some(run(dormant(folder)
        .arg("probe")
        .arg("--python")
        .arg(&python.path)
        .args(arguments)))
}

/// A folder with all the modules.
fn shelf() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let loud: Vec<(String, &str)> = LOUD
        .iter()
        .map(|(name, text, _)| (format!("{name}.py"), *text))
        .collect();
    let files: Vec<(&str, &str)> = loud.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    tree::write(folder.path(), &files).expect("files");
    tree::write(
        folder.path(),
        &[
            ("quiet.py", QUIET),
            ("shelf.py", SHELF),
            ("breaks.py", "import quiet, no_such_thing\n"),
        ],
    )
    .expect("files");
    folder
}

#[test]
fn every_way_of_changing_something_is_seen() {
    let folder = shelf();
    let names: Vec<&str> = LOUD.iter().map(|(name, _, _)| *name).collect();
    let Some(done) = probe(folder.path(), &names) else {
        return skip("every_way_of_changing_something_is_seen", "no Python");
    };
    assert_eq!(done.status, 1, "{done:?}");
    let missing: Vec<&str> = LOUD
        .iter()
        .map(|(_, _, wanted)| *wanted)
        .filter(|wanted| !done.stdout.contains(wanted))
        .collect();
    assert!(missing.is_empty(), "not seen: {missing:#?}\n{}", done.stdout);
}

#[test]
fn what_everybody_does_is_harmless() {
    let folder = shelf();
    let Some(done) = probe(folder.path(), &["quiet", "sys"]) else {
        return skip("what_everybody_does_is_harmless", "no Python");
    };
    assert_eq!(done.status, 0, "{done:?}");
    assert!(done.stdout.starts_with("quiet: harmless, "), "{}", done.stdout);
    assert!(
        done.stdout.contains("sys: a bare interpreter has loaded it"),
        "{}",
        done.stdout
    );
    let left = folder.path().join("__pycache__").exists();
    assert!(!left, "the probe left bytecode behind");
}

#[test]
fn an_import_that_fails_is_an_error() {
    let folder = shelf();
    let Some(done) = probe(folder.path(), &["breaks", "le-ave"]) else {
        return skip("an_import_that_fails_is_an_error", "no Python");
    };
    assert_eq!(
        (done.status, done.stdout.as_str()),
        (2, ""),
        "no module has such a name: {done:?}"
    );
    let done = probe(folder.path(), &["breaks"]).unwrap_or_default();
    assert_eq!(done.status, 2, "{done:?}");
    assert!(
        done.stdout
            .contains("breaks: the import raises ModuleNotFoundError: No module named 'no_such_thing'")
    );
}

/// A program whose only import of `ballast` cannot be judged: the module calls something that nobody knows.
fn program(effect: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let ballast = format!("import shelf\n\nSIZE = shelf.make()\n{effect}\n");
    let files = [
        (
            "pyproject.toml",
            "[tool.dormant]\nsrc = [\".\"]\nheavy = [\"ballast\"]\n",
        ),
        ("ballast.py", ballast.as_str()),
        (
            "shelf.py",
            "import builtins, json\n\nKIND = ''.join(sorted('nti'))\nmake = getattr(builtins, KIND[0] + KIND[1:])\n",
        ),
        ("app.py", "import ballast\n\n\ndef size():\n    return ballast.SIZE\n"),
    ];
    tree::write(folder.path(), &files).expect("files");
    folder
}

fn check(folder: &Path) -> Done {
    run(dormant(folder).args(["check", "app.py", "--show-blocked", "--output-format", "concise"]))
}

#[test]
fn evidence_settles_what_is_unknown() {
    let folder = program("");
    let before = check(folder.path());
    assert!(before.stdout.contains("has-effects"), "{before:?}");
    let Some(saved) = probe(folder.path(), &["ballast", "--save", ".dormant/evidence.json"]) else {
        return skip("evidence_settles_what_is_unknown", "no Python");
    };
    assert_eq!(saved.status, 0, "{saved:?}");
    let after = check(folder.path());
    assert!(after.stdout.contains("function-local"), "{after:?}");
    // Evidence is about the file as it was.
    let changed = "import shelf\n\nSIZE = shelf.make() + 1\n";
    std::fs::write(folder.path().join("ballast.py"), changed).expect("a file");
    let stale = check(folder.path());
    assert!(stale.stdout.contains("has-effects"), "{stale:?}");
    assert!(stale.stderr.contains("have changed since"), "{stale:?}");
}

#[test]
fn evidence_of_an_effect_keeps_an_import() {
    let folder = program("vars(__import__('json'))['dumps'] = 1");
    let Some(saved) = probe(folder.path(), &["ballast", "--save", ".dormant/evidence.json"]) else {
        return skip("evidence_of_an_effect_keeps_an_import", "no Python");
    };
    assert_eq!(saved.status, 1, "{saved:?}");
    let after = check(folder.path());
    assert!(
        after
            .stdout
            .contains("was seen by a probe: it replaces attributes of `json`: dumps"),
        "{after:?}"
    );
}

#[test]
fn evidence_releases_what_the_text_seems_to_do() {
    // In plain sight it enters something into a table of another module; where somebody looked, it did not.
    let folder = program("");
    let put = |name: &str, text: &str| tree::write(folder.path(), &[(name, text)]).expect("a file");
    let enters = "import shelf\n\nSIZE = 1\nif shelf.is_on():\n    shelf.TABLE['ballast'] = SIZE\n";
    put("ballast.py", enters);
    put(
        "shelf.py",
        "TABLE = {}\n\n\ndef is_on():\n    return len(open(__file__).read()) < 9\n",
    );
    put(
        "app.py",
        "import ballast\nimport shelf\n\n\ndef size():\n    return ballast.SIZE, shelf.TABLE\n",
    );
    let before = check(folder.path());
    assert!(before.stdout.contains("kept[has-effects] import ballast"), "{before:?}");
    let Some(saved) = probe(folder.path(), &["ballast", "--save", ".dormant/evidence.json"]) else {
        return skip("evidence_releases_what_the_text_seems_to_do", "no Python");
    };
    assert_eq!(saved.status, 0, "{saved:?}");
    let after = check(folder.path());
    assert!(after.stdout.contains("function-local import ballast"), "{after:?}");
}

#[test]
fn a_risk_is_accepted_by_name() {
    let folder = program("");
    let put = |name: &str, text: &str| tree::write(folder.path(), &[(name, text)]).expect("a file");
    put(
        "ballast.py",
        "import logging\nimport shelf\n\nlogging.basicConfig()\nSIZE = 1\n",
    );
    let configured = |accept: &str| {
        let text = format!("[tool.dormant]\nsrc = [\".\"]\nheavy = [\"ballast\"]\n{accept}");
        put("pyproject.toml", &text);
        check(folder.path())
    };
    let before = configured("");
    assert!(before.stdout.contains("kept[has-effects] import ballast"), "{before:?}");
    // What is to be named is told.
    let told = run(dormant(folder.path()).args(["check", "app.py", "--output-format", "json"]));
    let told: serde_json::Value = serde_json::from_str(&told.stdout).expect("JSON");
    let accept = &told["blocked"][0]["reasons"][0]["accept"];
    let (module, facet) = (accept["module"].as_str(), accept["facet"].as_str());
    assert_eq!(module, Some("ballast"), "{told:#}");
    let entry = |facet: &str| {
        format!("accept = [{{ module = \"ballast\", facet = \"{facet}\", why = \"nothing is logged before.\" }}]\n")
    };
    let after = configured(&entry(facet.expect("a facet")));
    assert!(after.stdout.contains("function-local import ballast"), "{after:?}");
    assert!(
        after.stderr.contains("Accepted: what ballast does to logging"),
        "{after:?}"
    );
    assert!(after.stderr.contains(": nothing is logged before."), "{after:?}");
    let other = configured(&entry("cwd"));
    assert!(other.stdout.contains("kept[has-effects] import ballast"), "{other:?}");
    assert!(
        other
            .stderr
            .contains("accept: \"ballast\" does nothing to \"cwd\" that was found"),
        "{other:?}"
    );
    let unsaid = configured("accept = [{ module = \"ballast\", facet = \"cwd\" }]\n");
    assert_eq!(unsaid.status, 2);
    assert!(unsaid.stderr.contains("missing field `why`"), "{unsaid:?}");
}
