"""Ways in which loading a module registers something in another one.

Each entry: a name, the text of the module that keeps the registry, the text that registers (`R.` is that module), and the expression
by which a reader sees it (`R.` again). Used in two ways by `scenes.py`: with the registry in a module of its own that others read (deferring
the registration would be seen), and with the same text inside the registering module (nobody else can see it: deferring is right).
"""

CLOSURE = """
class Registry:
    def __init__(self):
        self.items = {}
    def add(self, name):
        def deco(fn):
            self.items[name] = fn
            return fn
        return deco
registry = Registry()
"""

# (name, registry, registering, reading)
REGISTRIES = [
    ("closure-over-self", CLOSURE, "@R.registry.add('one')\ndef one(): pass\n", "sorted(R.registry.items)"),
    ("closure-as-a-call", CLOSURE, "def one(): pass\nR.registry.add('one')(one)\n", "sorted(R.registry.items)"),
    (
        "call-method",
        "class Reg:\n    def __init__(self):\n        self._items: dict[str, object] = {}\n    def __call__(self, name):\n        def deco(obj):\n            self._items[name] = obj\n            return obj\n        return deco\n    def names(self):\n        return sorted(self._items)\nREG = Reg()\n",
        "@R.REG('one')\nclass One: pass\n",
        "R.REG.names()",
    ),
    (
        "method-taken-off",
        CLOSURE + "add = registry.add\n",
        "@R.add('one')\ndef one(): pass\n",
        "sorted(R.registry.items)",
    ),
    (
        "classmethod",
        "class Reg:\n    items = {}\n    @classmethod\n    def add(cls, fn):\n        cls.items[fn.__name__] = fn\n        return fn\n",
        "@R.Reg.add\ndef one(): pass\n",
        "sorted(R.Reg.items)",
    ),
    (
        "staticmethod",
        "_seen = []\nclass Reg:\n    @staticmethod\n    def add(fn):\n        _seen.append(fn.__name__)\n        return fn\ndef seen():\n    return list(_seen)\n",
        "@R.Reg.add\ndef one(): pass\n",
        "R.seen()",
    ),
    (
        "init-subclass-dict",
        "class Base:\n    known = {}\n    def __init_subclass__(cls, key=None, **more):\n        super().__init_subclass__(**more)\n        Base.known[key or cls.__name__] = cls\n",
        "class One(R.Base, key='one'): pass\n",
        "sorted(R.Base.known)",
    ),
    (
        "init-subclass-of-a-mixin",
        "known = []\nclass Mixin:\n    def __init_subclass__(cls):\n        known.append(cls.__name__)\nclass Base(Mixin): pass\n",
        "class One(dict, R.Base): pass\n",
        "R.known[1:]",
    ),
    (
        "metaclass-new",
        "known = {}\nclass Meta(type):\n    def __new__(mcs, name, bases, space):\n        cls = super().__new__(mcs, name, bases, space)\n        known[name] = cls\n        return cls\nclass Base(metaclass=Meta): pass\n",
        "class One(R.Base): pass\n",
        "sorted(R.known)",
    ),
    (
        "metaclass-init",
        "class Meta(type):\n    def __init__(cls, name, bases, space):\n        super().__init__(name, bases, space)\n        if not hasattr(cls, 'plugins'):\n            cls.plugins = []\n        else:\n            cls.plugins.append(name)\nclass Base(metaclass=Meta): pass\n",
        "class One(R.Base): pass\n",
        "R.Base.plugins",
    ),
    (
        "metaclass-prepare",
        "made = []\nclass Meta(type):\n    @classmethod\n    def __prepare__(mcs, name, bases):\n        made.append(name)\n        return {}\n",
        "class One(metaclass=R.Meta): pass\n",
        "R.made",
    ),
    (
        "set-name",
        "fields = []\nclass Field:\n    def __set_name__(self, owner, name):\n        fields.append((owner.__name__, name))\n",
        "class One:\n    size = R.Field()\n",
        "R.fields",
    ),
    (
        "set-name-as-decorator",
        "fields = []\nclass route:\n    def __init__(self, fn):\n        self.fn = fn\n    def __set_name__(self, owner, name):\n        fields.append(name)\n        setattr(owner, name, self.fn)\n",
        "class One:\n    @R.route\n    def index(self): return 1\n",
        "R.fields",
    ),
    ("subclasses", "class Plugin: pass\ndef names():\n    return [c.__name__ for c in Plugin.__subclasses__()]\n", "class One(R.Plugin): pass\n", "R.names()"),
    (
        "subclasses-of-subclasses",
        "class Plugin: pass\nclass Middle(Plugin): pass\ndef walk(cls):\n    for sub in cls.__subclasses__():\n        yield sub.__name__\n        yield from walk(sub)\n",
        "class One(R.Middle): pass\n",
        "list(R.walk(R.Plugin))",
    ),
    (
        "partial",
        "from functools import partial\ntable = {}\ndef put(name, fn):\n    table[name] = fn\n    return fn\nadd_one = partial(put, 'one')\n",
        "@R.add_one\ndef one(): pass\n",
        "sorted(R.table)",
    ),
    (
        "partial-made-here",
        "table = {}\ndef put(name, fn):\n    table[name] = fn\n    return fn\n",
        "import functools\n@functools.partial(R.put, 'one')\ndef one(): pass\n",
        "sorted(R.table)",
    ),
    (
        "lru-cache",
        "import functools\nmade = []\n@functools.lru_cache(maxsize=None)\ndef channel(name):\n    made.append(name)\n    return name\n",
        "CHANNEL = R.channel('one')\n",
        "R.made",
    ),
    (
        "contextmanager",
        "from contextlib import contextmanager\nopened = []\n@contextmanager\ndef group(name):\n    opened.append(name)\n    yield opened.append\n    opened.append('end')\n",
        "with R.group('g') as add:\n    add('one')\n",
        "R.opened",
    ),
    (
        "context-class",
        "entered = []\nclass Group:\n    def __init__(self, name): self.name = name\n    def __enter__(self):\n        return self\n    def __exit__(self, *a):\n        entered.append(self.name)\n",
        "with R.Group('g'):\n    pass\n",
        "R.entered",
    ),
    (
        "property-setter",
        "log = []\nclass Config:\n    _mode = None\n    @property\n    def mode(self): return self._mode\n    @mode.setter\n    def mode(self, value):\n        self._mode = value\n        log.append(value)\nconfig = Config()\n",
        "R.config.mode = 'fast'\n",
        "(R.config.mode, R.log)",
    ),
    (
        "property-getter-counts",
        "class Counter:\n    n = 0\n    @property\n    def next(self):\n        self.n += 1\n        return self.n\ncounter = Counter()\n",
        "MINE = R.counter.next\n",
        "R.counter.next",
    ),
    ("set-item", "class Table:\n    def __init__(self): self.d = {}\n    def __setitem__(self, k, v): self.d[k] = v\ntable = Table()\n", "R.table['one'] = 1\n", "sorted(R.table.d)"),
    ("in-place-add", "class Bag:\n    def __init__(self): self.l = []\n    def __iadd__(self, x):\n        self.l.append(x)\n        return self\nbag = Bag()\n", "b = R.bag\nb += 'one'\n", "R.bag.l"),
    ("left-shift", "class Pipe:\n    def __init__(self): self.l = []\n    def __lshift__(self, x):\n        self.l.append(x)\n        return self\npipe = Pipe()\n", "R.pipe << 'one' << 'two'\n", "R.pipe.l"),
    ("update", "table = {}\n", "R.table.update(one=1)\n", "sorted(R.table)"),
    ("in-place-or", "table = {}\n", "t = R.table\nt |= {'one': 1}\n", "sorted(R.table)"),
    ("extend", "table = ['zero']\n", "R.table.extend(x for x in ('one',))\n", "R.table"),
    ("slice-assignment", "table = ['zero']\n", "R.table[:0] = ['one']\n", "R.table"),
    ("setattr", "class Space: pass\nspace = Space()\n", "for n in ('one', 'two'):\n    setattr(R.space, n, n)\n", "sorted(vars(R.space))"),
    ("dict-of-instance", "class Space: pass\nspace = Space()\n", "R.space.__dict__['one'] = 1\n", "sorted(vars(R.space))"),
    ("sorted-key", "seen = []\ndef key(x):\n    seen.append(x)\n    return x\n", "ORDER = sorted(['b', 'a'], key=R.key)\n", "R.seen"),
    ("max-key-method", "class Rank:\n    def __init__(self): self.seen = []\n    def of(self, x):\n        self.seen.append(x)\n        return x\nrank = Rank()\n", "BEST = max(['b', 'a'], key=R.rank.of)\n", "R.rank.seen"),
    ("map-consumed", "seen = []\n", "DONE = list(map(R.seen.append, 'ab'))\n", "R.seen"),
    ("any-of-generator", "seen = []\ndef see(x):\n    seen.append(x)\n    return False\n", "DONE = any(R.see(x) for x in 'ab')\n", "R.seen"),
    ("reduce", "seen = []\ndef join(a, b):\n    seen.append(b)\n    return a + b\n", "from functools import reduce\nALL = reduce(R.join, 'abc')\n", "R.seen"),
    (
        "post-init",
        "from dataclasses import dataclass\nmade = []\n@dataclass\nclass Option:\n    name: str\n    def __post_init__(self):\n        made.append(self.name)\n",
        "OPTION = R.Option('one')\n",
        "R.made",
    ),
    ("default-factory", "from dataclasses import dataclass, field\nmade = []\ndef make():\n    made.append(1)\n    return []\n@dataclass\nclass Option:\n    parts: list = field(default_factory=make)\n", "OPTION = R.Option()\n", "R.made"),
    ("class-getitem", "asked = []\nclass Box:\n    def __class_getitem__(cls, item):\n        asked.append(item.__name__)\n        return cls\n", "IntBox = R.Box[int]\n", "R.asked"),
    ("descriptor-get", "asked = []\nclass D:\n    def __get__(self, obj, cls):\n        asked.append(cls.__name__)\n        return 1\nclass Holder:\n    d = D()\n", "ONE = R.Holder.d\n", "R.asked"),
    ("getattr-hook", "asked = []\nclass Magic:\n    def __getattr__(self, name):\n        asked.append(name)\n        return name\nmagic = Magic()\n", "ONE = R.magic.one\n", "R.asked"),
    ("module-getattr", "asked = []\ndef __getattr__(name):\n    if name.startswith('__'): raise AttributeError(name)\n    asked.append(name)\n    return name\n", "ONE = R.surprise\n", "R.asked"),
    ("iteration", "asked = []\nclass Many:\n    def __iter__(self):\n        asked.append('iter')\n        return iter('ab')\nmany = Many()\n", "a, b = R.many\n", "R.asked"),
    ("contains", "asked = []\nclass Many:\n    def __contains__(self, x):\n        asked.append(x)\n        return True\nmany = Many()\n", "HAS = 'x' in R.many\n", "R.asked"),
    ("format-hook", "asked = []\nclass Show:\n    def __format__(self, spec):\n        asked.append(spec)\n        return 's'\nshow = Show()\n", "TEXT = f'{R.show:wide}'\n", "R.asked"),
    ("str-hook", "asked = []\nclass Show:\n    def __str__(self):\n        asked.append('str')\n        return 's'\nshow = Show()\n", "TEXT = '%s' % R.show\n", "R.asked"),
    ("bool-hook", "asked = []\nclass Flag:\n    def __bool__(self):\n        asked.append('bool')\n        return True\nflag = Flag()\n", "if R.flag:\n    ON = 1\n", "R.asked"),
    ("equality", "asked = []\nclass Eq:\n    def __eq__(self, other):\n        asked.append(other)\n        return True\neq = Eq()\n", "SAME = R.eq == 'x'\n", "R.asked"),
    ("singledispatch", "from functools import singledispatch\n@singledispatch\ndef show(x): return 'any'\n", "@R.show.register\ndef _(x: int): return 'int'\n", "R.show(1)"),
    ("abc-register", "from abc import ABC\nclass Shape(ABC): pass\n", "@R.Shape.register\nclass One: pass\n", "len(R.Shape._abc_impl.__class__.__name__) and any(issubclass(c, R.Shape) for c in object.__subclasses__() if c.__name__ == 'One' and c.__module__.startswith('PKG'))"),
    ("heappush", "heap = []\n", "import heapq\nheapq.heappush(R.heap, 3)\n", "R.heap"),
    ("insort", "order = [1, 5]\n", "from bisect import insort\ninsort(R.order, 3)\n", "R.order"),
    ("operator-setitem", "table = {}\n", "import operator\noperator.setitem(R.table, 'one', 1)\n", "sorted(R.table)"),
    ("nonlocal-counter", "def make():\n    n = 0\n    def tick():\n        nonlocal n\n        n += 1\n        return n\n    return tick\ntick = make()\n", "MINE = R.tick()\n", "R.tick()"),
    ("itertools-count", "import itertools\nids = itertools.count()\n", "MINE = next(R.ids)\n", "next(R.ids)"),
    ("generator-next", "def numbers():\n    n = 0\n    while True:\n        yield n\n        n += 1\nids = numbers()\n", "MINE = next(R.ids)\n", "next(R.ids)"),
    ("default-argument", "seen = []\ndef see(x):\n    seen.append(x)\n    return x\n", "def one(x=R.see('default')): return x\n", "R.seen"),
    ("class-body", "seen = []\ndef see(x):\n    seen.append(x)\n    return x\n", "class One:\n    a = [R.see(i) for i in range(2)]\n", "R.seen"),
    ("getattr-by-string", CLOSURE, "getattr(R.registry, 'add')('one')(len)\n", "sorted(R.registry.items)"),
    ("handed-to-own-helper", "table = {}\n", "def helper(where):\n    where['one'] = 1\nhelper(R.table)\n", "sorted(R.table)"),
    ("handed-in-a-tuple", "table = {}\n", "def helper(pair):\n    where, key = pair\n    where[key] = 1\nhelper((R.table, 'one'))\n", "sorted(R.table)"),
    ("handed-by-keyword-splat", "table = {}\n", "def helper(**k):\n    k['where']['one'] = 1\nhelper(**{'where': R.table})\n", "sorted(R.table)"),
    ("object-that-keeps-it", "table = {}\n", "class Writer:\n    def __init__(self, where): self.where = where\n    def write(self): self.where['one'] = 1\nWriter(R.table).write()\n", "sorted(R.table)"),
    ("returned-by-a-function", "_table = {}\ndef table(): return _table\n", "R.table()['one'] = 1\n", "sorted(R.table())"),
    ("exec", "table = {}\n", "exec('t[\"one\"] = 1', {'t': R.table})\n", "sorted(R.table)"),
    ("type-call", "class Base:\n    known = []\n    def __init_subclass__(cls): Base.known.append(cls.__name__)\n", "One = type('One', (R.Base,), {})\n", "R.Base.known"),
    ("thread-joined", "seen = []\n", "import threading\nt = threading.Thread(target=R.seen.append, args=('one',))\nt.start()\nt.join()\n", "R.seen"),
    ("exit-stack", "seen = []\n", "import contextlib\nwith contextlib.ExitStack() as stack:\n    stack.callback(R.seen.append, 'one')\n", "R.seen"),
    ("function-attribute", "def run():\n    return getattr(run, 'hook', None) and run.hook()\n", "R.run.hook = lambda: 'hooked'\n", "R.run()"),
    ("monkey-patched-class", "class Tool:\n    def go(self): return 'plain'\n", "def go(self): return 'patched'\nR.Tool.go = go\n", "R.Tool().go()"),
    ("monkey-patched-module", "def go(): return 'plain'\n", "R.go = lambda: 'patched'\n", "R.go()"),
    ("wrapped-in-place", "def go(): return 'plain'\n", "_old = R.go\ndef go(): return ('wrapped', _old())\nR.go = go\n", "R.go()"),
    ("decorated-twice", CLOSURE + "def loud(f):\n    import functools\n    @functools.wraps(f)\n    def inner(*a): return f(*a)\n    return inner\n", "@R.registry.add('one')\n@R.loud\ndef one(): pass\n", "sorted(R.registry.items)"),
    ("registry-of-a-registry", CLOSURE + "class App:\n    def __init__(self): self.reg = Registry()\n    def route(self, path): return self.reg.add(path)\napp = App()\n", "@R.app.route('/')\ndef one(): pass\n", "sorted(R.app.reg.items)"),
    ("weak-set", "import weakref\nknown = weakref.WeakSet()\n", "class One: pass\nR.known.add(One)\n", "len(R.known)"),
    ("default-dict", "from collections import defaultdict\nhooks = defaultdict(list)\n", "R.hooks['start'].append(len)\n", "sorted(R.hooks)"),
    ("deque", "from collections import deque\nhooks = deque()\n", "R.hooks.appendleft('one')\n", "list(R.hooks)"),
    ("user-dict", "from collections import UserDict\nclass Table(UserDict):\n    def __setitem__(self, k, v):\n        super().__setitem__(k, v)\ntable = Table()\n", "R.table['one'] = 1\n", "sorted(R.table)"),
    ("try-finally", "seen = []\n", "try:\n    x = 1\nfinally:\n    R.seen.append('one')\n", "R.seen"),
    ("conditional-expression", "seen = []\n", "R.seen.append('one') if not R.seen else None\n", "R.seen"),
    ("walrus", "seen = []\ndef see(x):\n    seen.append(x)\n    return x\n", "if (got := R.see('one')):\n    pass\n", "R.seen"),
    ("match", "asked = []\nclass Meta(type):\n    def __instancecheck__(cls, x):\n        asked.append(x)\n        return True\nclass Any(metaclass=Meta): pass\n", "match 3:\n    case R.Any():\n        GOT = 1\n", "R.asked"),
    ("lambda-called", "seen = []\n", "(lambda: R.seen.append('one'))()\n", "R.seen"),
    ("star-arguments", "seen = []\ndef see(*xs):\n    seen.extend(xs)\n", "R.see(*['one', 'two'])\n", "R.seen"),
    ("observer", "class Subject:\n    def __init__(self): self.watchers = []\n    def attach(self, w): self.watchers.append(w)\n    def fire(self): return [w() for w in self.watchers]\nsubject = Subject()\n", "R.subject.attach(lambda: 'seen')\n", "R.subject.fire()"),
    ("enum-member", "import enum\nmade = []\nclass Kind(enum.Enum):\n    def __init_subclass__(cls, **k):\n        made.append(cls.__name__)\n", "class One(R.Kind):\n    A = 1\n", "R.made"),
    ("named-tuple-base", "made = []\nclass Mark:\n    def __init_subclass__(cls): made.append(cls.__name__)\n", "from collections import namedtuple\nclass P(namedtuple('P', 'x y'), R.Mark): pass\n", "R.made"),
]
