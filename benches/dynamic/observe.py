"""What importing one module changes in a fresh interpreter: `python observe.py MODULE` prints it as one line of JSON.

It shares nothing with `dormant probe`: it takes pictures of the state of the process, and of the names of every module that was
loaded before or is executed meanwhile, and compares them. `changed` holds a name for each difference:

    env:NAME  cwd  argv  sys.path  meta_path  path_hooks  stream:NAME  hook:NAME  warnings:CATEGORY  logging:NAME  signal:NUMBER
    locale  decimal  gc  threads  recursionlimit  random  copyreg  umask  abc:CLASS  name:MODULE.ATTRIBUTE  items:MODULE.ATTRIBUTE

The last is a public dict, list or set of another module that holds more or fewer items than before.
"""

import abc
import collections.abc
import copyreg
import decimal
import gc
import importlib
import io
import json
import locale
import logging
import numbers
import os
import random
import signal
import sys
import threading
import types
import warnings

# Modules of the standard library whose names others are known to replace, loaded before the first picture.
WATCHED = """
    asyncio builtins codecs collections contextlib copy csv ctypes dataclasses datetime email.message encodings enum functools
    http.client http.cookies importlib.metadata inspect io itertools json logging logging.config math mimetypes multiprocessing
    operator os os.path pathlib pickle platform pprint queue re select shutil socket ssl string struct subprocess sys tempfile
    textwrap threading time tokenize traceback types typing unittest.mock urllib.parse urllib.request uuid warnings weakref zipfile
""".split()


def state() -> dict:
    """Parts of the state of the process by name."""
    found = {f"env:{name}": value for name, value in os.environ.items()}
    found |= {f"stream:{name}": id(getattr(sys, name)) for name in ("stdin", "stdout", "stderr")}
    hooks = ("excepthook", "displayhook", "unraisablehook", "breakpointhook")
    found |= {f"hook:{name}": id(getattr(sys, name)) for name in hooks}
    found |= {"hook:threading.excepthook": id(threading.excepthook), "hook:import": id(__import__)}
    found |= {f"signal:{number}": str(signal.getsignal(number)) for number in signal.valid_signals()}
    loggers = {"root": logging.root}
    loggers |= {name: one for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)}
    for name, logger in loggers.items():
        handlers = [id(handler) for handler in logger.handlers if not isinstance(handler, logging.NullHandler)]
        settings = (logger.level, handlers, len(logger.filters), logger.propagate, logger.disabled)
        plain = (logging.WARNING if name == "root" else logging.NOTSET, [], 0, True, False)
        if settings != plain:
            found[f"logging:{name}"] = settings
    for action, _, category, module, line in warnings.filters:
        key = f"warnings:{category.__module__}.{category.__qualname__}"
        found[key] = [*found.get(key, ()), (action, str(module), line)]
    umask = os.umask(0o022)
    os.umask(umask)
    context = decimal.getcontext()
    return found | {
        "cwd": os.getcwd(),
        "argv": list(sys.argv),
        "sys.path": list(sys.path),
        "meta_path": [id(finder) for finder in sys.meta_path],
        "path_hooks": [id(hook) for hook in sys.path_hooks],
        "logging:class": (id(logging.getLoggerClass()), id(logging.getLogRecordFactory()), logging.root.manager.disable),
        "locale": locale.setlocale(locale.LC_ALL),
        "decimal": (context.prec, context.rounding, str(context.traps)),
        "gc": (gc.isenabled(), gc.get_threshold(), len(gc.callbacks)),
        "threads": threading.active_count(),
        "recursionlimit": sys.getrecursionlimit(),
        "random": hash(random.getstate()),
        "copyreg": sorted(map(str, copyreg.dispatch_table)),
        "umask": umask,
    }


def classes() -> dict[str, frozenset]:
    """What is registered with the abstract classes of the standard library."""
    watched = [getattr(collections.abc, name) for name in collections.abc.__all__]
    watched += [getattr(numbers, name) for name in numbers.__all__] + [io.IOBase, io.RawIOBase, os.PathLike]
    watched = [one for one in watched if isinstance(one, abc.ABCMeta)]
    return {one.__name__: frozenset(map(str, abc._get_dump(one)[0])) for one in watched}


def names(module: types.ModuleType) -> dict[str, int]:
    """The attributes of a module, and of the classes that it defines, by identity."""
    found = {}
    for name, value in list(vars(module).items()):
        # Loading a submodule binds it; these belong to the loading itself.
        if isinstance(value, types.ModuleType) or name.startswith("__") and name != "__getattr__":
            continue
        found[name] = id(value)
        # What `sys` holds is looked at by itself, and what is private fills as a cache.
        if isinstance(value, (dict, list, set)) and not name.startswith("_") and module is not sys:
            found[f"{name}[]"] = len(value)
        if isinstance(value, type) and value.__module__ == module.__name__:
            own = {key: held for key, held in vars(value).items() if not key.startswith(("__", "_abc_"))}
            found |= {f"{name}.{key}": id(held) for key, held in own.items()}
    return found


class Executed:
    """A finder that asks the others, and takes a picture of each module when it has been executed."""

    def __init__(self) -> None:
        self.pictures: dict[str, dict[str, int]] = {}
        self.kept: list[object] = []

    def find_spec(self, name, path=None, target=None):
        for finder in sys.meta_path:
            if finder is not self and hasattr(finder, "find_spec"):
                spec = finder.find_spec(name, path, target)
                if spec is not None:
                    self.watch(spec)
                    return spec
        return None

    def watch(self, spec) -> None:
        execute = getattr(spec.loader, "exec_module", None)
        if execute is None:
            return

        def exec_module(module):
            execute(module)
            # Values are kept, so that no other value gets the same identity.
            self.kept.append(list(vars(module).values()))
            self.pictures[module.__name__] = names(module)

        try:
            spec.loader.exec_module = exec_module
        except AttributeError:
            pass


def main() -> None:
    wanted = sys.argv[1]
    sys.argv[1:] = []
    sys.stdin, out = io.StringIO(), sys.stdout
    for name in WATCHED:
        importlib.import_module(name)
    sys.stdout = stdout = io.StringIO()
    executed = Executed()
    loaded = {name: module for name, module in sys.modules.items() if isinstance(module, types.ModuleType)}
    pictures = {name: names(module) for name, module in loaded.items()}
    kept = [list(vars(module).values()) for module in loaded.values()]
    sys.meta_path.insert(0, executed)
    before, registered = state(), classes()
    try:
        importlib.import_module(wanted)
        failure = None
    except BaseException as error:  # noqa: BLE001
        failure = f"{type(error).__name__}: {error}"
    after = state()
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    changed |= {f"abc:{name}" for name, known in classes().items() if known != registered[name]}
    if stdout.getvalue():
        changed.add("stream:stdout")
    for name, picture in (pictures | executed.pictures).items():
        module = sys.modules.get(name)
        if not isinstance(module, types.ModuleType):
            continue
        now = names(module)
        # Who did it is not told apart here: the module itself, by a function that was called, or somebody else.
        keys = {key for key in picture.keys() | now.keys() if picture.get(key) != now.get(key)}
        # A class that says it is from elsewhere by now is the same class.
        inside = {key.split(".")[0] for key in picture.keys() & now.keys() if "." in key}
        keys = {key for key in keys if "." not in key or key.split(".")[0] in inside}
        changed |= {f"name:{name}.{key}" for key in keys if not key.endswith("[]")}
        # Of a container that was replaced, its new length says nothing more.
        changed |= {f"items:{name}.{key[:-2]}" for key in keys if key.endswith("[]") and key[:-2] not in keys}
    sys.stdout = out
    del kept
    answer = {"module": wanted, "failure": failure, "changed": sorted(changed), "loaded": sorted(executed.pictures)}
    print(json.dumps(answer), flush=True)
    os._exit(0)


main()
