"""What importing a module does, and what it then offers, as plain facts to be compared between two trees.

    python inspect.py JOBS FOLDER WORKERS SECONDS ROOT

JOBS has a first line with the names of all modules of the program, then one for each module to import: its name, and names to
look for in it, all with blanks between them. Each module is imported by a process of its own that has imported nothing else,
and `FOLDER/N.json` tells of the module in line N, the first line being line 0. ROOT is
the tree that the modules are expected in. A fact is a kind, a subject and a text. What was seen right after the import comes
first; only then is every name resolved, so that a name served by a module-level `__getattr__` counts like any other.

Nothing beyond what the interpreter has loaded anyway is imported before the module is: a module may only work because
somebody else has imported what it needs.
"""
import os
import sys

MISSING = "no_such_name_in_any_module"
# What differs from tree to tree or says nothing about the program.
UNTOLD = {
    "__annotations__", "__builtins__", "__cached__", "__conditional_annotations__", "__annotate__", "__dir__", "__doc__",
    "__file__", "__getattr__", "__lazy_modules__", "__loader__", "__path__", "__spec__",
}
MOST_ITEMS = 300
MOST_CHARACTERS = 300


# ---- state of the process, seen with nothing but what is loaded anyway


def name_of(value):
    """Module and name of a class, a function, or the class of anything else; and the module alone."""
    named = value if hasattr(value, "__qualname__") and hasattr(value, "__module__") else type(value)
    module = getattr(named, "__module__", None)
    return "%s.%s" % (module, named.__qualname__), module


def loggers():
    logging = sys.modules.get("logging")
    if logging is None:
        return
    root = logging.root
    if root.level != logging.WARNING:
        yield "root level %s" % root.level, None
    for handler in root.handlers:
        yield "root handler %s" % name_of(handler)[0], None
    for name, logger in list(root.manager.loggerDict.items()):
        if isinstance(logger, logging.Logger):
            if logger.level or not logger.propagate or logger.disabled:
                yield "%s level %s propagate %s disabled %s" % (name, logger.level, logger.propagate, logger.disabled), name
            for handler in logger.handlers:
                yield "%s handler %s" % (name, name_of(handler)[0]), name


def signals():
    import _signal

    for number in sorted(_signal.valid_signals()) if hasattr(_signal, "valid_signals") else range(1, 32):
        try:
            handler = _signal.getsignal(number)
        except (OSError, ValueError):
            continue
        if callable(handler):
            yield "%s %s" % (number, name_of(handler)[0]), name_of(handler)[1]
        else:
            yield "%s %s" % (number, handler), None


def warning_filters():
    import _warnings

    for action, message, category, module, line in getattr(_warnings, "filters", ()):
        message, module = (getattr(pattern, "pattern", pattern) for pattern in (message, module))
        yield "%s %s %s %s %s" % (action, message, category.__name__, module, line), category.__module__


def thread_names():
    threading = sys.modules.get("threading")
    for thread in threading.enumerate() if threading else ():
        if thread is not threading.main_thread():
            yield thread.name, None


def decimal_context():
    decimal = sys.modules.get("decimal")
    if decimal is not None and str(decimal.getcontext()) != str(decimal.Context()):
        yield str(decimal.getcontext()), None


def pickling_functions():
    copyreg = sys.modules.get("copyreg")
    for kind in list(getattr(copyreg, "dispatch_table", ())):
        # What copyreg itself brings along.
        if name_of(kind)[1] not in ("builtins", "types"):
            yield name_of(kind)


def locale_now():
    try:
        import _locale

        yield _locale.setlocale(_locale.LC_ALL, None), None
    except (ImportError, AttributeError, OSError, ValueError):
        return


def umask_now():
    mask = os.umask(0)
    os.umask(mask)
    yield oct(mask), None


def state(exits):
    """Lists of (text, the module that it belongs to, if any) by what they are about."""
    import gc

    return {
        "sys.path": [(str(path), None) for path in sys.path],
        "sys.meta_path": [name_of(finder) for finder in sys.meta_path],
        "sys.path_hooks": [name_of(hook) for hook in sys.path_hooks],
        "hooks": [
            ("%s %s" % (name, name_of(getattr(sys, name))[0]), name_of(getattr(sys, name))[1])
            for name in ("excepthook", "displayhook", "unraisablehook", "breakpointhook", "stdin", "stdout", "stderr")
            if hasattr(sys, name)
        ],
        "environment": [("%s=%s" % pair, None) for pair in os.environ.items()],
        "working directory": [(os.getcwd(), None)],
        "arguments": [("\n".join(map(str, sys.argv)), None)],
        "recursion limit": [(str(sys.getrecursionlimit()), None)],
        "garbage collection": [("%s %s" % (gc.isenabled(), gc.get_threshold()), None)],
        "umask": list(umask_now()),
        "locale": list(locale_now()),
        "signals": list(signals()),
        "threads": list(thread_names()),
        "warning filters": list(warning_filters()),
        "loggers": list(loggers()),
        "exit functions": list(exits),
        "pickling functions": list(pickling_functions()),
        "decimal context": list(decimal_context()),
    }


def watch_exits():
    """Notes what is registered to run at exit, for it cannot be asked later."""
    import atexit

    noted, register = [], atexit.register

    def registering(function, *args, **kwargs):
        noted.append(name_of(function))
        return register(function, *args, **kwargs)

    atexit.register = registering
    return noted


# ---- one module


def examine(module, asked, program, root, printed):
    exits = watch_exits()
    before, known = state(exits), set(sys.modules)
    outcome = "imported"
    try:
        __import__(module)
    except BaseException as error:  # Also SystemExit, which is how a script without a guard ends.
        outcome = "%s: %s" % (type(error).__name__, error)
    after = state(exits)
    loaded = [name for name in sys.modules if name not in known]
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass
    size = os.fstat(1).st_size
    own = {name: value for name, value in list(sys.modules.items()) if name in program}
    facts = [("outcome", "", outcome)]
    facts += registries(own)
    known_names = {name: set(vars(value)) for name, value in own.items()}
    if outcome == "imported":
        facts += contents(module, asked, known_names.get(module, set()), root)
    with open(printed, "rb") as file:
        facts.append(("printed", "", tidy(file.read(size).decode("utf-8", "replace"))))
    changes = [
        [kind, [list(item) for item in items if item not in before[kind]], [list(item) for item in before[kind] if item not in items]]
        for kind, items in after.items()
    ]
    files = {os.path.relpath(value.__file__, root) for value in list(sys.modules.values()) if lies_in(value, root)}
    return {"module": module, "facts": facts, "loaded": loaded, "own": sorted(own), "files": sorted(files), "state": changes}


def lies_in(module, root):
    file = getattr(module, "__file__", None)
    return isinstance(file, str) and file.startswith(root + os.sep)


def tidy(text):
    """Without addresses, which differ from run to run."""
    import re

    return re.sub(r" at 0x[0-9a-fA-F]+", " at 0x", text)


def kind_of(value):
    """The class of a value; of what dormant puts in the place of a dict or a command, the class that it stands for."""
    kind = type(value)
    if not str(kind.__module__).endswith("._dormant"):
        return kind
    return kind.__base__ if value.__class__ is kind else value.__class__


def plain(value):
    """A short text that says what a value is, the same in every run."""
    kind = kind_of(value)
    if value is None or kind in (bool, int, float, complex, str, bytes):
        text = repr(value)
        return text if len(text) <= MOST_CHARACTERS else "%s... (%d)" % (text[:MOST_CHARACTERS], len(text))
    if kind in (tuple, frozenset) and len(value) <= 20:
        parts = [plain(part) for part in value]
        return "%s(%s)" % (kind.__name__, ", ".join(parts if kind is tuple else sorted(parts)))
    if kind is type(sys):
        return "module %s" % value.__name__
    if isinstance(value, type):
        return "class %s" % name_of(value)[0]
    name = getattr(value, "__qualname__", None)
    if isinstance(name, str) and isinstance(getattr(value, "__module__", None), str):
        return "%s %s.%s" % ("function" if callable(value) else kind.__name__, value.__module__, name)
    return "a %s" % name_of(kind)[0]


def items(value):
    """What a container holds, in its order; `None` for anything else."""
    try:
        if isinstance(value, dict):
            pairs = list(value.items())[:MOST_ITEMS]
            return ["%s: %s" % (plain(key), plain(item)) for key, item in pairs]
        if isinstance(value, list) or type(value).__name__ == "deque":
            return [plain(item) for item in list(value)[:MOST_ITEMS]]
        if isinstance(value, set):
            return sorted(plain(item) for item in list(value)[:MOST_ITEMS])
        if type(value).__module__ == "weakref" and hasattr(value, "__len__"):
            return ["%d" % len(value)]
    except Exception as error:
        return ["unreadable: %s" % type(error).__name__]
    return None


def registries(own):
    """The containers of the program's own modules: in the modules, in their classes, and in objects that they hold."""
    found = []

    def note(subject, value):
        held = items(value)
        if held is not None:
            found.append(("registry", subject, "\n".join(held)))
        return held is not None

    for name, module in sorted(own.items()):
        for attribute, value in sorted(vars(module).items()):
            subject = "%s.%s" % (name, attribute)
            if attribute in UNTOLD or isinstance(value, type(sys)) or note(subject, value):
                continue
            if isinstance(value, type) and value.__module__ == name:
                for inner, held in sorted(vars(value).items()):
                    if not inner.startswith("__"):
                        note("%s.%s" % (subject, inner), held)
                subclasses = [name_of(kind)[0] for kind in type.__subclasses__(value)]
                found.append(("subclasses", subject, "\n".join(subclasses)))
            elif not isinstance(value, type) and getattr(type(value), "__module__", "builtins") != "builtins":
                for inner, held in sorted(getattr(value, "__dict__", {}).items()):
                    note("%s.%s" % (subject, inner), held)
            table = getattr(value, "registry", None) if callable(value) and hasattr(value, "dispatch") else None
            if table is not None:
                note("%s.registry" % subject, dict(table))
    return found


def contents(module, asked, known, root):
    """What a module offers: first what can be seen of it untouched, then every name resolved."""
    value = sys.modules[module]
    facts = [("origin", "", os.path.relpath(value.__file__, root) if lies_in(value, root) else str(getattr(value, "__file__", None)))]
    facts += undefined_names(module, value, known)
    facts.append(("doc", "", str(value.__doc__)))
    facts.append(("all", "", "\n".join(map(str, value.__all__)) if "__all__" in vars(value) else "none"))
    try:
        listed = set(dir(value))
    except Exception as error:
        listed = set()
        facts.append(("dir", "", "%s: %s" % (type(error).__name__, error)))
    facts += [("dir", name, "listed") for name in sorted(listed - UNTOLD)]
    try:
        getattr(value, MISSING)
    except BaseException as error:
        facts.append(("missing name", "", "%s: %s" % (type(error).__name__, error)))
    space = {}
    try:
        exec("from %s import *" % module, space)
        facts += [("star", name, "exported") for name in sorted(space) if name != "__builtins__"]
    except BaseException as error:
        facts.append(("star", "", "%s: %s" % (type(error).__name__, error)))
    hints = Hints(value)
    for name in sorted((set(vars(value)) | listed | set(asked)) - UNTOLD):
        try:
            held = getattr(value, name)
        except AttributeError:
            continue
        except BaseException as error:
            facts.append(("name", name, "%s: %s" % (type(error).__name__, error)))
            continue
        facts += about(name, held, module, hints)
    return facts


def about(name, value, module, hints):
    yield "name", name, plain(value)
    own = getattr(value, "__module__", None) == module
    if isinstance(value, type):
        yield "bases", name, ", ".join(name_of(base)[0] for base in value.__mro__[1:])
    if isinstance(value, type) or own and callable(value):
        yield "pickle", name, pickled(value)
    if not own or not callable(value) and not isinstance(value, type):
        return
    yield "doc", name, str(getattr(value, "__doc__", None))
    yield "signature", name, hints.signature(value)
    yield "annotations", name, hints.annotations(value)
    yield "type hints", name, hints.hints(value)
    if isinstance(value, type):
        for inner, held in sorted(vars(value).items()):
            subject = "%s.%s" % (name, inner)
            function = getattr(held, "__func__", getattr(held, "fget", held))
            if callable(function) and hasattr(function, "__code__"):
                yield "signature", subject, "%s %s" % (type(held).__name__, hints.signature(function))
                yield "annotations", subject, hints.annotations(function)
                yield "type hints", subject, hints.hints(function)
            elif not inner.startswith("__") and not inner.startswith("_abc_"):
                yield "name", subject, plain(held)


def pickled(value):
    import pickle

    try:
        return "by reference" if pickle.loads(pickle.dumps(value)) is value else "as a copy"
    except BaseException as error:
        return "%s" % type(error).__name__


class Hints:
    """Signatures and annotations; type hints as a type checker sees them, with the imports under `if TYPE_CHECKING`."""

    def __init__(self, module):
        self.module, self.checked = module, None

    def signature(self, value):
        import inspect

        try:
            if sys.version_info >= (3, 14):
                import annotationlib

                found = inspect.signature(value, annotation_format=annotationlib.Format.STRING)
            else:
                found = inspect.signature(value)
            bare = [one.replace(annotation=inspect.Parameter.empty) for one in found.parameters.values()]
            return tidy(str(found.replace(parameters=bare, return_annotation=inspect.Signature.empty)))
        except BaseException as error:
            return type(error).__name__

    def annotations(self, value):
        import inspect

        try:
            if sys.version_info >= (3, 14):
                import annotationlib

                found = annotationlib.get_annotations(value, format=annotationlib.Format.STRING)
            else:
                found = value.__dict__.get("__annotations__", {}) if isinstance(value, type) else value.__annotations__
            texts = ((name, hint if isinstance(hint, str) else inspect.formatannotation(hint)) for name, hint in found.items())
            return tidy("\n".join("%s: %s" % (name, text.strip("'\"")) for name, text in texts))
        except BaseException as error:
            return type(error).__name__

    def hints(self, value):
        import typing

        try:
            return self.written(typing.get_type_hints(value))
        except NameError:
            pass
        except BaseException as error:
            return type(error).__name__
        try:
            return self.written(typing.get_type_hints(value, None, self.checkers_names()))
        except BaseException as error:
            return "%s: %s" % (type(error).__name__, error)

    def written(self, hints):
        import inspect

        return tidy("\n".join("%s: %s" % (name, inspect.formatannotation(hint)) for name, hint in hints.items()))

    def checkers_names(self):
        """The names that only type checkers import."""
        if self.checked is None:
            import ast

            self.checked = {}
            with open(self.module.__file__, "rb") as file:
                tree = ast.parse(file.read())
            space = {"__name__": self.module.__name__, "__package__": self.module.__spec__.parent}
            for node in ast.walk(tree):
                if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
                    for inner in node.body:
                        if isinstance(inner, (ast.Import, ast.ImportFrom)):
                            try:
                                exec(compile(ast.Module([inner], []), "<checkers>", "exec"), space)
                            except BaseException:
                                pass
            self.checked = {name: value for name, value in space.items() if not name.startswith("__")}
        return self.checked


def undefined_names(module, value, known):
    """Global names that a function of the module would no longer find if it were called now."""
    import builtins
    import dis

    try:
        code = value.__spec__.loader.get_code(module)
    except (AttributeError, ImportError, OSError, SyntaxError):
        return []
    if code is None:
        return []
    defined = known | set(dir(builtins))
    used, todo = set(), [code]
    while todo:
        current = todo.pop()
        todo += [const for const in current.co_consts if hasattr(const, "co_consts") and const.co_name != "__annotate__"]
        for step in dis.get_instructions(current):
            if step.opname == "STORE_GLOBAL":
                defined.add(step.argval)
            elif step.opname == "LOAD_GLOBAL":
                used.add((current.co_name, step.argval))
    return [("undefined name", "%s in %s" % (name, place), "undefined") for place, name in sorted(used) if name not in defined]


# ---- a process for each


def work(lines, number, folder, seconds, root):
    import _signal

    if hasattr(_signal, "alarm"):
        _signal.alarm(seconds)
    printed = os.path.join(folder, "%d.out" % number)
    handle = os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    module, *asked = lines[number].split(" ")
    sys.argv = ["dormant"]
    program = set(lines[0].split(" "))
    report = examine(module, asked, program, root, printed)
    import json

    text = json.dumps(report)
    with open(os.path.join(folder, "%d.part" % number), "w", encoding="utf-8") as file:
        file.write(text)
    os.rename(file.name, os.path.join(folder, "%d.json" % number))


def main():
    jobs, folder, workers, seconds, root = sys.argv[1:6]
    del sys.path[0]
    with open(jobs, encoding="utf-8") as file:
        lines = file.read().splitlines()
    if len(sys.argv) > 6:
        number = int(sys.argv[6])
        work(lines, number, folder, int(seconds), root)
        return
    # What a child would only inherit and write again.
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    running = 0
    for number in range(1, len(lines)):
        if not hasattr(os, "fork"):
            os.spawnv(os.P_WAIT, sys.executable, [sys.executable, __file__, *sys.argv[1:6], str(number)])
            continue
        if running >= int(workers):
            os.wait()
            running -= 1
        if os.fork() == 0:
            try:
                work(lines, number, folder, int(seconds), root)
            finally:
                os._exit(0)
        running += 1
    for _ in range(running):
        os.wait()


if __name__ == "__main__":
    main()
