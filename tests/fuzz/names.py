"""Ways in which a program reaches the name that an import binds, other than by reading it: every one of them must go on working.

Each entry: a name, what `core.py` has beside the import of `tool` (top, bottom), the text of a driver that prints what it sees, and whether
deferring is right all the same (near misses). `PKG` is the package; `PKG.core` imports `tool` and `Tool` from `PKG.work`, its `run()` calls `tool`.
"""

PATCHED = """
from unittest import mock
import PKG.core as core
def test():
    with {patch}:
        print(core.run())
test()
print(core.run())
"""


def patched(name, patch, right=False, top=""):
    return (name, "", "", top + PATCHED.replace("{patch}", patch), right)


FAKE = "lambda: 'fake'"

NAMES = [
    patched("patch-plain", f"mock.patch('PKG.core.tool', {FAKE})"),
    patched("patch-percent", f"mock.patch('%s.tool' % 'PKG.core', {FAKE})"),
    patched("patch-format", f"mock.patch('{{}}.{{}}'.format('PKG.core', 'tool'), {FAKE})"),
    patched("patch-join", f"mock.patch('.'.join(['PKG', 'core', 'tool']), {FAKE})"),
    patched("patch-plus", f"mock.patch('PKG.core' + '.tool', {FAKE})"),
    patched("patch-f-string", f"mock.patch(f'{{MOD}}.tool', {FAKE})", top="MOD = 'PKG.core'\n"),
    patched("patch-module-name", f"mock.patch(core.__name__ + '.tool', {FAKE})"),
    patched("patch-helper", f"helper('tool')", top=f"from unittest import mock\ndef helper(name):\n    return mock.patch('PKG.core.' + name, {FAKE})\n"),
    patched("patch-object", f"mock.patch.object(core, 'tool', {FAKE})"),
    patched("patch-object-computed", f"mock.patch.object(core, 'to' + 'ol', {FAKE})"),
    patched("patch-multiple", f"mock.patch.multiple('PKG.core', tool={FAKE})"),
    patched("patch-multiple-splat", f"mock.patch.multiple(core, **{{'tool': {FAKE}}})"),
    patched("patch-dict", f"mock.patch.dict(vars(core), tool={FAKE})"),
    patched("patch-dict-of-attribute", f"mock.patch.dict(core.__dict__, {{'tool': {FAKE}}})"),
    patched("patch-attribute-of-it", "mock.patch('PKG.core.Tool.name', 'fake')"),
    patched("patch-source", f"mock.patch('PKG.work.helper', {FAKE})"),
    patched("patch-another-module", f"mock.patch('PKG.other.tool', {FAKE})", right=True),
    patched("patch-table", f"mock.patch(TABLE['t'], {FAKE})", top="TABLE = {'t': 'PKG.core.tool'}\n"),
    ("setattr-loop", "", "", f"import PKG.core as core\nfor n in ('tool', 'extra'):\n    setattr(core, n, {FAKE})\nprint(core.run())\n", False),
    ("assign", "", "", f"import PKG.core as core\ncore.tool = {FAKE}\nprint(core.run())\n", False),
    ("assign-through-sys-modules", "", "", f"import sys, PKG.core\nsys.modules['PKG.core'].tool = {FAKE}\nprint(PKG.core.run())\n", False),
    ("assign-through-import-module", "", "", f"import importlib\nm = importlib.import_module('PKG.' + 'core')\nm.tool = {FAKE}\nprint(m.run())\n", False),
    ("assign-through-dict", "", "", f"import PKG.core as core\nvars(core)['tool'] = {FAKE}\nprint(core.run())\n", False),
    ("assign-another", "", "", f"import PKG.core as core\ncore.unrelated = {FAKE}\nprint(core.run())\n", True),
    ("delete", "", "", "import PKG.core as core\ndel core.tool\ntry:\n    print(core.run())\nexcept NameError as e:\n    print(type(e).__name__)\n", False),
    ("delattr", "", "", "import PKG.core as core\ndelattr(core, 'to' + 'ol')\ntry:\n    print(core.run())\nexcept NameError as e:\n    print(type(e).__name__)\n", False),
    ("reload", "", "", "import importlib, PKG.core as core, PKG.work as work\nwork.tool = lambda: 'new'\nprint(core.run())\nimportlib.reload(core)\nprint(core.run())\n", False),
    ("reload-of-the-source", "", "", "import importlib, PKG.core as core\nfirst = core.Tool\nimport PKG.work as work\nimportlib.reload(work)\nprint(core.Tool is first, core.kind() is first, work.Tool is first)\n", False),
    ("source-rebound", "", "", "import PKG.core as core, PKG.work as work\nwork.tool = lambda: 'new'\nprint(core.run())\n", False),
    ("source-rebinds-itself", "", "", "import PKG.core as core, PKG.work as work\nwork.rebind()\nprint(core.run())\n", False),
    ("source-popped", "", "", "import sys, PKG.core as core\nold = core.Tool\nsys.modules.pop('PKG.work', None)\nprint(core.kind() is old, core.kind() is core.kind())\n", False),
    ("package-attribute-replaced", "", "", "import PKG.core as core, PKG, types\nPKG.work = types.SimpleNamespace(tool=lambda: 'ns')\nprint(core.run())\n", False),
    ("getattr-name", "", "", "import PKG.core as core\nprint(getattr(core, 'to' + 'ol')())\n", False),
    ("attrgetter", "", "", "import operator, PKG.core as core\nprint(operator.attrgetter('tool.__name__')(core))\n", False),
    ("hasattr", "", "", "import PKG.core as core\nprint(hasattr(core, 'tool'), hasattr(core, 'absent'))\n", False),
    ("dir", "", "", "import PKG.core as core\nprint([n for n in dir(core) if n.lower() in ('tool', 'run')])\n", False),
    ("vars", "", "", "import PKG.core as core\nprint('tool' in vars(core), sorted(n for n, v in vars(core).items() if isinstance(v, type)))\n", False),
    ("getmembers", "", "", "import inspect, PKG.core as core\nprint([n for n, _ in inspect.getmembers(core, inspect.isclass)])\n", False),
    ("from-import", "", "", "from PKG.core import tool, Tool\nprint(tool(), Tool.name)\n", False),
    ("star", "", "", "from PKG.core import *\nprint(tool(), run())\n", False),
    ("star-all", "", "__all__ = ['run', 'tool']\n", "from PKG.core import *\nprint(tool(), run(), 'Tool' in globals())\n", False),
    ("star-all-computed", "", "__all__ = [n for n in globals() if not n.startswith('_')]\n", "from PKG.core import *\nprint(sorted(n for n in globals() if n.lower() == 'tool'))\n", False),
    ("star-all-without-it", "", "__all__ = ['run']\n", "from PKG.core import *\nprint(run(), 'tool' in globals())\n", True),
    ("existing-getattr", "", "def __getattr__(name):\n    if name == 'old': return 'older'\n    raise AttributeError(f'no {name}')\n", "import PKG.core as core\nprint(core.old, core.tool(), hasattr(core, 'x'))\n", False),
    ("existing-getattr-for-all", "", "def __getattr__(name):\n    if name.startswith('__'): raise AttributeError(name)\n    return 'made ' + name\n", "import PKG.core as core\nprint(core.anything, core.tool(), core.run())\n", False),
    ("existing-dir", "", "def __dir__():\n    return ['run', 'tool']\n", "import PKG.core as core\nprint(dir(core), core.tool())\n", False),
    ("module-class", "import sys, types\nclass M(types.ModuleType):\n    def __getattribute__(self, n):\n        return super().__getattribute__(n)\n", "sys.modules[__name__].__class__ = M\n", "import PKG.core as core\nprint(core.tool(), core.run())\n", False),
    ("globals-lookup", "def find(n): return globals()[n]\n", "", "import PKG.core as core\nprint(core.find('tool')())\n", False),
    ("eval", "def ask(text): return eval(text)\n", "", "import PKG.core as core\nprint(core.ask('tool()'))\n", False),
    ("pickle-by-name", "", "Alias = None\ndef dump():\n    import pickle\n    return pickle.loads(pickle.dumps(Tool)) is Tool\n", "import PKG.core as core\nprint(core.dump())\n", True),
    ("doctest", "def twice():\n    '''\n    >>> tool()\n    'real'\n    '''\n", "", "import doctest, PKG.core as core\nprint(doctest.testmod(core))\n", False),
    ("function-globals", "", "", "import PKG.core as core\nprint('tool' in core.run.__globals__)\n", False),
    ("frame-globals", "", "", "import sys, PKG.core as core\nprint(core.run.__globals__['Tool'].name)\n", False),
    ("run-module", "", "", "import runpy\nspace = runpy.run_module('PKG.core')\nprint(space['tool'](), sorted(n for n in space if n.lower() == 'tool'))\n", False),
    ("identity", "", "", "import PKG.core as core, PKG.work as work\nprint(core.tool is work.tool, core.Tool is work.Tool, core.kind() is work.Tool)\n", False),
    ("isinstance-across", "", "", "import PKG.core as core\nprint(isinstance(core.kind()(), core.Tool))\n", False),
    ("two-threads", "", "", "import threading, PKG.core as core\nout = []\nts = [threading.Thread(target=lambda: out.append(core.run())) for _ in range(4)]\n[t.start() for t in ts]; [t.join() for t in ts]\nprint(out)\n", True),
    ("thread-at-import", "import threading\n", "_got = []\n_t = threading.Thread(target=lambda: _got.append(tool()))\n_t.start()\n_t.join(2)\n", "import PKG.core as core\nprint(core._got)\n", False),
    ("local-of-the-same-name", "def other():\n    tool = 5\n    return tool\n", "", "import PKG.core as core\nprint(core.other(), core.run())\n", True),
    ("global-rebinding", "def swap():\n    global tool\n    tool = lambda: 'swapped'\n", "", "import PKG.core as core\nprint(core.run())\ncore.swap()\nprint(core.run())\n", False),
    ("rebound-in-a-try", "", "try:\n    tool = tool\nexcept NameError:\n    tool = None\n", "import PKG.core as core\nprint(core.run())\n", False),
    ("default-of-a-function", "", "def late(f=tool): return f()\n", "import PKG.core as core\nprint(core.late())\n", False),
    ("base-class", "", "class Mine(Tool): pass\n", "import PKG.core as core\nprint(core.Mine.name)\n", False),
    ("lambda-only", "", "late = lambda: tool()\n", "import PKG.core as core\nprint(core.late())\n", True),
    ("generator-kept", "", "def many():\n    for _ in range(2):\n        yield tool()\n", "import PKG.core as core\nprint(list(core.many()))\n", True),
    ("async-use", "", "async def go():\n    return tool()\n", "import asyncio, PKG.core as core\nprint(asyncio.run(core.go()))\n", True),
    ("generator-expression-at-import", "", "lazy_values = (tool() for _ in range(1))\n", "import PKG.core as core\nprint(list(core.lazy_values))\n", False),
    ("callback-kept", "", "callbacks = [lambda: tool()]\n", "import PKG.core as core\nprint(core.callbacks[0]())\n", True),
    ("callback-sorted-at-import", "def key(x): return (x, tool())\n", "order = sorted('ba', key=key)\n", "import PKG.core as core\nprint(core.order)\n", False),
    ("method-called-at-import", "class H:\n    def go(self): return tool()\n", "made = H().go()\n", "import PKG.core as core\nprint(core.made)\n", False),
    ("property-at-import", "class H:\n    @property\n    def go(self): return tool()\n", "made = H().go\n", "import PKG.core as core\nprint(core.made)\n", False),
    ("property-with-setter", "class H:\n    @property\n    def go(self): return tool()\n    @go.setter\n    def go(self, v): tool()\n", "", "import PKG.core as core\nprint(core.H().go)\n", True),
    ("guard-flag", "try:\n    import absent_PKG\nexcept ImportError:\n    HAS = False\nelse:\n    HAS = True\n", "", "import PKG.core as core\nprint(core.HAS, core.run())\n", True),
    ("atexit-use", "", "import atexit\natexit.register(lambda: print(tool()))\n", "import PKG.core as core\n", False),
    ("del-use", "class H:\n    def __del__(self): print(tool())\n", "", "import PKG.core as core\nh = core.H()\ndel h\n", False),
    ("recursive-depth", "def down(n):\n    return tool() if n == 0 else down(n - 1)\n", "", "import PKG.core as core\nprint(core.down(50))\n", True),
    ("used-under-a-lock", "import threading\nLOCK = threading.Lock()\ndef guarded():\n    with LOCK:\n        return tool()\n", "", "import PKG.core as core\nprint(core.guarded())\n", True),
    ("used-in-except", "def safe():\n    try:\n        raise ValueError\n    except ValueError:\n        return tool()\n", "", "import PKG.core as core\nprint(core.safe())\n", True),
    ("used-as-exception", "", "def safe():\n    try:\n        raise KeyError('x')\n    except (ToolError, KeyError) as e:\n        return type(e).__name__\n", "import PKG.core as core\nprint(core.safe())\n", True),
]

WORK = """
class Tool:
    name = 'real'
class ToolError(Exception): pass
def helper(): return 'real'
def tool(): return helper()
"""

REBINDS = """def rebind():
    global tool
    tool = lambda: 'rebound'
"""

CORE = """
from PKG.work import tool, Tool, ToolError
TOP
def run():
    return tool()
def kind():
    return Tool
BOTTOM
"""
