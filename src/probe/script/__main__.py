"""Imports one module in this fresh interpreter and writes down, as JSON, what that changed.

    python FOLDER RESULT MODULE [FIRST-RESULT] [ROOT ...]

`RESULT` is the file to write; `FIRST-RESULT` is the result of an earlier run, or `-`. The first run sees what changed. A second
one, which is given the first one's result, looks at just these places whenever a module begins or ends, and so sees who did it.
`ROOT`s go to the front of the search path.
"""

import builtins
import marshal
import os
import sys

sys.path.pop(0)
import _abc  # noqa: E402, F401
import _codecs  # noqa: E402

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import dormant_events  # noqa: E402
import dormant_objects  # noqa: E402
import dormant_process  # noqa: E402

sys.path.pop(0)
OWN = ("__main__", "dormant_events", "dormant_objects", "dormant_process")
# Modules that bring state of the process with them: it starts from what it is when they have been executed.
STATEFUL = {"warnings", "logging", "random", "decimal", "socket", "_contextvars", "numpy.random.mtrand"}
STANDARD = os.path.dirname(os.__file__)


class Probe:
    """One run."""

    def __init__(self, wanted):
        self.wanted = wanted  # (place, how, key) triples to look out for; None in a first run
        self.stack = []
        self.executed = []
        self.inside = set()
        self.findings = []
        self.objects = dormant_objects.Objects()
        self.events = dormant_events.Events(self.stack)
        self.watched = []
        self.printed = [0, 0]
        self.errors = []

    def begin(self):
        for name, module in list(sys.modules.items()):
            if name not in OWN:
                self.finished(name, module)
        self.before = dormant_process.state()

    def finished(self, name, module):
        known = len(self.objects.nodes)
        self.objects.add_module(name, module)
        if self.wanted is not None and len(self.objects.nodes) > known:
            new = list(self.objects.nodes.values())[known:]
            self.watched.extend(node for node in new if node.path in self.wanted)
        if name in STATEFUL and self.executed:  # not while everything is looked at for the first time
            dormant_process.READY.add(name)
            for key, value in dormant_process.state().items():
                if key == "logger root" or not key.startswith(("os.environ[", "logger ")):
                    self.before.setdefault(key, value)

    def boundary(self):
        """Something begins or ends: what changed since the last time was done by the module on top of the stack."""
        self.events.listening = False
        try:
            if self.wanted is not None:
                self.see(self.watched)
            self.output()
        except Exception as error:  # the module must not notice
            self.errors.append(repr(error))
        self.events.listening = True

    def see(self, nodes):
        for node in nodes:
            for how, key in self.objects.changes(node):
                self.add(kind_of(node, how), how, node.path, key, node.owner)
        if self.wanted is None or "process" in self.wanted:
            after = dormant_process.state()
            for key in dormant_process.changed(self.before, after):
                kind = dormant_process.KINDS.get(key, "process-state")
                self.add(kind, "changed", key, detail(self.before.get(key), after.get(key)), None)
            self.before = after

    def output(self):
        for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
            try:
                stream.flush()
            except Exception:
                pass
            size = os.fstat(number).st_size
            if size != self.printed[number - 1]:
                self.add("input-output", "prints", ("standard output", "standard error")[number - 1], "", None)
                self.printed[number - 1] = size

    def add(self, kind, how, target, key, owner):
        finding = {"kind": kind, "how": how, "target": target, "key": key, "owner": owner, "line": None}
        self.findings.append({**finding, "stack": list(self.stack)})

    def around(self, execute, name_of):
        """A loader's method that keeps the books around it."""

        def exec_module(*args):
            name = name_of(args[-1])
            self.boundary()
            self.inside.update([name] if self.stack else [])
            self.stack.append(name)
            try:
                return execute(*args)
            finally:
                self.boundary()
                self.stack.pop()
                self.executed.append(name)
                self.finished(name, sys.modules.get(name))

        return exec_module

    def install(self):
        external, core = sys.modules["_frozen_importlib_external"], sys.modules["_frozen_importlib"]
        of_module, of_spec = (lambda module: module.__spec__.name), (lambda spec: spec.name)
        external._LoaderBasics.exec_module = self.around(external._LoaderBasics.exec_module, of_module)
        extension = external.ExtensionFileLoader
        extension.exec_module = self.around(extension.exec_module, of_module)
        extension.create_module = self.around(extension.create_module, of_spec)
        builtin = core.BuiltinImporter
        builtin.exec_module = staticmethod(self.around(builtin.exec_module, of_module))
        for name in ("register", "register_error"):
            self.tell(name, getattr(_codecs, name))

    def tell(self, name, call):
        """What leaves no trace that could be looked at is noted when it is called."""

        def told(*args):
            self.add("registration", "calls", f"codecs.{name}", dormant_objects.brief(args[0]) if args else "", None)
            return call(*args)

        setattr(_codecs, name, told)
        if "codecs" in sys.modules:
            setattr(sys.modules["codecs"], name, told)


def kind_of(node, how):
    top = node.path.split(".")[0]
    if top in ("warnings", "signal", "locale", "gc", "atexit", "random", "socket", "logging"):
        return "process-state"
    is_table = how in ("added", "removed", "changed")
    return "registration" if is_table or node.path.endswith(".register") else "patching"


def detail(before, after):
    """What is new in a tuple, or the two values if they are short."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        new = [str(item) for item in after if item not in before and isinstance(item, str)]
        return ", ".join(new[:3]) or f"{len(before)} to {len(after)} entries" * (len(before) != len(after))
    texts = [str(value) for value in (before, after)]
    return f"{texts[0]} to {texts[1]}" if all(len(text) < 40 and not text.isdigit() for text in texts) else ""


def main():
    result, name, first, *roots = sys.argv[1:]
    read = None
    if first != "-":
        with open(first, "rb") as file:
            read = marshal.load(file)
    sys.path[:0] = roots
    sys.argv[:] = [""]
    wanted = None
    if read:
        wanted = {finding["target"] for finding in read["findings"] if finding["owner"] is not None}
        wanted |= {"process"} if any(finding["owner"] is None for finding in read["findings"]) else set()
    for number, suffix in ((1, ".stdout"), (2, ".stderr")):
        target = os.open(result + suffix, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(target, number)
        os.close(target)
    for own in OWN[1:]:
        del sys.modules[own]
    probe = Probe(wanted)
    already = name in sys.modules
    present = set(sys.modules)
    probe.install()
    probe.begin()
    probe.events.install()
    error = None
    probe.events.listening = True
    try:
        __import__(name)
    except BaseException as caught:  # SystemExit, too: the module ends the program
        error = {"type": type(caught).__name__, "message": str(caught)}
    probe.boundary()
    probe.events.listening = False
    if wanted is None:
        probe.see(list(probe.objects.nodes.values()))
    loaded = [module for module in sys.modules if module not in present]
    write(result, name, probe, loaded, already, error, read)
    # What the module left running must not keep this process.
    os._exit(0)


def write(result, name, probe, loaded, already, error, read):
    import hashlib

    findings = probe.findings + [{"key": "", "owner": None, **event} for event in probe.events.found]
    if read:
        findings = merged(read["findings"], findings)
    for finding in findings:
        judge(finding, probe.inside, name)
    modules = []
    for module in dict.fromkeys(probe.executed):
        origin = file_of(module)
        if origin and not is_standard(module):
            with open(origin, "rb") as file:
                modules.append({"name": module, "file": origin, "sha256": hashlib.sha256(file.read()).hexdigest()})
    document = {
        "module": name,
        "python": "%d.%d.%d" % sys.version_info[:3],
        "error": error,
        "already": already,
        "distribution": distribution(name) if read and not error else None,
        "loaded": loaded,
        "executed": modules,
        "findings": joined(findings),
        "errors": probe.errors,
    }
    if read is None:
        with open(result, "wb") as file:
            marshal.dump({"findings": findings}, file)
        return
    import json

    with open(result, "w", encoding="utf-8") as file:
        json.dump(document, file, default=str)


def merged(first, second):
    """The findings of the first run, each with who did it as the second run saw it."""
    exact, loose = {}, {}
    for finding in second:
        exact.setdefault((finding["how"], finding["target"], finding["key"]), finding)
        loose.setdefault(finding["target"], finding)
    found = []
    for finding in first:
        key = (finding["how"], finding["target"], finding["key"])
        found.append({**finding, **pick(exact.get(key) or loose.get(key[1]) or finding)})
    return found


def pick(finding):
    return {"stack": finding["stack"], "line": finding["line"]}


def joined(findings):
    """One entry for each place, with the first few of the keys that changed there."""
    by_place = {}
    for finding in findings:
        place = (finding["module"], finding["kind"], finding["how"], finding["target"], finding["own"])
        entry = by_place.setdefault(place, {**finding, "keys": [], "count": 0})
        entry["count"] += 1
        if finding["key"] and finding["key"] not in entry["keys"] and len(entry["keys"]) < 3:
            entry["keys"].append(finding["key"])
    for entry in by_place.values():
        del entry["key"], entry["owner"]
        entry["chain"] = entry.pop("stack")
    return list(by_place.values())


def judge(finding, inside, probed):
    """Whose doing it is: of the standard library, or of a package on what it has just brought itself."""
    stack = finding["stack"]
    actor = stack[-1] if stack else None
    finding["module"] = actor
    finding["standard"] = actor is not None and actor != probed and is_standard(actor)
    target = finding["target"]
    is_logger = target.startswith("logger ")
    owner = target[len("logger ") :] if is_logger else finding["owner"]
    is_own = actor is not None and owner is not None and top(owner) == top(actor)
    finding["own"] = is_own and (owner in inside or is_logger) or actor is not None and only_about(finding, top(actor))


def only_about(finding, package):
    """Whether a table learns about a class of the package, which nobody can have who has not imported it."""
    is_lookup = finding["target"].endswith((".register", ".registry", ".dispatch_table"))
    package_of, _, name = finding["key"].partition(".")
    # Classes of native modules often call themselves builtins.
    is_native = package_of == "builtins" and not hasattr(builtins, name)
    return is_lookup and finding["how"] == "added" and (package_of == package or is_native)


def top(dotted):
    return dotted.split(".")[0]


def file_of(module):
    spec = getattr(sys.modules.get(module), "__spec__", None)
    origin = getattr(spec, "origin", None)
    return origin if isinstance(origin, str) and os.path.isfile(origin) else None


def is_standard(module):
    origin = file_of(module)
    if origin is None:
        return module in sys.builtin_module_names or module.split(".")[0] in getattr(sys, "stdlib_module_names", ())
    return origin.startswith(STANDARD + os.sep) and "site-packages" not in origin


def distribution(name):
    """The installed distribution that a module belongs to."""
    try:
        from importlib import metadata

        top = name.split(".")[0]
        names = metadata.packages_distributions().get(top) if hasattr(metadata, "packages_distributions") else [top]
        return {"name": names[0], "version": metadata.version(names[0])} if names else None
    except Exception:
        return None


main()
