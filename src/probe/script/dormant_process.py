"""The state of the process and of the interpreter, as a dictionary of comparable values.

Only what is already loaded is asked: this module itself loads nothing but built-in modules.
"""

import _locale
import _signal
import _thread
import atexit
import gc
import os
import sys

# What dormant calls the kind of an effect, by the first word of the key.
KINDS = {"sys.path": "import-system", "sys.meta_path": "import-system", "sys.path_hooks": "import-system", "threads": "threads"}

READY = set()  # modules that have been executed, although the import system still has them in hand


def state():
    """Everything that can be asked now, by key; a key that is missing could not be asked."""
    found = {
        "sys.path": tuple(sys.path),
        "sys.meta_path": tuple(map(id, sys.meta_path)),
        "sys.path_hooks": tuple(map(id, sys.path_hooks)),
        "sys.argv": tuple(getattr(sys, "argv", ())),
        "sys.setrecursionlimit": sys.getrecursionlimit(),
        "sys.setswitchinterval": sys.getswitchinterval(),
        "sys.settrace": id(sys.gettrace()),
        "sys.setprofile": id(sys.getprofile()),
        "os.chdir": directory(),
        "os.umask": mask(),
        "locale.setlocale": _locale.setlocale(_locale.LC_ALL),
        "atexit.register": atexit._ncallbacks(),
        "gc.isenabled": gc.isenabled(),
        "gc.set_threshold": gc.get_threshold(),
        "gc.callbacks": tuple(map(id, gc.callbacks)),
        "gc.freeze": gc.get_freeze_count() > 0,
        "threads": _thread._count(),
    }
    for name in ("excepthook", "displayhook", "unraisablehook", "breakpointhook", "stdin", "stdout", "stderr"):
        found[f"sys.{name}"] = id(getattr(sys, name, None))
    for name, value in os.environ.items():
        found[f"os.environ[{name}]"] = value
    for number in _signal.valid_signals():
        try:
            found[f"signal.signal({int(number)})"] = id(_signal.getsignal(number)) if callable(_signal.getsignal(number)) else _signal.getsignal(number)
        except (OSError, ValueError):
            pass
    for ask in (filters, logging_state, generators, decimals, sockets, variables):
        found.update(ask())
    return found


def changed(before, after):
    """Keys whose value changed. A key that appears with the module that it belongs to is where that module starts from."""
    keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    starts = {key for key in keys if key not in before and not key.startswith("os.environ[") and not key.startswith("logger ")}
    return sorted(keys - starts)


def directory():
    try:
        return os.getcwd()
    except OSError:
        return None


def mask():
    old = os.umask(0o77)
    os.umask(old)
    return old


def loaded(name):
    """A module that is there and has been executed."""
    module = sys.modules.get(name)
    spec = getattr(module, "__spec__", None)
    is_ready = name in READY or not getattr(spec, "_initializing", False)
    return module if module is not None and is_ready else None


def filters():
    warnings = loaded("warnings")
    return {"warnings.filters": repr(warnings.filters), "warnings.showwarning": id(warnings.showwarning)} if warnings else {}


def logging_state():
    logging = loaded("logging")
    if logging is None:
        return {}
    found = {"logging.disable": logging.root.manager.disable, "logging.setLoggerClass": id(logging.getLoggerClass())}
    found["logging.setLogRecordFactory"] = id(logging.getLogRecordFactory())
    found["logging.addLevelName"] = repr(sorted(logging._levelToName.items()))
    loggers = {"root": logging.root}
    loggers.update((name, logger) for name, logger in logging.root.manager.loggerDict.items() if isinstance(logger, logging.Logger))
    for name, logger in loggers.items():
        handlers = [id(handler) for handler in logger.handlers if type(handler) is not logging.NullHandler]
        setting = (logger.level, tuple(handlers), tuple(map(id, logger.filters)), logger.propagate, logger.disabled)
        # A new logger with nothing set is what everybody makes.
        if name == "root" or setting != (0, (), (), True, False):
            found[f"logger {name}"] = setting
    return found


def generators():
    random = loaded("random")
    numpy = loaded("numpy.random.mtrand")
    found = {"random.seed": hash(random.getstate())} if random else {}
    if numpy:
        found["numpy.random.seed"] = hash(numpy.get_state()[1].tobytes())
    return found


def decimals():
    decimal = loaded("decimal")
    return {"decimal.getcontext": repr(decimal.getcontext()), "decimal.DefaultContext": repr(decimal.DefaultContext)} if decimal else {}


def sockets():
    socket = loaded("socket")
    return {"socket.setdefaulttimeout": socket.getdefaulttimeout()} if socket else {}


def variables():
    contextvars = loaded("_contextvars")
    if contextvars is None:
        return {}
    context = contextvars.copy_context()
    names = {variable.name: id(value) for variable, value in context.items() if variable.name != "decimal_context"}
    return {"contextvars": tuple(sorted(names.items()))}
