"""Annotations that are read at run time, constants whose value depends on their place, guards, entry points, errors and places.

Each entry: a name, files below the package (`PKG` is its dotted name), a driver that prints what it sees, and whether the load of `PKG.work`
may move away from the import of `PKG.core`.
"""

T = "class T:\n    name = 'T'\n    def __init__(self, v=None): self.v = v\ndef make(*a): return ('made', a)\n"


def core(name, text, driver, right, work=T, **more):
    files = {"core.py": text, "work.py": work}
    files.update({k.replace("__", "/") + ".py": v for k, v in more.items()})
    return (name, files, driver, right)


VALUES = [
    core("dataclass-fields", "from dataclasses import dataclass\nfrom PKG.work import T\n@dataclass\nclass A:\n    t: T\n", "import dataclasses, PKG.core as c\nprint([f.type for f in dataclasses.fields(c.A)])\n", False),
    core("dataclass-future-hints", "from __future__ import annotations\nfrom dataclasses import dataclass\nfrom PKG.work import T\n@dataclass\nclass A:\n    t: T\n", "import typing, PKG.core as c\nprint(typing.get_type_hints(c.A))\n", False),
    core("signature-future-hints", "from __future__ import annotations\nfrom PKG.work import T\ndef f(t: T) -> list[T]: return 1\n", "import typing, PKG.core as c\nprint(typing.get_type_hints(c.f))\n", False),
    core("hints-by-own-decorator", "from __future__ import annotations\nimport typing\nfrom PKG.work import T\nSEEN = {}\ndef typed(f):\n    def inner(*a):\n        SEEN.update(typing.get_type_hints(f))\n        return f(*a)\n    return inner\n@typed\ndef f(t: T): return 1\n", "import PKG.core as c\nc.f(1)\nprint(c.SEEN)\n", False),
    core("hints-by-another-module", "from __future__ import annotations\nfrom PKG.work import T\nclass A:\n    t: T\n", "import PKG.core as c, PKG.reader as r\nprint(r.hints(c.A))\n", False, reader="import typing\ndef hints(x): return typing.get_type_hints(x)\n"),
    core("annotations-evaluated-by-eval", "from __future__ import annotations\nfrom PKG.work import T\ndef f(t: T): return 1\n", "import PKG.core as c\nprint(eval(c.f.__annotations__['t'], c.f.__globals__))\n", False),
    core("signature-eval-str", "from __future__ import annotations\nfrom PKG.work import T\ndef f(t: T): return 1\n", "import inspect, PKG.core as c\nprint(inspect.signature(c.f, eval_str=True))\n", False),
    core("named-tuple", "from typing import NamedTuple\nfrom PKG.work import T\nclass A(NamedTuple):\n    t: T\n", "import PKG.core as c\nprint(c.A.__annotations__)\n", False),
    core("named-tuple-future", "from __future__ import annotations\nfrom typing import NamedTuple\nfrom PKG.work import T\nclass A(NamedTuple):\n    t: T\n", "import typing, PKG.core as c\nprint(typing.get_type_hints(c.A))\n", False),
    core("typed-dict", "from typing import TypedDict\nfrom PKG.work import T\nclass A(TypedDict):\n    t: T\n", "import PKG.core as c\nprint(c.A.__annotations__)\n", False),
    core("singledispatch-by-annotation", "from functools import singledispatch\nfrom PKG.work import T\n@singledispatch\ndef f(x): return 'any'\n@f.register\ndef _(x: T): return 'T'\n", "import PKG.core as c, PKG.work as w\nprint(c.f(w.T()))\n", False),
    core("annotations-never-read", "from __future__ import annotations\nfrom PKG.work import T\ndef f(t: T) -> T: return t\n", "import PKG.core as c\nprint(c.f(1))\n", True),
    core("quoted-never-read", "from PKG.work import T\ndef f(t: 'T') -> 'T': return t\n", "import PKG.core as c\nprint(c.f(1))\n", True),
    core("annotation-and-call", "from __future__ import annotations\nfrom PKG.work import T\ndef f(t: T) -> T: return T(t)\n", "import PKG.core as c\nprint(c.f(1).v)\n", True),
    core("local-annotation", "from PKG.work import T\ndef f(t):\n    x: T = t\n    return x\n", "import PKG.core as c\nprint(c.f(1))\n", True),
    core("generic-base", "from typing import Generic, TypeVar\nfrom PKG.work import T\nV = TypeVar('V', bound='T')\nclass A(Generic[V]): pass\n", "import typing, PKG.core as c\nprint(c.V.__bound__)\n", False),
    core("cast", "from typing import cast\nfrom PKG.work import T\ndef f(x): return cast(T, x)\n", "import PKG.core as c\nprint(c.f(1))\n", True),
    core("protocol-runtime", "from typing import Protocol, runtime_checkable\nfrom PKG.work import T\n@runtime_checkable\nclass P(Protocol):\n    name: str\ndef f(): return isinstance(T(), P)\n", "import PKG.core as c\nprint(c.f())\n", True),
    # Constants.
    core("constant-before-a-rebinding", "from PKG.work import make\nlevel = 1\nX = make(level)\nlevel = 2\ndef f(): return X, level\n", "import PKG.core as c\nprint(c.f())\n", False),
    core("constant-of-a-list-that-grows", "from PKG.work import make\nparts = []\nX = make(list(parts))\nparts.append(1)\ndef f(): return X\n", "import PKG.core as c\nprint(c.f())\n", False),
    core("constant-rebound-in-a-function", "from PKG.work import make\nlevel = 1\nX = make(level)\ndef up():\n    global level\n    level += 1\ndef f(): return X\n", "import PKG.core as c\nc.up()\nprint(c.f())\n", False),
    core("constants-in-order", "from PKG.work import draw\nX = draw()\nY = draw()\ndef f(): return Y, X\n", "import PKG.core as c\nprint(c.f())\n", False, work="import itertools\n_n = itertools.count()\ndef draw(): return next(_n)\n"),
    core("constant-by-counter", "from PKG.work import draw\nX = draw()\ndef f(): return X\n", "import PKG.core as c, PKG.work as w\nprint(w.draw(), c.f())\n", False, work="import itertools\n_n = itertools.count()\ndef draw(): return next(_n)\n"),
    core("constant-augmented", "from PKG.work import T\nX = T([])\ndef add(v): X.v.append(v)\ndef f(): return X.v\n", "import PKG.core as c\nc.add(1)\nc.add(2)\nprint(c.f())\n", True),
    core("constant-global", "from PKG.work import T\nX = T(1)\ndef new():\n    global X\n    X = T(2)\ndef f(): return X.v\n", "import PKG.core as c\nold = c.X\nc.new()\nprint(c.f(), old.v, c.X.v)\n", True),
    core("constant-from-imported", "from PKG.work import T\nX = T(1)\ndef f(): return X.v\n", "from PKG.core import X, f\nimport PKG.core as c\nprint(X is c.X, f())\n", True),
    core("constant-patched", "from PKG.work import T\nX = T(1)\ndef f(): return X.v\n", "from unittest import mock\nimport PKG.core as c\nwith mock.patch.object(c, 'X', mock.Mock(v=9)):\n    print(c.f())\nprint(c.f())\n", True),
    core("constant-of-the-environment", "import os\nfrom PKG.work import T\nX = T(os.environ.get('KEY'))\ndef main():\n    os.environ['KEY'] = '1'\n    return X.v\n", "import PKG.core as c\nprint(c.main())\n", False),
    core("constant-of-the-clock", "import time\nfrom PKG.work import T\nX = T(time.monotonic())\ndef main():\n    now = time.monotonic()\n    return X.v < now\n", "import PKG.core as c\nprint(c.main())\n", False),
    core("constant-in-all", "from PKG.work import T\n__all__ = ['X']\nX = T(1)\n", "from PKG.core import *\nprint(X.v)\n", True),
    core("constant-of-itself", "from PKG.work import make\nX = make(1)\nX = make(X)\ndef f(): return X\n", "import PKG.core as c\nprint(c.f())\n", False),
    core("constant-in-a-loop", "from PKG.work import make\nfor i in range(2):\n    X = make(i)\ndef f(): return X, i\n", "import PKG.core as c\nprint(c.f())\n", False),
    core("constant-that-raises", "from PKG.work import T\ntry:\n    X = T.absent\nexcept AttributeError:\n    X = None\ndef f(): return X\n", "import PKG.core as c\nprint(c.f())\n", False),
    core("constant-that-registers", "from PKG.work import T\nfrom PKG.reg import add\nX = add(T(1))\ndef f(): return X.v\n", "import PKG.core as c, PKG.reg as r\nprint(len(r.all), c.f())\n", False, reg="all = []\ndef add(x):\n    all.append(x)\n    return x\n"),
    core("two-constants-of-one", "from PKG.work import T\nX = T(1)\nY = (X, 2)\ndef f(): return Y[0] is X\n", "import PKG.core as c\nprint(c.f(), c.Y[0] is c.X)\n", True),
    core("dict-of-classes", "from PKG.work import T\nTABLE = {'t': T}\ndef f(k): return TABLE[k].name\n", "import PKG.core as c\nprint(c.f('t'), list(c.TABLE), 't' in c.TABLE, len(c.TABLE))\n", True),
    core("dict-of-classes-copied", "from PKG.work import T\nTABLE = {'t': T}\nMORE = {**TABLE, 'u': 1}\ndef f(k): return TABLE[k].name\n", "import PKG.core as c\nprint(c.f('t'), c.MORE['t'].name)\n", False),
    core("dict-of-classes-json", "import json\nfrom PKG.work import T\nTABLE = {'t': T}\n", "import json, PKG.core as c\nprint(json.dumps({k: v.name for k, v in c.TABLE.items()}), type(c.TABLE) is dict, c.TABLE == dict(c.TABLE))\n", False),
    # Guards.
    core("guard-with-a-flag", "try:\n    from PKG.work import T\n    HAS = True\nexcept ImportError:\n    T = None\n    HAS = False\ndef f(): return HAS and T.name\n", "import PKG.core as c\nprint(c.HAS, c.f())\n", False),
    core("guard-that-fails", "try:\n    from PKG.work import T\n    HAS = True\nexcept ImportError:\n    T = None\n    HAS = False\ndef f(): return HAS, T\n", "import PKG.core as c\nprint(c.HAS, c.f())\n", False, work="import no_such_PKG\nT = 1\n"),
    core("guard-indirect", "try:\n    from PKG.middle import T\nexcept ImportError:\n    class T: name = 'stub'\ndef f(): return T.name\n", "import PKG.core as c\nprint(c.f())\n", False, middle="from PKG.work import T\ndef g(): return T.name\n", work="import no_such_PKG\nclass T: name = 'real'\n"),
    core("guard-in-another-function", "from PKG.work import T\ndef f(): return T.name\n", "def main():\n    try:\n        import PKG.core as c\n    except ImportError:\n        return 'absent'\n    return c.f()\nprint(main())\n", False, work="import no_such_PKG\nclass T: name = 'real'\n"),
    core("guard-by-exception", "try:\n    from PKG.work import T\nexcept Exception as e:\n    T = None\n    WHY = str(e)\ndef f(): return T, WHY\n", "import PKG.core as c\nprint(c.f())\n", False, work="raise RuntimeError('broken')\n"),
    core("guard-suppress", "import contextlib\nT = None\nwith contextlib.suppress(ImportError):\n    from PKG.work import T\ndef f(): return T\n", "import PKG.core as c\nprint(c.f())\n", False, work="import no_such_PKG\nT = 1\n"),
    core("find-spec", "import importlib.util\nHAS = importlib.util.find_spec('PKG.work') is not None\nfrom PKG.work import T\ndef f(): return T.name\n", "import PKG.core as c\nprint(c.HAS, c.f())\n", True),
    core("version-branch", "import sys\nif sys.version_info >= (3, 9):\n    from PKG.work import T\nelse:\n    T = None\ndef f(): return T.name\n", "import PKG.core as c\nprint(c.f())\n", True),
    # Errors and places.
    core("validation-at-load", "from PKG.work import T\ndef main():\n    try:\n        return T.name\n    except Exception as e:\n        return 'caught'\n", "try:\n    import PKG.core as c\n    print(c.main())\nexcept SystemExit as e:\n    print('exit', e.code)\nexcept ValueError as e:\n    print('value', e)\n", False, work="raise ValueError('bad configuration')\n"),
    core("exit-at-load", "from PKG.work import T\ndef main():\n    print('started')\n    return T.name\n", "try:\n    import PKG.core as c\n    print(c.main())\nexcept SystemExit as e:\n    print('exit', e.code)\n", False, work="import sys\nsys.exit(3)\nT = 1\n"),
    core("event-loop-at-load", "from PKG.work import T\nasync def main():\n    return T.name\n", "import asyncio, PKG.core as c\nprint(asyncio.run(c.main()))\n", False, work="import asyncio\nasync def _get(): return 'v'\nclass T:\n    name = asyncio.run(_get())\n"),
    core("signal-at-load", "from PKG.work import T\ndef main(): return T.name\n", "import threading, PKG.core as c\nout = []\ndef go():\n    try: out.append(c.main())\n    except Exception as e: out.append(type(e).__name__)\nt = threading.Thread(target=go)\nt.start(); t.join()\nprint(out)\n", False, work="import signal\nsignal.signal(signal.SIGUSR2, signal.SIG_IGN)\nclass T: name = 'T'\n"),
    core("thread-of-the-load", "from PKG.work import T\ndef main(): return T.name\n", "import threading, PKG.core as c\nout = []\nt = threading.Thread(target=lambda: out.append(c.main()), name='worker')\nt.start(); t.join()\nprint(out)\n", False, work="import threading\nclass T: name = threading.current_thread().name\n"),
    core("lock-of-the-load", "from PKG.reg import LOCK\nfrom PKG.work import T\ndef main():\n    with LOCK:\n        return T.name\n", "import PKG.core as c\nprint(c.main())\n", False, reg="import threading\nLOCK = threading.Lock()\n", work="from PKG.reg import LOCK\ngot = LOCK.acquire(timeout=0.3)\nif got: LOCK.release()\nclass T: name = got\n"),
    core("context-of-the-load", "from PKG.reg import var\nfrom PKG.work import T\ndef main(): return T.name\n", "import contextvars, PKG.core as c\nfrom PKG.reg import var\ncontextvars.copy_context().run(c.main)\nprint(var.get())\n", False, reg="import contextvars\nvar = contextvars.ContextVar('v', default=0)\n", work="from PKG.reg import var\nvar.set(1)\nclass T: name = 'T'\n"),
    core("caller-of-the-load", "from PKG.work import T\ndef main(): return T.name\n", "import PKG.core as c\nprint(c.main())\n", False, work="import sys\nf = sys._getframe()\nwhile f.f_back is not None and f.f_globals.get('__name__', '').startswith(('importlib', 'PKG.work')): f = f.f_back\nclass T: name = f.f_code.co_name\n"),
    core("at-exit-order", "from PKG.work import T\nimport atexit\natexit.register(print, 'core')\ndef main(): return T.name\n", "import PKG.core as c\nprint(c.main())\n", False, work="import atexit\natexit.register(print, 'work')\nclass T: name = 'T'\n"),
    core("pid-kept", "import os\nfrom PKG.work import T\ndef main():\n    pid = os.fork()\n    if pid == 0:\n        print(T.pid == os.getpid(), flush=True)\n        os._exit(0)\n    os.waitpid(pid, 0)\n", "import PKG.core as c\nc.main()\n", False, work="import os\nclass T: pid = os.getpid()\n"),
    core("uuid-kept-but-alone", "from PKG.work import T\ndef main(): return len(T.id)\n", "import PKG.core as c\nprint(c.main())\n", True, work="import uuid\nclass T: id = str(uuid.uuid4())\n"),
    core("frozen-at-first-use", "from PKG.work import T\ndef main(): return T.name\n", "from unittest import mock\nimport time, PKG.core as c\nwith mock.patch('time.time', lambda: 0):\n    print(c.main() == 0)\n", False, work="import time\nclass T: name = time.time()\n"),
    core("import-inside-patched-modules", "from PKG.work import T\ndef main(): return T\n", "import sys\nfrom unittest import mock\nimport PKG.core as c\nwith mock.patch.dict(sys.modules):\n    a = c.main()\nprint(c.main() is a)\n", False),
    core("cycle", "from PKG.work import T\ndef f(): return T.name\nLATE = 5\n", "import PKG.core as c\nprint(c.f(), c.T.late())\n", True, work="import PKG.core as core\nclass T:\n    name = 'T'\n    @staticmethod\n    def late(): return core.LATE\n"),
    core("cycle-that-asks", "from PKG.work import T\ndef f(): return T.name\nLATE = 5\n", "import PKG.core as c\nprint(c.f())\n", False, work="import PKG.core as core\nclass T:\n    name = hasattr(core, 'LATE')\n"),
]


def entry(name, declaration, files, driver, right=False):
    return (name, files, driver, right, declaration)


TOOL = {"cli.py": "import PKG.work\ndef main():\n    print(PKG.work.make(1))\n    return 0\n", "tool.py": "from PKG.cli import main\ndef debug(): return main()\n", "core.py": "import PKG.tool\n", "work.py": T}
LOOK = "import importlib\nm = importlib.import_module('PKG.tool')\nprint(m.main())\n"
NEAR = {**TOOL, "core.py": "from PKG.cli import main\n"}
ENTRIES = [
    entry("project-scripts", ("pyproject", '[project.scripts]\nKEY = "PKG.tool:main"\n'), TOOL, LOOK),
    entry("gui-scripts", ("pyproject", '[project.gui-scripts]\nKEY = "PKG.tool:main"\n'), TOOL, LOOK),
    entry("plugin-group", ("pyproject", '[project.entry-points."KEY.plugins"]\nx = "PKG.tool:main"\n'), TOOL, LOOK),
    entry("poetry-scripts", ("pyproject", '[tool.poetry.scripts]\nKEY = "PKG.tool:main"\n'), TOOL, LOOK),
    entry("poetry-plugins", ("pyproject", '[tool.poetry.plugins."KEY"]\nx = "PKG.tool:main"\n'), TOOL, LOOK),
    entry("poetry-table-script", ("pyproject", '[tool.poetry.scripts]\nKEY = { reference = "PKG.tool:main", type = "console" }\n'), TOOL, LOOK),
    entry("setup-cfg", ("setup.cfg", "[options.entry_points]\nconsole_scripts =\n    KEY = PKG.tool:main\n"), TOOL, LOOK),
    entry("setup-cfg-one-line", ("setup.cfg", "[options.entry_points]\nconsole_scripts = KEY = PKG.tool:main\n"), TOOL, LOOK),
    entry("setup-py", ("setup.py", "from setuptools import setup\nsetup(name='x', entry_points={'console_scripts': ['KEY=PKG.tool:main']})\n"), TOOL, LOOK),
    entry("setup-py-text", ("setup.py", "from setuptools import setup\nsetup(name='x', entry_points='''\n[console_scripts]\nKEY=PKG.tool:main\n''')\n"), TOOL, LOOK),
    entry("attribute-of-a-class", ("pyproject", '[project.scripts]\nKEY = "PKG.tool:App.main"\n'), {**TOOL, "tool.py": "from PKG.cli import App\ndef debug(): return App.main()\n", "cli.py": "import PKG.work\nclass App:\n    @staticmethod\n    def main(): return PKG.work.make(1)\n"}, "import importlib\nm = importlib.import_module('PKG.tool')\nprint(m.App.main())\n"),
    entry("procfile", ("Procfile", "web: gunicorn PKG.tool:main\n"), TOOL, LOOK),
    entry("dockerfile", ("Dockerfile", 'CMD ["gunicorn", "PKG.tool:main"]\n'), TOOL, LOOK),
    entry("yaml", ("serve.yaml", "app: PKG.tool:main\n"), TOOL, LOOK),
    entry("json", ("serve.json", '{"app": "PKG.tool:main"}\n'), TOOL, LOOK),
    entry("shell", ("serve.sh", "#!/bin/sh\nexec uvicorn PKG.tool:main\n"), TOOL, LOOK),
    entry("toml", ("serve.toml", 'app = "PKG.tool:main"\n'), TOOL, LOOK),
]
