"""What a module reads from the process while it loads, and how a program sets that before it uses the module.

Each entry: a name, lines that set the state (in a function, before the first use), the text of the module that reads it when loaded
(its `SEEN` is what the program sees later), and lines that set something else, which the module does not read (deferring is right then).
`KEY` is a word of the program's own, `PKG` its package; `state.` is a module of the package.
"""

STATES = [
    ("env-get", ["os.environ['KEY'] = '1'"], "import os\nSEEN = os.environ.get('KEY')\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("env-getenv-default", ["os.environ['KEY'] = '1'"], "import os\nSEEN = os.getenv('KEY', 'no')\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("env-in", ["os.environ.setdefault('KEY', '1')"], "from os import environ\nSEEN = 'KEY' in environ\n", ["os.environ.setdefault('KEY_OTHER', '1')"]),
    ("env-update", ["os.environ.update(KEY='1')"], "import os\nSEEN = os.environ.get('KEY')\n", ["os.environ.update(KEY_OTHER='1')"]),
    ("env-update-dict", ["values = {'KEY': '1'}", "os.environ.update(values)"], "import os\nSEEN = os.environ.get('KEY')\n", ["values = {'KEY_OTHER': '1'}", "os.environ.update(values)"]),
    ("env-in-place-or", ["os.environ |= {'KEY': '1'}"], "import os\nSEEN = os.environ.get('KEY')\n", ["os.environ |= {'KEY_OTHER': '1'}"]),
    ("env-computed-key", ["os.environ['%s' % 'KEY'] = '1'"], "import os\nSEEN = os.environ.get('KE' + 'Y')\n", ["os.environ['%s_OTHER' % 'KEY'] = '1'"]),
    ("env-loop", ["for name in ('KEY', 'KEY_B'):", "    os.environ[name] = '1'"], "import os\nSEEN = os.environ.get('KEY')\n", ["for name in ('KEY_A', 'KEY_B'):", "    os.environ[name] = '1'"]),
    ("env-prefix-scan", ["os.environ['KEY_X'] = '1'"], "import os\nSEEN = sorted(k for k in os.environ if k.startswith('KEY_'))\n", []),
    ("env-alias", ["e = os.environ", "e['KEY'] = '1'"], "import os\nSEEN = os.environ.get('KEY')\n", ["e = dict(os.environ)", "e['KEY'] = '1'"]),
    ("env-patch-dict", ["from unittest import mock", "mock.patch.dict(os.environ, {'KEY': '1'}).start()"], "import os\nSEEN = os.environ.get('KEY')\n", []),
    ("env-in-a-helper", ["state.put('KEY')"], "import os\nSEEN = os.environ.get('KEY')\n", ["state.put('KEY_OTHER')"]),
    ("env-in-a-class", ["state.Setter('KEY').go()"], "import os\nSEEN = os.environ.get('KEY')\n", ["state.Setter('KEY_OTHER').go()"]),
    ("env-read-in-a-function", ["os.environ['KEY'] = '1'"], "import os\ndef ask(name): return os.environ.get(name)\nSEEN = ask('KEY')\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("env-read-in-a-class-body", ["os.environ['KEY'] = '1'"], "import os\nclass Conf:\n    key = os.environ.get('KEY')\nSEEN = Conf.key\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("env-read-in-a-default", ["os.environ['KEY'] = '1'"], "import os\ndef ask(name=os.environ.get('KEY')): return name\nSEEN = ask()\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("env-read-called-late", [], "import os\nSEEN = 1\ndef late(): return os.environ.get('KEY')\n", ["os.environ['KEY'] = '1'"]),
    ("env-expandvars", ["os.environ['KEY'] = '1'"], "import os\nSEEN = os.path.expandvars('$KEY')\n", []),
    ("env-home", ["os.environ['HOME'] = '/nowhere'"], "import pathlib\nSEEN = str(pathlib.Path.home())\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("env-pop", ["os.environ.pop('PATH', None)"], "import os\nSEEN = 'PATH' in os.environ\n", ["os.environ.pop('KEY_OTHER', None)"]),
    ("cwd-getcwd", ["os.chdir('/')"], "import os\nSEEN = os.getcwd()\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("cwd-pathlib", ["os.chdir('/')"], "from pathlib import Path\nSEEN = str(Path.cwd())\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("cwd-abspath", ["os.chdir('/')"], "import os\nSEEN = os.path.abspath('x')\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("cwd-resolve", ["os.chdir('/')"], "from pathlib import Path\nSEEN = str(Path('x').resolve())\n", []),
    ("cwd-exists", ["os.chdir('/')"], "import os\nSEEN = os.path.exists('pyproject.toml')\n", []),
    ("cwd-chdir-context", ["import contextlib", "contextlib.chdir('/').__enter__()"], "import os\nSEEN = os.getcwd()\n", []),
    ("argv", ["sys.argv = ['prog', 'x']"], "import sys\nSEEN = sys.argv[1:]\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("argv-append", ["sys.argv.append('--fast')"], "import sys\nSEEN = '--fast' in sys.argv\n", []),
    ("argv-slice", ["sys.argv[1:] = ['y']"], "from sys import argv\nSEEN = argv[1:]\n", []),
    ("log-level", ["logging.getLogger('KEY').setLevel(10)"], "import logging\nSEEN = logging.getLogger('KEY').isEnabledFor(10)\n", ["logging.getLogger('KEY.other').setLevel(10)"]),
    ("log-root-level", ["logging.getLogger().setLevel(10)"], "import logging\nSEEN = logging.getLogger('KEY').getEffectiveLevel()\n", []),
    ("log-basic-config", ["logging.basicConfig(level=10)"], "import logging\nSEEN = len(logging.getLogger().handlers)\n", []),
    ("log-disable", ["logging.disable(50)"], "import logging\nSEEN = logging.getLogger('KEY').isEnabledFor(40)\n", []),
    ("log-get-only", [], "import logging\nlog = logging.getLogger('KEY')\nSEEN = log.name\n", ["logging.getLogger('KEY').setLevel(10)"]),
    ("log-logger-class", ["class L(logging.Logger): pass", "logging.setLoggerClass(L)"], "import logging\nSEEN = type(logging.getLogger('KEY')).__name__\n", []),
    ("warnings-error", ["warnings.simplefilter('error')"], "import warnings\ntry:\n    warnings.warn('old', DeprecationWarning)\n    SEEN = 'warned'\nexcept DeprecationWarning:\n    SEEN = 'raised'\n", []),
    ("warnings-count", ["warnings.filterwarnings('ignore', message='KEY')"], "import warnings\nSEEN = len(warnings.filters)\n", []),
    ("stdout-kept", ["sys.stdout = state.Twice(sys.stdout)"], "import sys\nOUT = sys.stdout\nSEEN = type(OUT).__name__\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("stderr-handler", ["sys.stderr = state.Twice(sys.stderr)"], "import logging\nH = logging.StreamHandler()\nSEEN = type(H.stream).__name__\n", []),
    ("stdout-isatty", ["sys.stdout = state.Twice(sys.stdout)"], "import sys\nSEEN = sys.stdout.isatty()\n", []),
    ("stdout-default", ["sys.stdout = state.Twice(sys.stdout)"], "import sys\ndef show(out=sys.stdout): return type(out).__name__\nSEEN = show()\n", []),
    ("prints-while-loading", ["print('first')"], "print('loading')\nSEEN = 1\n", []),
    ("stdout-redirect", ["import contextlib, io", "contextlib.redirect_stdout(io.StringIO()).__enter__()"], "print('loading')\nSEEN = 1\n", []),
    ("recursion-limit", ["sys.setrecursionlimit(3000)"], "import sys\nSEEN = sys.getrecursionlimit()\n", ["os.environ['KEY_OTHER'] = '1'"]),
    ("switch-interval", ["sys.setswitchinterval(0.5)"], "import sys\nSEEN = sys.getswitchinterval()\n", []),
    ("decimal-context", ["import decimal", "decimal.getcontext().prec = 5"], "import decimal\nSEEN = str(decimal.Decimal(1) / 3)\n", []),
    ("random-seed", ["import random", "random.seed(7)"], "import random\nrandom.seed(3)\nSEEN = random.random()\n", []),
    ("random-drawn", ["import random", "random.seed(7)", "print(random.random())"], "import random\nSEEN = 1\nrandom.seed(1)\n", []),
    ("umask", ["os.umask(0o77)"], "import os\nold = os.umask(0)\nos.umask(old)\nSEEN = old\n", []),
    ("time-zone", ["os.environ['TZ'] = 'UTC+5'", "import time", "time.tzset()"], "import time\nSEEN = time.timezone\n", []),
    ("locale", ["import locale", "locale.setlocale(locale.LC_ALL, 'C.UTF-8')"], "import locale\nSEEN = locale.setlocale(locale.LC_ALL)\n", []),
    ("sys-path", ["sys.path.insert(0, '/KEY')"], "import sys\nSEEN = '/KEY' in sys.path\n", []),
    ("socket-timeout", ["import socket", "socket.setdefaulttimeout(5)"], "import socket\nSEEN = socket.getdefaulttimeout()\n", []),
    ("gc", ["import gc", "gc.disable()"], "import gc\nSEEN = gc.isenabled()\n", []),
    ("builtins", ["import builtins", "builtins.KEY = 1"], "import builtins\nSEEN = hasattr(builtins, 'KEY')\n", []),
    ("setting-of-a-module", ["state.DEBUG = True"], "from PKG import state\nSEEN = state.DEBUG\n", ["state.OTHER = True"]),
    ("setting-from-import", ["state.DEBUG = True"], "from PKG.state import DEBUG\nSEEN = DEBUG\n", ["state.OTHER = True"]),
    ("setting-by-setattr", ["setattr(state, 'DE' + 'BUG', True)"], "from PKG import state\nSEEN = state.DEBUG\n", ["setattr(state, 'OTHER', True)"]),
    ("setting-by-function", ["state.switch_on()"], "from PKG import state\nSEEN = state.DEBUG\n", []),
    ("setting-of-an-object", ["state.conf.debug = True"], "from PKG.state import conf\nSEEN = conf.debug\n", ["state.conf.other = True"]),
    ("setting-in-a-dict", ["state.options['debug'] = True"], "from PKG.state import options\nSEEN = options.get('debug')\n", []),
    ("setting-through-global", ["configure()"], "from PKG import state\nSEEN = state.DEBUG\n", []),
    ("setting-read-by-a-decorator", ["state.DEBUG = True"], "from PKG import state\n@state.when_debug\ndef f(): return 'f'\nSEEN = f()\n", []),
    ("setting-read-by-a-property", ["state.conf.debug = True"], "from PKG.state import conf\nSEEN = conf.mode\n", []),
    ("setting-of-a-class", ["state.Conf.level = 3"], "from PKG.state import Conf\nSEEN = Conf().level\n", []),
    ("context-variable", ["state.var.set(5)"], "from PKG.state import var\nSEEN = var.get()\n", []),
    ("thread-name", ["import threading", "threading.current_thread().name = 'KEY'"], "import threading\nSEEN = threading.current_thread().name\n", []),
    ("default-encoding-of-json", ["import json", "json.dumps.__defaults__"], "import json\nSEEN = json.dumps(1)\n", []),
    ("start-method", ["import multiprocessing", "multiprocessing.set_start_method('spawn')"], "import multiprocessing\nSEEN = multiprocessing.get_start_method(allow_none=True)\n", []),
    ("excepthook", ["sys.excepthook = print"], "import sys\nSEEN = sys.excepthook is sys.__excepthook__\n", []),
    ("displayhook", ["sys.displayhook = print"], "import sys\nSEEN = sys.displayhook is sys.__displayhook__\n", []),
    ("signal-handler", ["import signal", "signal.signal(signal.SIGUSR1, signal.SIG_IGN)"], "import signal\nSEEN = str(signal.getsignal(signal.SIGUSR1))\n", []),
    ("modules-has", ["import colorsys"], "import sys\nSEEN = 'colorsys' in sys.modules\n", []),
    ("file-written", ["open('KEY.txt', 'w').close()"], "import os\nSEEN = os.path.exists('KEY.txt')\n", []),
    ("file-read", ["open('KEY.txt', 'w').write('new')"], "try:\n    SEEN = open('KEY.txt').read()\nexcept OSError:\n    SEEN = None\n", []),
    ("int-max-digits", ["sys.set_int_max_str_digits(700)"], "import sys\nSEEN = sys.get_int_max_str_digits()\n", []),
    ("codec", ["import codecs", "codecs.register_error('KEY', codecs.ignore_errors)"], "import codecs\ntry:\n    SEEN = codecs.lookup_error('KEY').__name__\nexcept LookupError:\n    SEEN = None\n", []),
    ("pure", [], "import math\nSEEN = math.sqrt(4)\nclass Tool:\n    x = 1\n", ["os.environ['KEY'] = '1'", "os.chdir('/')", "logging.getLogger().setLevel(10)"]),
]

STATE_MODULE = """
import contextvars, os
DEBUG = False
OTHER = False
options = {}
var = contextvars.ContextVar('var', default=0)
class Conf:
    level = 0
    debug = False
    other = False
    @property
    def mode(self): return 'debug' if self.debug else 'plain'
conf = Conf()
def switch_on():
    global DEBUG
    DEBUG = True
def put(name):
    os.environ[name] = '1'
class Setter:
    def __init__(self, name): self.name = name
    def go(self): os.environ[self.name] = '1'
def when_debug(f):
    return (lambda: 'debugged') if DEBUG else f
class Twice:
    def __init__(self, out): self.out = out
    def write(self, text): self.out.write(text)
    def flush(self): self.out.flush()
    def isatty(self): return True
"""
