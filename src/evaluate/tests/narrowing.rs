//! What a test says of a name, what is asked of one element and not of another, and what is called by name.
use super::{noticed, unnoticed};

#[test]
fn what_a_test_rules_out_is_not_called() {
    unnoticed(&[
        "class Mark: ...\nclass A:\n    @property\n    def f(self):\n        register(1)\nfor k, v in vars(A).items():\n    if isinstance(v, Mark):\n        v.build()",
        "def run(f=None):\n    if f is None:\n        return 1\n    return f()\nrun()",
        "def run(f):\n    if callable(f):\n        return f()\n    return register(f)\nrun(make)",
        "def run(f):\n    return f is not None and register(f)\nrun(None)",
        "def run(f):\n    if not f:\n        return\n    register(f)\nrun(None)",
        "x = [v for v in [make, 1] if isinstance(v, Base) and register(v)]",
        "import inspect\nclass Mark: ...\nfor v in [register, 1]:\n    if inspect.isclass(v) and issubclass(v, Mark):\n        v(1)",
        "import inspect\nclass Mark: ...\nclass A:\n    @classmethod\n    def f(cls):\n        register(1)\n    @staticmethod\n    def g():\n        register(1)\nfor k, v in dict(vars(A)).items():\n    if inspect.isclass(v) and issubclass(v, Mark):\n        v()",
        "from inspect import isclass\nclass Mark: ...\nclass Other:\n    def __init__(self):\n        register(1)\nfor v in [Other, register]:\n    if isclass(v) and issubclass(v, Mark):\n        v(1)",
        "class Mark: ...\nclass Other(Mark):\n    def __init__(self):\n        register(1)\nfor v in [Other]:\n    if not issubclass(v, Mark):\n        v()",
        "def add(sink):\n    if isinstance(sink, (str, os.PathLike)):\n        register(sink)\n    elif isinstance(sink, logging.Handler):\n        register(sink)\nadd(sys.__stderr__)",
    ]);
}

/// What is put into a copy changes nothing of what it holds; its keys are those of the original.
#[test]
fn copies_of_containers() {
    unnoticed(&["import operator\nt = {'eq': operator.eq}.copy()\nt['a'] = 1"]);
    noticed(&[
        "for k in {Made: 1}.copy():\n    k.flag = 1",
        "t = {'eq': TABLE}.copy()\nt['eq']['a'] = 1",
    ]);
}

#[test]
fn what_a_test_leaves_open_is_called() {
    noticed(&[
        "import io\ndef add(sink):\n    if isinstance(sink, io.TextIOBase):\n        register(sink)\nadd(sys.__stderr__)",
        "def add(sink):\n    if not isinstance(sink, logging.Handler):\n        register(sink)\nadd(sys.__stderr__)",
        "def add(sink):\n    if isinstance(sink, logging.Handler):\n        register(sink)\nadd(sys.argv)",
        "class A:\n    def f(self):\n        register(1)\nfor k, v in vars(A).items():\n    if callable(v):\n        v(1)",
        "def run(f=None):\n    if f is None:\n        return 1\n    return f()\nrun(lambda: register(1))",
        "import gone\nf = gone.f()\nif f is None:\n    register(1)",
        "import inspect\nclass Mark:\n    def __init__(self):\n        register(1)\nclass Part(Mark): ...\nfor v in [Part, make]:\n    if inspect.isclass(v) and issubclass(v, Mark):\n        v()",
        "import inspect\nfor v in [register]:\n    if not inspect.isclass(v):\n        v(1)",
        "import gone, inspect\nclass Mark: ...\nclass Part(gone.Base):\n    def __init__(self):\n        register(1)\nfor v in [Part]:\n    if inspect.isclass(v) and issubclass(v, (Mark, gone.Base)):\n        v()",
        "import re\nif re.match('a', 'b') is None:\n    register(1)",
        // A branch that leaves says nothing of what comes behind the loop.
        "f = None\nfor x in range(3):\n    if f is None:\n        f = lambda: register(1)\n        continue\nif f is not None:\n    f()",
        "def run(x):\n    for y in range(3):\n        if x is None:\n            break\n        x()\n    if x is None:\n        register(1)\nimport random\nrun(None if random.random() else make)",
        // Bound by a function that is called in a branch: it may still be what it was.
        "import random\nf = lambda: register(1)\ndef other():\n    global f\n    f = make\nif random.random():\n    other()\nf()",
    ]);
}

#[test]
fn elements_are_told_apart() {
    unnoticed(&[
        "for name, f in {'a': make, 'b': register}.items():\n    if name == 'a':\n        f(1)",
        "for name, f in (('a', make), ('b', register)):\n    if name == 'a':\n        f(1)",
        "x = {name: f(1) for name, f in (('a', make), ('b', register)) if name == 'a'}",
    ]);
    noticed(&[
        "for name, f in {'a': make, 'b': register}.items():\n    if name == 'b':\n        f(1)",
        "x = {name: f(1) for name, f in (('a', make), ('b', register)) if name == 'b'}",
        "x = [make]\nx.append(register)\nfor f in x:\n    f(1)",
        "x = {'a': make}\nx[str(1)] = register\nfor f in x.values():\n    f(1)",
        "last = make\nfor f in (make, register):\n    last(1)\n    last = f\nlast(1)",
        "for f in (make, register): ...\nf(1)",
    ]);
}

#[test]
fn what_is_handed_over_by_name_counts() {
    noticed(&[
        "class A:\n    x = property(fget=lambda self: register(1))\nA().x",
        "m = __import__('app.core', fromlist=['x'])\nm.register(1)",
        "m = importlib.import_module(name='.core', package='app')\nm.register(1)",
    ]);
    unnoticed(&[
        "m = importlib.import_module('.core', package=__spec__.parent)\nm.make(1)",
        "class A:\n    @property\n    def x(self):\n        register(1)\nA.__dict__['x'].__get__(None, A)",
    ]);
}

/// Who looks at a class makes no instance of it.
#[test]
fn what_is_only_looked_at_is_not_called() {
    let class =
        "import ctypes, gc, inspect, types, typing, weakref\nclass A:\n    def __init__(self):\n        register(1)";
    let looks = [
        "inspect.isabstract",
        "inspect.isroutine",
        "inspect.getmro",
        "inspect.getfullargspec",
        "types.get_original_bases",
        "typing.is_typeddict",
        "weakref.getweakrefs",
        "gc.is_tracked",
        "ctypes.sizeof",
    ];
    let lines: Vec<String> = looks.iter().map(|look| format!("{class}\nX = {look}(A)")).collect();
    unnoticed(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    let calls = ["inspect.getsomething", "map", "operator.call"];
    let lines: Vec<String> = calls
        .iter()
        .map(|call| format!("{class}\nimport operator\nX = list([{call}(A, [1])])"))
        .collect();
    noticed(&lines.iter().map(String::as_str).collect::<Vec<_>>());
}
