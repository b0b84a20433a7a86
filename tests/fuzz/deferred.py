#!/usr/bin/env python3
"""Programs that would notice a deferred load, and near misses that would not: `dormant fix` must keep the first and defer the second.

    python3 deferred.py --dormant PATH/dormant [--start 0] [--count 200] [--family registry|state|name|value|entry]
    python3 deferred.py --dormant PATH/dormant --all             # each idiom of each family a few times
    python3 deferred.py --dormant PATH/dormant --show SEED       # one program, its edits, and what it printed before and after
    ... --write-cases DIR                                        # one failing program per idiom, as a behaviour case

Python 3.12 or later, nothing else. For each program: what `probe.py` prints and how it ends is the same before and after `fix`; a second `fix`
changes nothing; where deferring is right, importing the entry no longer loads the target. Exit status 1 if a program changed.
The share deferred of what is right is printed per family: it keeps a tool honest that would win by refusing.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import names
import registries
import scenes
import states
import values

TABLES = {"registry": registries.REGISTRIES, "state": states.STATES, "name": names.NAMES, "value": values.VALUES, "entry": values.ENTRIES}


def write(root, scene, heavy):
    for path, text in scene.files.items():
        at = root / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text)
    (root / "site").mkdir(exist_ok=True)
    project = scene.project if "[project." in scene.project or "[tool." in scene.project else ""
    (root / "pyproject.toml").write_text(
        '[project]\nname = "p"\nversion = "0"\nrequires-python = ">=3.12"\n'
        f'[tool.dormant]\nsrc = ["src"]\nsearch-path = ["site"]\nheavy = {json.dumps(heavy)}\n{project}'
    )


def python(args, root, *argv):
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root / 'site'}", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}
    try:
        done = subprocess.run([args.python, *argv], cwd=root, env=env, capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:
        return "did not end"
    last = done.stderr.strip().splitlines()[-1:]
    return f"{done.stdout}{''.join(last)}[{done.returncode}]".replace(str(root), "")


def fix(args, root):
    done = subprocess.run([args.dormant, "fix", "--no-cache", *args.opts.split(), "src"], cwd=root, capture_output=True, text=True, timeout=120)
    return done


def sources(root):
    return {str(p.relative_to(root)): p.read_text() for p in sorted((root / "src").rglob("*.py"))}


def judge(args, scene):
    """What came of one program: a dict with `fault` (empty where it held), `deferred`, `edited` and both outputs."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="scene", dir=args.work))
    root, copy = folder / "p", folder / "before"
    root.mkdir()
    try:
        heavy = ["*"] if args.heavy == "*" else [scene.target]
        write(root, scene, heavy)
        shutil.copytree(root, copy)
        before = python(args, copy, "probe.py")
        old = sources(root)
        why = ""
        if args.show is not None:
            why = subprocess.run([args.dormant, "check", "--show-blocked", "--output-format", "concise", "--no-cache", *args.opts.split(), "src"], cwd=root, capture_output=True, text=True).stdout
        done = fix(args, root)
        new = sources(root)
        out = {"before": before, "edited": sorted(k for k in new if old.get(k) != new[k]), "new": new, "fault": "", "deferred": False, "why": why}
        if done.returncode != 0 or "panick" in done.stderr:
            out["fault"] = f"fix ended with {done.returncode}: {done.stderr[-300:]}"
            return out
        out["after"] = python(args, root, "probe.py")
        loaded = python(args, root, "-c", f"import {scene.entry}, sys; print({scene.target!r} in sys.modules)")
        out["deferred"] = loaded.startswith("False")
        if out["after"] != before:
            out["fault"] = "changed"
        elif out["edited"]:
            fix(args, root)
            again = sources(root)
            if again != new:
                out["fault"] = "a second run changes something"
        return out
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_case(folder, scene, result, heavy):
    """Writes a behaviour case; what fails is that the program changed, or that the right thing was not deferred."""
    folder = pathlib.Path(folder)
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in scene.files.items():
        at = folder / path
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text)
    (folder / "site").mkdir(exist_ok=True)
    lines = [f"title = {json.dumps(scene.kind)}", f"heavy = {json.dumps(heavy)}", f"entry = {json.dumps(scene.entry)}"]
    key = "deferred" if scene.right else "either"
    lines.append(f"{key} = {json.dumps([scene.target])}")
    if scene.project:
        lines.append(f"project = '''\n{scene.project}'''")
    if not result["before"].endswith("[0]"):
        lines.append(f"probe_exit = {result['before'].rpartition('[')[2][:-1]}")
    (folder / "case.toml").write_text("\n".join(lines) + "\n")


def show(scene, result):
    for path, text in sorted(scene.files.items()):
        print(f"--- {path}\n{text}")
    for path in result["edited"]:
        print(f"=== after: {path}\n{result['new'][path]}")
    print(result["why"])
    print("before:", result["before"], "\nafter: ", result.get("after"), "\nfault: ", result["fault"], "deferred:", result["deferred"], "right:", scene.right)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--dormant", default="target/debug/dormant")
    ap.add_argument("--python", default=sys.executable)
    ap.add_argument("--start", type=int, default=0)
    ap.add_argument("--count", type=int, default=200)
    ap.add_argument("--family", choices=scenes.FAMILIES)
    ap.add_argument("--name", help="one idiom of the family")
    ap.add_argument("--all", action="store_true", help="each idiom, --count times (3 unless told)")
    ap.add_argument("--heavy", choices=["*", "target"], default="target")
    ap.add_argument("--opts", default="", help="more arguments to dormant fix")
    ap.add_argument("--show", type=int)
    ap.add_argument("--write-cases")
    ap.add_argument("--work", default="target/fuzz/work")
    ap.add_argument("--jobs", type=int, default=2)
    args = ap.parse_args()
    args.dormant, args.work = os.path.abspath(args.dormant), os.path.abspath(args.work)
    os.makedirs(args.work, exist_ok=True)
    if args.show is not None:
        scene = scenes.build(args.show, args.family, args.name)
        show(scene, judge(args, scene))
        return 0
    seeds = range(args.start, args.start + args.count)
    if args.all:
        rounds = 3 if args.count == 200 else args.count
        families = [args.family] if args.family else scenes.FAMILIES
        wanted = [(f, row[0]) for f in families for row in TABLES[f] for _ in range(rounds)]
        programs = [(args.start + i, f, n) for i, (f, n) in enumerate(wanted)]
    else:
        programs = [(s, args.family, args.name) for s in seeds]
    return run(args, programs)


def run(args, programs):
    faults, missed, right, kept, edited, broken = {}, collections.defaultdict(list), collections.Counter(), collections.Counter(), 0, 0

    def one(program):
        scene = scenes.build(*program)
        return program, scene, judge(args, scene)

    with concurrent.futures.ThreadPoolExecutor(args.jobs) as pool:
        for (seed, family, name), scene, result in pool.map(one, programs):
            family = scene.kind.split(":")[0]
            edited += bool(result["edited"])
            where = f"--show {seed} --family {family} --name {scene.kind.split(':')[1]}"
            if result["before"].endswith("[1]"):
                broken += 1
                if "Traceback" in result["before"] or "Error" in result["before"]:
                    print("ITSELF", scene.kind, result["before"].replace("\n", " | ")[-120:], where, flush=True)
            if result["fault"]:
                key = (scene.kind, result["fault"][:20])
                if key not in faults:
                    print("FAULT", scene.kind, result["fault"], "|", result["before"].replace("\n", " ")[-60:], "->", (result.get("after") or "").replace("\n", " ")[-100:], "|", where, flush=True)
                faults.setdefault(key, (seed, scene, result))
            elif scene.right:
                right[family] += 1
                kept[family] += result["deferred"]
                if not result["deferred"]:
                    missed[scene.kind].append(where)
    for kind, where in sorted(missed.items()):
        print("KEPT  ", kind, f"({len(where)})", where[0])
    print(f"{len(programs)} programs, {edited} edited, {len(faults)} kinds of fault, {broken} that end with an error by themselves")
    for family in sorted(right):
        print(f"  {family}: deferred {kept[family]} of {right[family]} where it is right")
    if args.write_cases:
        for (kind, _), (seed, scene, result) in faults.items():
            heavy = ["*"] if args.heavy == "*" else [scene.target]
            write_case(pathlib.Path(args.write_cases) / kind.replace(":", "-"), scene, result, heavy)
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
