"""Records the imports of a Python program. dormant puts this file, as `sitecustomize`, first on the path of a command that it
profiles: Python loads it before the program, and then runs the program as ever (its `__main__`, arguments and streams are real).

Two modes, for what one measures disturbs the other: `times` wraps only the function that loads modules, and reads the thread's
CPU clock around it; `places` also wraps `__import__`, and so sees every import statement, those served from `sys.modules` too.
Whatever is recorded is written when the program ends, one JSON array in each line, to the file that the environment names.
Nothing else is left: the variables, the path and `sys.modules` are as they would have been. Needs CPython 3.9 or later.
"""
import sys
import time

clock = getattr(time, "thread_time_ns", time.process_time_ns)
began = time.process_time_ns()

import atexit
import builtins
import os

import _frozen_importlib as bootstrap
import _thread

BOOTSTRAP = "<frozen importlib._bootstrap>"
IMPORT_MODULE = os.path.join("importlib", "__init__.py")
OPTIMIZED = 1  # the flag of a function's code; module and class bodies lack it
TOOL = 4  # one of the two ids of sys.monitoring that have no meaning yet

output = os.environ.pop("DORMANT_TRACE_FILE")
keeps_places = os.environ.pop("DORMANT_TRACE_MODE") == "places"
process = os.getpid()
modules = []  # in the order in which they began to execute: [index, name, parent, event, self, bytes, file, failed]
events = {}  # by code, offset and target: [index, importer, file, line, target, names, function, during, kind, ...]
stacks = {}  # of each thread: what is going on, modules (`Entry`) and imports (lists, as in `events`)
used = set()  # files of which a function ran while no module was being executed
import_name = None  # the number of the instruction IMPORT_NAME


class Entry:
    """A module that is being loaded."""

    __slots__ = ("name", "parent", "event", "inner", "inner_bytes", "record")

    def __init__(self, name, parent, event):
        self.name, self.parent, self.event = name, parent, event
        self.inner = self.inner_bytes = 0
        self.record = None

    def begin(self):
        """Gives it its place in the order, once it or something that it imports is executed."""
        if self.record is None:
            parent = self.parent.begin()[0] if self.parent else None
            self.record = [len(modules), self.name, parent, self.event, 0, 0, None, False]
            modules.append(self.record)
        return self.record


def stack_of_thread():
    thread = _thread.get_ident()
    return stacks.get(thread) or stacks.setdefault(thread, [])


def innermost(stack):
    """The module that is being executed or looked for."""
    for item in reversed(stack):
        if type(item) is Entry:
            return item
    return None


def resident():
    """Bytes of memory that the process holds; 0 where the system does not say."""
    try:
        file = os.open("/proc/self/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(file, 100).split()[1]) * PAGE
    finally:
        os.close(file)


PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def load(name, import_):
    """In the place of `_find_and_load`, which C calls for what is not in `sys.modules`, and `import_module` for everything."""
    event = None
    if keeps_places and import_ is gcd_import:
        caller = sys._getframe(1).f_back
        if caller and caller.f_code.co_filename.endswith(IMPORT_MODULE):
            event = event_at(caller.f_back, name, (), True)
    stack = stack_of_thread()
    if name in sys.modules:
        module = find_and_load(name, import_)
        if event is not None:
            event[-2] += 1
            event[-1] += 1
        return module
    if event is not None:
        stack.append(event)
    top = stack[-1] if stack else None
    if type(top) is Entry and top.name.startswith(name + "."):
        # A parent package, looked for on the way to its submodule: what wants that wants both.
        entry = Entry(name, top.parent, top.event)
    elif type(top) is Entry or top is None:
        entry = Entry(name, top, None)
    else:
        entry = Entry(name, innermost(stack), top[0])
    outer = innermost(stack)
    if entry.parent:
        entry.parent.begin()
    if outer is None:
        watch(False)
    stack.append(entry)
    memory = resident() if keeps_places else 0
    failed = True
    start = clock()
    try:
        module = find_and_load(name, import_)
        failed = False
        return module
    finally:
        elapsed = clock() - start
        stack.pop()
        record = entry.begin()
        record[4] = elapsed - entry.inner
        record[7] = failed
        if outer:
            outer.inner += elapsed
        if keeps_places:
            grown = resident() - memory
            record[5] = grown - entry.inner_bytes
            record[6] = None if failed else file_of(name)
            if outer:
                outer.inner_bytes += grown
        if event is not None:
            stack.pop()
            event[-2] += 1
            event[-1] += not failed
        if outer is None:
            watch(True)


def event_at(frame, target, names, is_call):
    """The record of the import that a frame executes."""
    code = frame.f_code
    key = (id(code), frame.f_lasti, target)
    event = events.get(key)
    if event is None:
        if not is_call and import_name is not None:
            is_call = code.co_code[frame.f_lasti] != import_name
        function = getattr(code, "co_qualname", code.co_name) if code.co_flags & OPTIMIZED else None
        during = innermost(stack_of_thread())
        event = events[key] = [
            len(events), frame.f_globals.get("__name__"), code.co_filename, frame.f_lineno, target, names, function,
            during.name if during else None, is_call, [], code, 0, 0,
        ]  # fmt: skip
    return event


def absolute(name, scope, level):
    """The module that a statement names, from the package of its module."""
    if level == 0:
        return name
    scope = scope or {}
    package = scope.get("__package__")
    if package is None:
        package = scope.get("__name__", "")
        if "__path__" not in scope:
            package = package.rpartition(".")[0]
    base = package.rsplit(".", level - 1)[0]
    return base + "." + name if name else base


def import_(name, globals=None, locals=None, fromlist=(), level=0):
    """In the place of `__import__`."""
    if type(name) is not str:
        return original(name, globals, locals, fromlist, level)
    target = absolute(name, globals, level)
    try:
        frame = sys._getframe(1)
    except ValueError:  # C code imports, and no Python code runs
        return original(name, globals, locals, fromlist, level)
    event = event_at(frame, target, tuple(fromlist or ()), False)
    stack = stack_of_thread()
    stack.append(event)
    failed = True
    try:
        module = original(name, globals, locals, fromlist, level)
        failed = False
        return module
    finally:
        stack.pop()
        event[-2] += 1
        event[-1] += not failed
        if fromlist and not failed:
            note_submodules(event, target)


def note_submodules(event, target):
    """Which of the names are submodules, as far as can be seen without asking the module for an attribute."""
    names = namespace(target)
    for name in event[5]:
        submodule = sys.modules.get(target + "." + name) if type(name) is str else None
        if submodule is not None and names.get(name, submodule) is submodule and name not in event[9]:
            event[9].append(name)


def namespace(name):
    """The names of a module, asked in a way that no code of its own can answer."""
    try:
        return object.__getattribute__(sys.modules.get(name), "__dict__")
    except AttributeError:
        return {}


def file_of(name):
    names = namespace(name)
    file = names.get("__file__") or getattr(names.get("__spec__"), "origin", None)
    return file if type(file) is str else None


def watch(wanted):
    """Notes which code runs while no module is being executed."""
    if keeps_places and monitoring and _thread.get_ident() == main_thread:
        monitoring.set_events(TOOL, monitoring.events.PY_START if wanted else 0)
        if wanted:
            monitoring.restart_events()


def start_of_code(code, offset):
    used.add(code.co_filename)
    return monitoring.DISABLE


def quoted(value):
    """A value as JSON, without loading a module: the program may have one called `json`."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        plain = (c if " " <= c <= "~" and c not in '"\\' else escaped(ord(c)) for c in value)
        return '"' + "".join(plain) + '"'
    if isinstance(value, (list, tuple, set)):
        return "[" + ",".join(map(quoted, value)) + "]"
    return '"?"'


def escaped(number):
    if 0xD800 <= number < 0xE000:
        return "?"
    if number < 0x10000:
        return "\\u%04x" % number
    number -= 0x10000
    return "\\u%04x\\u%04x" % (0xD800 + (number >> 10), 0xDC00 + (number & 0x3FF))


def write():
    """Writes what was recorded; only in the process that was started, not in what it forked, and once."""
    global output
    if os.getpid() != process or output is None:
        return
    ended = time.process_time_ns()
    version = "%d.%d.%d" % sys.version_info[:3]
    library = os.path.dirname(os.__file__)
    lines = [["python", version, sys.implementation.name, sys.prefix, sys.base_prefix, library], ["preloaded", preloaded]]
    lines.append(["path", [entry for entry in sys.path if type(entry) is str]])
    lines.append(["used", sorted(used) if keeps_places and monitoring else None])
    lines.extend(["module"] + record[1:] for record in modules)
    lines.extend(["event"] + event[1:10] + event[11:] for event in events.values())
    lines.append(["clock", ready - began, ended - ready, time.process_time_ns() - ended])
    text = "".join(quoted(line) + "\n" for line in lines)
    # Below the program's own wrappers of `open`.
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    output = None
    data = text.encode()
    while data:
        data = data[os.write(file, data) :]
    os.write(file, quoted(["written", time.process_time_ns() - ended]).encode() + b"\n")
    os.close(file)


def leave(status):
    """In the place of `os._exit`, which runs no exit handlers."""
    write()
    exit_at_once(status)


def hide(function):
    """Makes tracebacks and warnings take a function for a part of the import system, which they leave out."""
    function.__code__ = function.__code__.replace(co_filename=BOOTSTRAP, co_name="_call_with_frames_removed")
    return function


def learn_instruction():
    """Sees the number of IMPORT_NAME in a statement of a known kind."""
    def probe(*_):
        frame = sys._getframe(1)
        seen.append(frame.f_code.co_code[frame.f_lasti])
        return sys

    seen = []
    exec("import sys", {"__builtins__": {"__import__": probe}})
    return seen[0]


main_thread = _thread.get_ident()
monitoring = getattr(sys, "monitoring", None)
find_and_load = bootstrap._find_and_load
gcd_import = bootstrap._gcd_import
original = builtins.__import__
exit_at_once = os._exit
missing = make_way()
preloaded = sorted(sys.modules)
bootstrap._find_and_load = hide(load)
os._exit = leave
atexit.register(write)
if keeps_places:
    import_name = learn_instruction()
    builtins.__import__ = hide(import_)
    if monitoring and monitoring.get_tool(TOOL) is None:
        monitoring.use_tool_id(TOOL, "dormant")
        monitoring.register_callback(TOOL, monitoring.events.PY_START, start_of_code)
    else:
        monitoring = None
    watch(True)
ready = time.process_time_ns()
if missing is not None:
    # What `site` expects where there is no such module, and reports where there is one that fails.
    raise missing
