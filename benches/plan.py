"""Plans against reality: what `dormant plan` predicts for real programs, what is gone and saved after `dormant fix --plan`, and
what share that is of what Python 3.15 saves by laziness in the program's own modules.

    python3 benches/plan.py DORMANT [--runs N] [--json FILE] [--unsafe] NAME=SOURCE,PYTHON[,PYTHON315,PACKAGES] [NAME=...]
        -- NAME: ARGS [-- NAME: ARGS ...]

SOURCE is the project (copied first), PYTHON the interpreter that has what it needs installed, PYTHON315 one of version 3.15 that
has it, too, PACKAGES the program's own packages as folders below SOURCE, joined by `+`, and ARGS the command, as words after
`python`, or the name of a script beside PYTHON and its words.

For each command: the edits; predicted and real modules gone with their differences; the CPU time saved as predicted (from the
profile) and as measured, with a 95 % interval from interleaved runs of both copies (bootstrap of the difference of medians); and
what as many edits would save, chosen by cumulative time and by the saving of each alone (both predicted, by the same graph).
The oracle's modules are those that the command loads under PYTHON, and under PYTHON315 only while the program's own imports are not lazy.
What is held of them is attributed to the statement of the program that is the first to bring it in, with the code for which it stays.
"""
import argparse
import collections
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from oracle import Oracle, saved


def read_arguments(words):
    groups = [[]]
    for word in words:
        groups.append([]) if word == "--" else groups[-1].append(word)
    flags = argparse.ArgumentParser()
    flags.add_argument("--runs", type=int, default=20)
    flags.add_argument("--json", type=Path)
    flags.add_argument("--unsafe", action="store_true")
    options, rest = flags.parse_known_args(groups[0])
    programs = {}
    for word in rest[1:]:
        name, _, fields = word.partition("=")
        programs[name] = (fields.split(",") + [None, None])[:4]
    return rest[0], options, programs, [(group[0].rstrip(":"), group[1:]) for group in groups[1:] if group]


class Program:
    """One command of a program, in a tree."""

    def __init__(self, tree, python, packages, words):
        script = Path(python).parent / words[0]
        self.command = [str(script), *words[1:]] if script.exists() else [python, *words]
        self.tree, self.python = tree, python
        self.packages = packages.split("+") if packages else []
        # `src/app` is the package `app`, rooted in `src`.
        self.root = tree / Path(self.packages[0]).parent if self.packages else tree
        self.names = [str(Path(package).relative_to(Path(self.packages[0]).parent)).replace("/", ".") for package in self.packages]

    def in_tree(self, tree):
        other = Program.__new__(Program)
        other.__dict__.update(self.__dict__, tree=tree, root=tree / self.root.relative_to(self.tree))
        return other

    def environment(self, *before):
        path = os.pathsep.join([*map(str, before), str(self.root)])
        return {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0", "PYTHONPYCACHEPREFIX": str(self.tree.parent / ("compiled-" + self.tree.name))}

    def run(self, *before):
        start = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(self.command, env=self.environment(*before), stdin=subprocess.DEVNULL, capture_output=True, cwd=self.tree)
        end = resource.getrusage(resource.RUSAGE_CHILDREN)
        return done, (end.ru_utime + end.ru_stime - start.ru_utime - start.ru_stime) * 1000

    def modules(self):
        """The modules that are loaded at the end, and all names in `sys.modules`: modules go by several, gevent's compiled ones too."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "modules")
            hook = "import atexit, os, sys\n_p = os.getpid()\ndef _w():\n    if os.getpid() == _p: open(%r, 'w').write('\\n'.join(n + ' ' * (getattr(getattr(m, '__spec__', None), 'name', None) != n) for n, m in list(sys.modules.items())))\natexit.register(_w)\n"
            Path(folder, "sitecustomize.py").write_text(hook % str(out))
            self.run(folder)
            names = out.read_text().split("\n")
            return {name for name in names if not name.endswith(" ")}, {name.strip() for name in names}

    def dormant(self, dormant, *arguments):
        command = [dormant, "-q", *map(str, arguments)]
        done = subprocess.run(command, env=self.environment(), cwd=self.tree, capture_output=True, text=True)
        if done.returncode == 2:
            raise RuntimeError(f"{arguments[0]}: {done.stderr.strip()[-300:]}")
        return done.stdout

    def saved_profile(self):
        return self.tree.parent / f"profile-{self.tree.name}.json"

    def profile(self, dormant, runs):
        file = self.saved_profile()
        self.dormant(dormant, "profile", "--timeout", 900, "--runs", runs, "--python", self.python, "--save", file, "--", *self.command)
        return json.loads(file.read_text())


def times(before, after, runs):
    """CPU times of both, interleaved A B B A."""
    found = ([], [])
    for turn in range(runs):
        for at in (0, 1) if turn % 2 == 0 else (1, 0):
            found[at].append((before, after)[at].run()[1])
    return found


def measure(dormant, options, program, oracle_python, words):
    plan_file = program.tree.parent / "plan.json"
    flags = ["--unsafe"] if options.unsafe else []
    profile = program.profile(dormant, 3)
    program.dormant(dormant, "plan", *flags, "--profile", program.saved_profile(), "--python", program.python, "--save", plan_file, "--", *program.command)
    plan = json.loads(plan_file.read_text())
    after = program.in_tree(program.tree.parent / "after")
    shutil.copytree(program.tree, after.tree, symlinks=True)
    after.dormant(dormant, "fix", *flags, "--python", program.python, "--plan", plan_file)
    ends = [(done.returncode, done.stdout.replace(os.fsencode(tree.tree), b"TREE")) for tree in (program, after) for done in [tree.run()[0]]]
    if ends[0] != ends[1]:
        raise RuntimeError(f"fix changed what the command does: {ends}"[:600])
    (was, was_named), (left, left_named) = program.modules(), after.modules()
    # What goes by another name than its own is gone if the name that the plan gives is.
    predicted = set(plan["commands"][0]["removed"])
    was |= predicted & was_named
    left |= predicted & left_named
    row = {
        "edits": plan["steps"][-1]["total-edits"] if plan["steps"] else 0,
        "rounds": (plan["check"] or {}).get("rounds"),
        "predicted": sorted(predicted),
        "gone": sorted(was - left),
        "loaded": [len(was), len(left)],
        "predicted-ms": plan["steps"][-1]["total-ms"] if plan["steps"] else 0.0,
        "rivals": plan["rivals"],
        "taken-back": (plan["check"] or {}).get("taken-back", []),
    }
    both = times(program, after, options.runs)
    row["cpu"] = both
    row["saved"] = saved(*both)
    if oracle_python:
        row |= share(dormant, program, after, oracle_python, words, profile, was, left)
    return row


def share(dormant, program, after, oracle_python, words, profile, was, left):
    """How much of what the oracle saves is saved, and what holds the rest."""
    with tempfile.TemporaryDirectory() as folder:
        oracle = Oracle(program.root, oracle_python, "+".join(program.names), words, folder)
        oracle.run("eager")
        eager, lazy = oracle.seen("eager")[0], oracle.seen("first-party")[0]
    goal = was & set(eager["loaded"]) - set(lazy["loaded"])
    weights = {module["name"]: module["self-ms"] for module in profile["modules"]}
    weigh = lambda names: sum(weights.get(name, 0.0) for name in names)
    gone = was - left
    held = by_statement(dormant, after, after.profile(dormant, 1), goal - gone, weights)
    return {
        "oracle-python": [len(eager["loaded"]), len(lazy["loaded"])],
        "missed": sorted(goal - gone),
        "goal": len(goal),
        "reached": len(goal & gone),
        "beyond": len(gone - goal),
        "goal-ms": weigh(goal),
        "reached-ms": weigh(goal & gone),
        "beyond-ms": weigh(gone - goal),
        "held": held,
    }


def by_statement(dormant, after, profile, held, weights):
    """The held modules by the program's statement that is the first to bring them in: place, target, code, modules, milliseconds."""
    checked = after.dormant(dormant, "check", "--heavy", "*", "--show-blocked", "--python", after.python, "--output-format", "json", *[after.tree / package for package in after.packages])
    checked = json.loads(checked)
    root = os.path.relpath(after.root, after.tree)
    found = collections.defaultdict(list)
    for kind in ("blocked", "findings"):
        for entry in checked[kind]:
            code = entry["code"] if kind == "blocked" else "not worth it"
            found[os.path.normpath(entry["path"])].append((entry["start"]["line"], entry["import"], code, entry.get("reason", "")))
    is_own = lambda name: any(name == own or name.startswith(own + ".") for own in after.names)
    modules, events = profile["modules"], profile["events"]
    sums = collections.defaultdict(lambda: [0, 0.0])
    for module in modules:
        if module["name"] not in held:
            continue
        at, event = module, None
        while at is not None:
            event = events[at["event"]] if at["event"] is not None else None
            if event is not None and is_own(event["importer"]):
                break
            event, at = None, modules[at["parent"]] if at["parent"] is not None else None
        if event is None:
            key = ("the program's script", "", "not-yours", "")
        else:
            code, text = code_of(found[os.path.normpath(event["file"])] or found[os.path.normpath(os.path.join(root, event["file"]))], event)
            key = (f"{event['file']}:{event['line']}", event["target"], code, text)
        sums[key][0] += 1
        sums[key][1] += weights.get(module["name"], 0.0)
    return sorted(([*key, *value] for key, value in sums.items()), key=lambda row: -row[-1])


def code_of(entries, event):
    """For which code the import of an event stays: that of its statement, whose names may stand on later lines."""
    if event["function"]:
        return "used-at-start", f"`{event['function']}` runs"
    tail = event["target"].split(".")[-1]
    here = [entry for entry in entries if event["line"] <= entry[0] <= event["line"] + 15 and tail in entry[1]]
    here.sort(key=lambda entry: (entry[2] in ("loaded-anyway", "not worth it"), entry[0]))
    return (here[0][2], here[0][3]) if here else ("not judged", "")


def tell(label, row):
    over, under = sorted(set(row["predicted"]) - set(row["gone"])), sorted(set(row["gone"]) - set(row["predicted"]))
    middle, low, high = row["saved"]
    cells = [
        label, row["edits"], row["rounds"], len(row["predicted"]), len(row["gone"]), f"{len(over)} {over[:3]}", f"{len(under)} {under[:3]}",
        f"{row['rivals']['by-cumulative-ms']:.1f} / {row['rivals']['by-alone-ms']:.1f} / {row['predicted-ms']:.1f}",
        f"{sorted(row['cpu'][0])[len(row['cpu'][0]) // 2]:.0f}", f"{middle:.0f} ({low:.0f} to {high:.0f})",
    ]  # fmt: skip
    if "goal" in row:
        by_code = collections.Counter()
        for _, _, code, _, count, ms in row["held"]:
            by_code[code] += count
        told = ", ".join(f"{code} {count}" for code, count in by_code.most_common())
        cells += [f"{row['reached']} of {row['goal']} (and {row['beyond']} beyond)", f"{row['reached'] / max(row['goal'], 1):.0%}", f"{row['reached-ms'] / max(row['goal-ms'], 0.001):.0%}", told]
    print("| " + " | ".join(map(str, cells)) + " |", flush=True)


def main():
    dormant, options, programs, commands = read_arguments(sys.argv[1:])
    print("| command | edits | rounds | predicted gone | really gone | over | under | ms predicted: by cumulative / alone / plan | CPU ms before | saved | oracle's modules gone | share | share of ms | held by |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|")
    rows = {}
    for name, words in commands:
        source, python, oracle_python, packages = programs[name]
        label = " ".join([name, *words[1:]] if words[0] == name else [name, *words])
        with tempfile.TemporaryDirectory() as folder:
            before = Path(folder, "before")
            shutil.copytree(source, before, symlinks=True)
            program = Program(before, python, packages, words)
            try:
                row = measure(str(Path(dormant).absolute()), options, program, oracle_python, words)
            except (RuntimeError, OSError, KeyError, ValueError) as error:
                print(f"| {label} | failed: {type(error).__name__}: {error} |", flush=True)
                continue
        tell(label, row)
        rows[label] = row
        if options.json:
            options.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
