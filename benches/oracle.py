"""What lazy imports could save at most: programs under Python 3.15, where the interpreter itself defers.

    python3 benches/oracle.py [--runs N] [--json FILE] NAME=SOURCE,PYTHON,PACKAGES [NAME=...] -- NAME: ARGS [-- NAME: ARGS ...]

SOURCE is the folder that holds the program's packages, PYTHON an interpreter of version 3.15 or later that has what it needs
installed, PACKAGES its own packages, joined by `+`, and ARGS the command, as words after `python`, or the name of a script beside
PYTHON and its words. Every command runs in three ways: as it is; with each import of its own packages' modules lazy (what an edit
of these alone could reach); and with all imports lazy (`-X lazy_imports=all`). Imports in `try` and in functions, and star imports,
stay as they are in all of them. The runs are interleaved. The table says for each way the modules that are loaded at the end, the
median of the CPU time with the 95 % interval of what is saved, and whether the command still does the same (exit status and output).

The JSON file has the modules of each way, and which imports of the program's own were needed all the same.
"""
import argparse
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

WAYS = ("eager", "first-party", "all")

# Runs before the program. The list is written at the very end by the process itself, never by children that it forks.
HOOK = '''
import atexit, os, sys
_way, _own, _out, _process = os.environ["ORACLE_WAY"], tuple(os.environ["ORACLE_OWN"].split("+")), os.environ.get("ORACLE_OUT"), os.getpid()
_asked = []

def _is_own(importer):
    return any(importer == name or importer.startswith(name + ".") for name in _own)

def _filter(importer, name, names):
    lazy = _way == "all" or _is_own(importer)
    if lazy and _is_own(importer):
        _asked.append((importer, name, names))
    return lazy

if _way != "eager":
    sys.set_lazy_imports("all")
    sys.set_lazy_imports_filter(_filter)

def _write():
    if os.getpid() != _process:
        return
    import types
    lazy = getattr(types, "LazyImportType", ())
    loaded = [n for n, m in list(sys.modules.items()) if getattr(getattr(m, "__spec__", None), "name", None) == n]
    held = {n: [k for k, v in vars(m).items() if type(v) is lazy] for n, m in list(sys.modules.items()) if _is_own(n)}
    import json
    with open(_out, "w") as file:
        json.dump({"loaded": loaded, "asked": _asked, "held": held}, file)

if _out:
    atexit.register(_write)
'''


def programs_and_commands(words):
    groups = [[]]
    for word in words:
        groups.append([]) if word == "--" else groups[-1].append(word)
    programs = {}
    for word in groups[0]:
        name, _, rest = word.partition("=")
        source, python, own = rest.split(",")
        programs[name] = (Path(source), python, own)
    return programs, [(group[0].rstrip(":"), group[1:]) for group in groups[1:] if group]


class Oracle:
    """One command, to be run in each way."""

    def __init__(self, source, python, own, words, folder):
        script = Path(python).parent / words[0]
        self.command = [str(script), *words[1:]] if script.exists() else [python, *words]
        self.source, self.own, self.folder = source, own, Path(folder)
        (self.folder / "sitecustomize.py").write_text(HOOK)

    def run(self, way, out=None):
        path = os.pathsep.join([str(self.folder), str(self.source)])
        env = {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(self.folder / "cache")}
        env |= {"ORACLE_WAY": way, "ORACLE_OWN": self.own} | ({"ORACLE_OUT": str(out)} if out else {})
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(self.command, env=env, stdin=subprocess.DEVNULL, capture_output=True, cwd=self.folder, timeout=300)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return done, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000

    def seen(self, way):
        out = self.folder / "seen.json"
        out.unlink(missing_ok=True)
        done, _ = self.run(way, out)
        found = json.loads(out.read_text()) if out.exists() else {"loaded": [], "asked": [], "held": {}}
        return found, (done.returncode, done.stdout), done.stderr.decode(errors="replace").strip()

    def times(self, runs):
        times = {way: [] for way in WAYS}
        for turn in range(runs):
            for way in WAYS if turn % 2 == 0 else reversed(WAYS):
                times[way].append(self.run(way)[1])
        return times


def saved(before, after):
    """The difference of the medians and its 95 % interval (bootstrap)."""
    numbers = random.Random(0)
    medians = [statistics.median(numbers.choices(before, k=len(before))) - statistics.median(numbers.choices(after, k=len(after))) for _ in range(2000)]
    medians.sort()
    return statistics.median(before) - statistics.median(after), medians[50], medians[-51]


def needed(seen):
    """The program's own imports (importer, target, name) whose names were taken all the same."""
    taken = set()
    for importer, target, names in seen["asked"]:
        if importer in seen["held"]:
            held = seen["held"][importer]
            # An alias is not told: a name that is bound otherwise counts as taken.
            bound = names or [target.partition(".")[0]]
            taken |= {(importer, target, name if names else "") for name in bound if name not in held}
    return sorted(taken)


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--runs", type=int, default=15)
    words.add_argument("--json", type=Path)
    head = sys.argv[1 : sys.argv.index("--")] if "--" in sys.argv else sys.argv[1:]
    options, rest = words.parse_known_args(head)
    programs, commands = programs_and_commands(rest + sys.argv[1 + len(head) :])
    print("| command | modules: eager | first-party | all | CPU ms: eager | first-party saves | all saves | first-party share | same |")
    print("|---|---|---|---|---|---|---|---|---|")
    kept = {}
    for name, arguments in commands:
        source, python, own = programs[name]
        label = " ".join([name, *arguments[1:]] if arguments[0] == name else [name, *arguments])
        with tempfile.TemporaryDirectory() as folder:
            oracle = Oracle(source, python, own, arguments, folder)
            oracle.run("eager")
            seen, ends, errors = {}, {}, {}
            for way in WAYS:
                seen[way], ends[way], errors[way] = oracle.seen(way)
            if not seen["eager"]["loaded"]:
                print(f"| {label} | does not run: {errors['eager'][-200:]} |", flush=True)
                continue
            times = oracle.times(options.runs) if options.runs else {way: [0.0] for way in WAYS}
        gains = {way: saved(times["eager"], times[way]) for way in WAYS[1:]}
        counts = [len(seen[way]["loaded"]) for way in WAYS]
        texts = [f"{middle:.0f} ({low:.0f} to {high:.0f})" for middle, low, high in gains.values()]
        share = gains["first-party"][0] / gains["all"][0] if gains["all"][0] > 0 else 0.0
        same = [way for way in WAYS[1:] if ends[way] != ends["eager"]]
        told = "yes" if not same else "not " + ", ".join(f"{way}: {errors[way][-80:]}" for way in same)
        row = [label, *counts, f"{statistics.median(times['eager']):.0f}", *texts, f"{share:.0%}", told]
        print("| " + " | ".join(map(str, row)) + " |", flush=True)
        kept[label] = {way: seen[way]["loaded"] for way in WAYS} | {"needed": needed(seen["first-party"]), "saved-ms": gains, "times-ms": times}
    if options.json:
        options.json.write_text(json.dumps(kept))


if __name__ == "__main__":
    main()
