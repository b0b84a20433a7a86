"""Plans against reality: what `dormant plan` predicts for real programs, and what is gone and saved after `dormant fix --plan`.

    python3 benches/plan.py DORMANT NAME=SOURCE,PYTHON [NAME=...] [--lazy-python PATH] [--runs N] -- NAME: ARGS [-- NAME: ARGS ...]

SOURCE is the folder that holds the program's packages, PYTHON the interpreter that has it and what it needs installed, and ARGS
the command, as words after `python`, such as `-m app --help`, or the name of a script beside PYTHON. Every program is copied
first. The table says, for each command: edits, predicted and real modules gone with their differences, and the CPU time saved as
predicted and as measured, with a 95 % interval from interleaved runs of both copies (bootstrap of the difference of medians).
"""
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path


def read_arguments(words):
    groups = [[]]
    for word in words:
        if word == "--":
            groups.append([])
        else:
            groups[-1].append(word)
    head, commands = groups[0], groups[1:]
    runs = int(head[head.index("--runs") + 1]) if "--runs" in head else 20
    programs = {}
    for word in head[1:]:
        if "=" in word:
            name, _, rest = word.partition("=")
            source, _, python = rest.partition(",")
            programs[name] = (Path(source), python)
    return head[0], runs, programs, [(c[0].rstrip(":"), c[1:]) for c in commands if c]


def environment(source):
    return {**os.environ, "PYTHONPATH": str(source), "PYTHONHASHSEED": "0"}


def command_of(python, words):
    script = Path(python).parent / words[0]
    return [str(script), *words[1:]] if script.exists() else [python, *words]


def modules(command, source, python):
    """The modules that a command loads, asked at its end; second names of modules, and what C code makes, are left out."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "modules")
        hook = "import atexit, os, sys\n_p = os.getpid()\ndef _w():\n    if os.getpid() == _p: open(%r, 'w').write('\\n'.join(n for n, m in list(sys.modules.items()) if getattr(getattr(m, '__spec__', None), 'name', None) == n))\natexit.register(_w)\n"
        Path(folder, "sitecustomize.py").write_text(hook % str(out))
        env = environment(source)
        env["PYTHONPATH"] = folder + os.pathsep + env["PYTHONPATH"]
        subprocess.run(command, env=env, stdin=subprocess.DEVNULL, capture_output=True, cwd=source)
        return set(out.read_text().split("\n"))


def cpu(command, source):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=environment(source), stdin=subprocess.DEVNULL, capture_output=True, cwd=source)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000, done


def saved(command, before, after, runs):
    """Milliseconds of CPU saved, with a 95 % interval; runs go A B B A."""
    times = {before: [], after: []}
    for source in (before, after):
        cpu(command, source)
    for turn in range(runs):
        for source in (before, after) if turn % 2 == 0 else (after, before):
            times[source].append(cpu(command, source)[0])
    differences = []
    numbers = random.Random(0)
    for _ in range(2000):
        medians = [statistics.median(numbers.choices(times[source], k=runs)) for source in (before, after)]
        differences.append(medians[0] - medians[1])
    differences.sort()
    middle = statistics.median(times[before]) - statistics.median(times[after])
    return statistics.median(times[before]), middle, differences[50], differences[-51]


def main():
    dormant, runs, programs, commands = read_arguments(sys.argv[1:])
    print("| command | edits | rounds | predicted gone | really gone | over | under | cumulative, alone, dormant (ms predicted) | before | saved, measured |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name, words in commands:
        source, python = programs[name]
        with tempfile.TemporaryDirectory() as folder:
            before, after = Path(folder, "before"), Path(folder, "after")
            shutil.copytree(source, before, symlinks=True)
            command = command_of(python, words)
            plan_file = Path(folder, "plan.json")
            asked = [dormant, "-q", "plan", "--python", python, "--save", str(plan_file), "--", *command]
            planned = subprocess.run(asked, env=environment(before), cwd=before, capture_output=True, text=True)
            if planned.returncode == 2:
                print(f"| {name} {' '.join(words)} | failed: {planned.stderr.strip()[:300]} |")
                continue
            plan = json.loads(plan_file.read_text())
            shutil.copytree(before, after, symlinks=True)
            fixed = subprocess.run(
                [dormant, "-q", "fix", "--python", python, "--plan", str(plan_file)], env=environment(after), cwd=after, capture_output=True, text=True
            )
            if fixed.returncode:
                print(f"| {name} {' '.join(words)} | fix failed: {fixed.stderr.strip()[:300]} |")
                continue
            outputs = [cpu(command, at)[1] for at in (before, after)]
            if outputs[0].returncode != outputs[1].returncode:
                print(f"| {name} | fix changed the exit status: {outputs[1].stderr.decode()[-300:]} |")
                continue
            predicted = set(plan["commands"][0]["removed"])
            gone = modules(command, before, python) - modules(command, after, python)
            edits = plan["steps"][-1]["total-edits"] if plan["steps"] else 0
            total = plan["steps"][-1]["total-ms"] if plan["steps"] else 0.0
            rivals = plan["rivals"]
            was, middle, low, high = saved(command, before, after, runs)
            over, under = sorted(predicted - gone), sorted(gone - predicted)
            row = [
                f"{name} {' '.join(words)}", edits, (plan["check"] or {}).get("rounds", "-"), len(predicted), len(gone), f"{len(over)} {over[:3]}", f"{len(under)} {under[:3]}",
                f"{rivals['by-cumulative-ms']:.1f}, {rivals['by-alone-ms']:.1f}, {total:.1f}", f"{was:.0f} ms", f"{middle:.0f} ms ({low:.0f} to {high:.0f})",
            ]  # fmt: skip
            print("| " + " | ".join(map(str, row)) + " |", flush=True)


main()
