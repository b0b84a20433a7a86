//! One line each: what a module of the project does to others, and what it does to nobody.
mod fallbacks;
mod later;
mod narrowing;
mod programs;
mod repeated;
mod table;
mod versions;

use std::sync::Arc;

use super::Evaluation;
use crate::graph::{Kind, Module, Program, Visibility};
use crate::rules::Rules;
use crate::semantics;

/// What the lines may name.
const HEAD: &str = "
import atexit, builtins, collections, dataclasses, enum, functools, importlib, itertools, logging, os, pathlib, platform, re
import signal, socket, sys, threading, time, typing, warnings
from app import core
from app.core import Base, Hooked, Made, TABLE, api, make, plain, register, store, table
";

const CORE: &str = "
TABLE = {}
ITEMS = []
api = object()

class Base:
    pass

class Hooked:
    kinds = {}

    def __init_subclass__(cls):
        cls.kinds[cls.__name__] = cls

class Made:
    def __init__(self):
        ITEMS.append(self)

class Meta(type):
    pass

def make(x=1):
    return [x]

def plain(function):
    return function

def register(function):
    ITEMS.append(function)
    return function

def register_as(name):
    def inner(function):
        TABLE[name] = function
        return function
    return inner

def store(target):
    target['x'] = 1

def table():
    return TABLE
";

fn module(name: &str, text: &str, kind: Kind) -> Module {
    let facts = semantics::analyse(text, crate::rules::Rules::builtin())
        .unwrap_or_else(|problem| panic!("{}: {text}", problem.message));
    Module {
        name: name.to_owned(),
        kind,
        is_package: name == "app",
        facts: Some(Arc::new(facts)),
        stub: None,
        is_copy: false,
    }
}

fn bare(name: &str, kind: Kind) -> Module {
    Module {
        name: name.to_owned(),
        kind,
        is_package: true,
        facts: None,
        stub: None,
        is_copy: false,
    }
}

/// The first effect of `text` as a module of `kind` called `name`.
fn effect_of(name: &str, text: &str, kind: Kind) -> Option<String> {
    let standard = [
        "atexit",
        "builtins",
        "collections",
        "ctypes",
        "dataclasses",
        "enum",
        "functools",
        "gc",
        "importlib",
        "inspect",
        "itertools",
        "logging",
        "os",
        "pathlib",
        "platform",
        "re",
        "signal",
        "socket",
        "sys",
        "threading",
        "time",
        "types",
        "typing",
        "warnings",
        "weakref",
    ];
    let mut modules: Vec<Module> = standard.iter().map(|name| bare(name, Kind::Standard)).collect();
    modules.push(bare("gone", Kind::Missing));
    modules.push(module("app", "", Kind::FirstParty));
    modules.push(module("app.core", CORE, Kind::FirstParty));
    modules.push(module(name, text, kind));
    let program = Program::new(modules);
    let visibility = Visibility::new(&program, Rules::builtin());
    let effects = Evaluation::new(&program, &visibility, Rules::builtin(), (3, 12));
    let id = program.find(name)?;
    // Reading what is set on purpose, and being a subclass, are for who judges to weigh.
    let is_weighed = |effect: &&super::Effect| match &effect.facet {
        super::Facet::Subclasses(_) => true,
        super::Facet::State(name) => {
            effect.access == super::Access::Read && (kind == Kind::Site || name.starts_with("loggers:"))
        }
        _ => false,
    };
    effects
        .that_count(&program, id)
        .find(|effect| !is_weighed(effect))
        .map(|effect| effect.what.clone())
}

fn effect(line: &str) -> Option<String> {
    effect_of("app.plugin", &format!("{HEAD}\n{line}\n"), Kind::FirstParty)
}

#[track_caller]
fn noticed(lines: &[&str]) {
    let missed: Vec<&&str> = lines.iter().filter(|line| effect(line).is_none()).collect();
    assert!(missed.is_empty(), "no effect seen in {missed:#?}");
}

#[track_caller]
fn unnoticed(lines: &[&str]) {
    let alarms: Vec<(&str, String)> = lines.iter().filter_map(|line| Some((*line, effect(line)?))).collect();
    assert!(alarms.is_empty(), "harmless, but: {alarms:#?}");
}

#[test]
fn lines_with_an_effect() {
    noticed(&[
        "print('loaded')",
        "open('x', 'w')",
        "pathlib.Path('x').read_text()",
        "core.ITEMS.append(1)",
        "core.TABLE['x'] = 1",
        "del core.TABLE['x']",
        "TABLE['x'] = 1",
        "TABLE.update(x=1)",
        "TABLE.setdefault('x', 1)",
        "core.flag = True",
        "type.__setattr__(logging.Logger, 'x', 1)",
        "time.__dict__.update(x=1)",
        "time.__dict__['x'] = 1",
        "core.count += 1",
        "core.ITEMS += [1]",
        "del core.flag",
        "Base.extra = 1",
        "for core.x in (1, 2): ...",
        "with open('x') as core.file: ...",
        "(core.x, y) = 1, 2",
        "setattr(core, 'x', 1)",
        "@register\ndef f(): ...",
        "@core.register\nclass A: ...",
        "@core.register_as('x')\ndef f(): ...",
        "@api.command\ndef f(): ...",
        "api.include(1)",
        "register(1)",
        "x = [register(i) for i in (1, 2)]",
        "x = register(1) if __debug__ else None",
        "try:\n    register(1)\nexcept ValueError: ...",
        "class A:\n    register(1)",
        "Made()",
        "x = Made()",
        "def f():\n    register(1)\nf()",
        "def f():\n    def g():\n        register(1)\n    g()\nf()",
        "class A(make()): ...",
        "os.environ['X'] = '1'",
        "os.environ.setdefault('X', '1')",
        "x = os.environ['X']",
        "x = os.environ.get('X')",
        "x = os.getenv('X')",
        "x = os.getcwd()",
        "os.chdir('/')",
        "x = sys.argv[1:]",
        "sys.path.append('x')",
        "x = 'core' in sys.modules",
        "sys.setrecursionlimit(5000)",
        "warnings.filterwarnings('ignore')",
        "signal.signal(signal.SIGTERM, None)",
        "atexit.register(make)",
        "@atexit.register\ndef f(): ...",
        "logging.basicConfig()",
        "logging.getLogger().addHandler(None)",
        "logging.getLogger('x').setLevel(10)",
        "log = logging.getLogger('x')\nlog.addHandler(None)",
        "threading.Thread(target=make).start()",
        "socket.setdefaulttimeout(1)",
        "socket.socket = None",
        "builtins.open = None",
        "exec('x = 1')",
        "input()",
        "x = time.time()",
        "unknown(1)",
        "sys.modules[__name__] = None",
        "sys.modules['x'] = None",
        "items = core.ITEMS\nitems.append(1)",
        "kinds = Base\nkinds.x = 1",
        "functools.partial(register, 1)()",
        "assert register(1)",
        "with core.lock: ...",
        "import copy\nx = copy.copy({'a': core.ITEMS})\nx['a'].append(1)",
    ]);
}

#[test]
fn harmless_lines() {
    let wrong: Vec<(&str, String)> = [
        "x = 1",
        "'''Docs.'''",
        "x: int = 1",
        "x = [i * 2 for i in range(3)]",
        "x = {}\nx['a'] = 1",
        "x = []\nx.append(1)",
        "x = []\nx += [1]",
        "x = set()\nx.add(1)",
        "x = 'a,b'.split(',')",
        "x = ', '.join(['a'])",
        "x = f'{1:>3}'",
        "def f():\n    register(1)",
        "async def f():\n    print(1)",
        "f = lambda: register(1)",
        "class A:\n    def f(self):\n        core.TABLE['x'] = 1",
        "class A:\n    x = 1\n    y = [x]",
        "class A(Base): ...",
        "class A(Exception): ...",
        "class A(enum.Enum):\n    X = 1",
        "class A(typing.NamedTuple):\n    x: int",
        "class A(typing.Protocol): ...",
        "@dataclasses.dataclass\nclass A:\n    x: int = 0",
        "O = {'slots': True} if sys.flags.debug else {}\n@dataclasses.dataclass(**O)\nclass A:\n    x: int = 0",
        "@functools.lru_cache(maxsize=None)\ndef f(): ...",
        "@functools.wraps(make)\ndef f(): ...",
        "class A:\n    @property\n    def x(self): ...\n    @staticmethod\n    def y(): ...",
        "@plain\ndef f(): ...",
        "x = make()",
        "x = make(core.TABLE)",
        "log = logging.getLogger(__name__)",
        "X = re.compile('x')",
        "T = typing.TypeVar('T')",
        "here = pathlib.Path(__file__).parent / 'x'",
        "here = os.path.join('a', 'b')",
        "x = collections.namedtuple('x', 'a b')",
        "lock = threading.Lock()",
        "x = functools.partial(register, 1)",
        "import copy\nx = copy.copy(core.TABLE)\nx['a'] = 1",
        "import copy\nx = copy.deepcopy({'a': core.ITEMS})\nx['a'].append(1)",
        "import copy\nclass A:\n    parts = {'a': core.ITEMS}\n    def __init__(self):\n        self.own = copy.deepcopy(self.parts)\nA().own['a'].append(1)",
        "x = core.TABLE",
        "x = core.TABLE.get('x')",
        "x = TABLE['x']",
        "x = core.ITEMS[0]",
        "if typing.TYPE_CHECKING:\n    register(1)",
        "if __name__ == '__main__':\n    register(1)",
        "__all__ = ['x']\n__all__ += ['y']\n__all__.append('z')",
        "x = isinstance(1, int) and len('x')",
        "x = sys.platform == 'linux'",
        "x = sys.version_info >= (3, 9)",
        "try:\n    x = 1\nexcept ValueError:\n    x = 2",
        "x = make\ny = x()",
        "def f():\n    items = []\n    items.append(1)\n    return items\nx = f()",
        "x = itertools.count()",
        "assert True",
        "del_me = 1\ndel del_me",
        "global_name = 1\ndef f():\n    global global_name\n    global_name = 2",
        "type Alias = list[int]",
        "class Box[T]:\n    item: T",
        "match 1:\n    case 1: ...",
        "class A:\n    def __init__(self):\n        self.x = 1\na = A()",
    ]
    .into_iter()
    .filter_map(|line| effect(line).map(|what| (line, what)))
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn installed_packages_have_only_effects_in_plain_sight() {
    let site = |line: &str| {
        effect_of(
            "lib",
            &format!("import os, sys, signal, gone\nfrom gone import thing\n{line}\n"),
            Kind::Site,
        )
    };
    for line in [
        "os.environ['X'] = '1'",
        "os.chdir('/')",
        "gone.flag = True",
        "gone.api.timeout = 1",
        "sys.path.insert(0, 'x')",
        "signal.signal(1, None)",
        "def f():\n    os.chdir('/')\nf()",
        "gone.monkey.patch_all()",
        "print('hello')",
    ] {
        assert!(site(line).is_some(), "{line}");
    }
    for line in [
        "unknown(1)",
        "x = os.environ['X']",
        "thing()",
        "def f():\n    os.chdir('/')",
        "if sys.platform == 'x':\n    os.chdir('/')",
        "x = {}\nx['a'] = 1",
        "class A(gone.Base): ...",
        "if __name__ == '__main__':\n    os.chdir('/')",
    ] {
        assert_eq!(site(line), None, "{line}");
    }
}

#[test]
fn what_the_rules_know_comes_first() {
    let known = effect_of("antigravity", "x = 1\n", Kind::Site);
    let rule = Rules::builtin().effect("antigravity");
    assert_eq!(known.is_some(), rule.is_some());
    assert_eq!(effect_of("lib", "x = 1\n", Kind::Site), None);
}

#[test]
fn names_that_lead_to_themselves_end() {
    for text in [
        "x = make()\nx = x.next()\nx.a.b()",
        "def f():\n    y = y.copy()\n    y.go()\nf()",
        "class A(A): ...\nA()",
        "class A:\n    def f(self):\n        return self.f()\na = A().f()\na = a.f()",
        "def f(g):\n    g(f)\nf(f)",
        "def f(g):\n    f(g)\n    g(lambda: f(g))\nf(lambda x: x())",
    ] {
        let _ = effect(text);
    }
}

#[test]
fn an_effect_says_where_it_is() {
    let text = "from app import core\n\ndef f():\n    core.ITEMS.append(1)\n\nf()\n";
    let program = Program::new(vec![
        module("app", "", Kind::FirstParty),
        module("app.core", CORE, Kind::FirstParty),
        module("app.plugin", text, Kind::FirstParty),
    ]);
    let effects = Evaluation::new(
        &program,
        &Visibility::new(&program, Rules::builtin()),
        Rules::builtin(),
        (3, 12),
    );
    let effect = program
        .find("app.plugin")
        .and_then(|id| effects.of[id].first().cloned());
    let effect = effect.expect("an effect");
    assert_eq!(&text[effect.span.range()], "core.ITEMS.append(1)");
    assert_eq!(effect.what, "calls `append` of an object of `app.core`");
}
