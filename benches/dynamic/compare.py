#!/usr/bin/env python3
"""Static against dynamic: what importing installed modules is seen to change, beside what `dormant effects` says it does.

    python3.12 -m venv V && V/bin/pip install --no-deps --only-binary :all: -r benches/dynamic/lock.txt
    python benches/dynamic/compare.py --dormant BINARY --python V/bin/python --seen seen.jsonl [--only NAME,...] [--list] [--table FILE]

The packages are those of `packages.txt`, and of each at most `--modules` modules, evenly spread. Each module is imported in a fresh
interpreter by `observe.py`, which shares no code with dormant; `--seen` keeps what was seen, so that a second run only predicts. The
prediction is that of `dormant effects MODULE --closure`. A change that was seen is

    named     if an effect is predicted on what changed, or on something that holds it,
    kind      if an effect of its kind is predicted, on something else or on what cannot be determined,
    assumed   if only code that cannot be read, native or generated, can have made it,
    missed    otherwise.

A kind that is predicted to change for certain, and of which nothing is seen, is a *false alarm*. Printed is a line for each package, and
the share of each; `--list` names what was missed. It ends with status 1 where something is missed that is not in `known.txt`, a line for
each: a pattern of modules, one of changes, and why Python source does not show it.

Not compared, because an edit may change them: exit functions and filters for a package's own warnings (they commute with
everything else), the names of the package's own modules (its own business), and what a module only reads.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatchcase
from pathlib import Path

HERE = Path(__file__).parent
OBSERVE = HERE / "observe.py"
SLOW = 120

# A prediction of which of these kinds covers a change that was seen.
STATE = {"process-state", "input-output"}
COVERING = {
    "abc": {"registration"},
    "copyreg": {"registration", "process-state"},
    "logging": STATE | {"mutation", "registration"},
    "threads": {"threads"},
    "sys.path": {"import-system"},
    "meta_path": {"import-system"},
    "path_hooks": {"import-system"},
    "hook": STATE | {"import-system", "patching"},
    "name": {"patching", "mutation", "registration", "import-system", "process-state"},
    "items": {"patching", "mutation", "registration", "import-system", "process-state"},
}
# Kinds of which a certain prediction must be seen, as each leaves something to see.
SEEN = {"patching": {"name", "hook", "stream", "items"}, "import-system": {"sys.path", "meta_path", "path_hooks", "hook", "name", "items"}}
GRADES = ("named", "kind", "assumed", "missed")


def wanted() -> list[str]:
    """The packages of the list, in its order."""
    lines = (HERE / "packages.txt").read_text().splitlines()
    return [line.split()[1] for line in lines if line and not line.startswith("#")]


def modules_of(python: str, most: int) -> dict[str, list[str]]:
    """At most so many importable modules of each installed distribution, evenly spread."""
    code = (
        "import importlib.metadata as m, json\n"
        "print(json.dumps({d.name: [str(f) for f in d.files or [] if str(f).endswith('.py')] for d in m.distributions()}))"
    )
    listed = json.loads(subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout)
    found = {}
    for name, files in listed.items():
        parts = [Path(file).with_suffix("").parts for file in files if not file.startswith("..")]
        parts = [part[:-1] if part[-1] == "__init__" else part for part in parts]
        odd = {"test", "tests", "testing", "conftest", "__main__", "setup", "_vendor", "vendor"}
        parts = sorted({part for part in parts if part and not odd & set(part) and all(step.isidentifier() for step in part)})
        step = max(1.0, len(parts) / most)
        picked = [parts[int(index * step)] for index in range(min(most, len(parts)))]
        found[name.lower().replace("_", "-").replace(".", "-")] = [".".join(part) for part in picked]
    return found


def seen(python: str, module: str) -> dict:
    """What `observe.py` prints; with a failure where it prints nothing in time."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [python, "-W", "ignore", OBSERVE, module], cwd=folder, capture_output=True, text=True, timeout=SLOW, stdin=subprocess.DEVNULL
            )
            return json.loads(done.stdout.splitlines()[-1])
        except (subprocess.TimeoutExpired, IndexError, ValueError) as error:
            return {"module": module, "failure": str(error), "changed": [], "loaded": []}


def predicted(dormant: str, python: str, module: str) -> list[dict] | None:
    with tempfile.TemporaryDirectory() as folder:
        command = [dormant, "effects", module, "--closure", "--python", python, "--output-format", "json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        return None
    found = json.loads(done.stdout)["modules"]
    blind = [{"kind": "unknown-code", "facet": "*", "counts": False} for one in found if one["unknown"]]
    return [effect for one in found for effect in one["effects"]] + blind


def top(name: str) -> str:
    return name.split(".")[0]


def is_compared(change: str, package: str) -> bool:
    family, _, rest = change.partition(":")
    if family == "warnings":
        return top(rest) in sys.stdlib_module_names | {"builtins"}
    return family not in ("name", "items") or top(rest) != package


def names(facet: str, change: str) -> bool:
    """Whether a predicted facet is what changed, or holds it."""
    family, _, rest = change.partition(":")
    if family in ("name", "items"):
        held = facet.removeprefix("module:")
        return rest == held or rest.startswith(held + ".")
    mine = rest if family in ("stream", "hook") else change
    return facet == mine or facet == family or facet.endswith("*") and mine.startswith(facet[:-1]) and facet != "*"


def grade(change: str, effects: list[dict]) -> str:
    if any(names(effect["facet"], change) for effect in effects):
        return "named"
    kinds = {effect["kind"] for effect in effects}
    if kinds & COVERING.get(change.partition(":")[0], STATE):
        return "kind"
    return "assumed" if "unknown-code" in kinds else "missed"


def false_alarms(answer: dict, effects: list[dict]) -> list[str]:
    families = {change.partition(":")[0] for change in answer["changed"]}
    certain = [effect for effect in effects if effect["counts"] and effect["kind"] in SEEN]
    return [effect["what"] for effect in certain if not SEEN[effect["kind"]] & families]


def known_exceptions() -> list[tuple[str, str]]:
    """Patterns of modules and changes of `known.txt`."""
    lines = (HERE / "known.txt").read_text().splitlines()
    return [(line.split()[0], line.split()[1]) for line in lines if line and not line.startswith("#")]


def is_known(known: list[tuple[str, str]], module: str, change: str) -> bool:
    return any(fnmatchcase(module, of) and fnmatchcase(change, what) for of, what in known)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dormant", type=lambda text: str(Path(text).resolve()), required=True)
    parser.add_argument("--python", type=lambda text: str(Path(text).absolute()), required=True, help="an interpreter with the packages")
    parser.add_argument("--modules", type=int, default=110, help="at most so many modules of each package")
    parser.add_argument("--only", help="these packages of the list, with commas between them")
    parser.add_argument("--seen", type=Path, required=True, help="what was seen, a line of JSON for each module; added to")
    parser.add_argument("--seen-only", action="store_true", help="take only modules that were seen already")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--list", action="store_true", help="print what was missed, and the false alarms")
    parser.add_argument("--json", type=Path, help="write all that was found to this file")
    parser.add_argument("--table", type=Path, help="write the table as Markdown")
    args = parser.parse_args()
    modules = modules_of(args.python, args.modules)
    packages = [name for name in wanted() if not args.only or name in args.only.split(",")]
    work = [(package, module) for package in packages for module in modules[package]]
    kept = {}
    if args.seen.exists():
        kept = {one["module"]: one for one in map(json.loads, args.seen.read_text().splitlines())}
    if args.seen_only:
        work = [(package, module) for package, module in work if module in kept]
    known = known_exceptions()

    def one(task: tuple[str, str]) -> dict | None:
        package, module = task
        if module not in kept:
            kept[module] = seen(args.python, module)
            with args.seen.open("a") as file:
                file.write(json.dumps(kept[module]) + "\n")
        answer = kept[module]
        effects = None if answer["failure"] else predicted(args.dormant, args.python, module)
        if effects is None:
            return None
        changes = [change for change in answer["changed"] if is_compared(change, top(module))]
        changes = [change for change in changes if not is_known(known, module, change)]
        grades = {change: grade(change, effects) for change in changes}
        return {"package": package, "module": module, "grades": grades, "alarms": false_alarms(answer, effects)}

    table: dict[str, Counter] = {}
    found = []
    with ThreadPoolExecutor(args.jobs) as pool:
        for (package, _), answer in zip(work, pool.map(one, work)):
            row = table.setdefault(package, Counter())
            if answer is None:
                row["skipped"] += 1
                continue
            row["modules"] += 1
            row["alarms"] += bool(answer["alarms"])
            row.update({name: name in answer["grades"].values() for name in GRADES})
            row["changing"] += bool(answer["grades"])
            found.append(answer)
    if args.json:
        args.json.write_text(json.dumps(found, indent=1))
    columns = ("modules", "changing", *GRADES, "alarms", "skipped")
    total = sum(table.values(), Counter())
    lines = ["| package | " + " | ".join(columns) + " |", "|---|" + "---:|" * len(columns)]
    lines += [f"| {name} | " + " | ".join(str(row[column]) for column in columns) + " |" for name, row in [*table.items(), ("all", total)]]
    print("\n".join(lines))
    if args.table:
        args.table.write_text("\n".join(lines) + "\n")
    share = 100 * total["alarms"] / max(1, total["modules"])
    print(f"\n{len(table)} packages, {total['modules']} modules, {total['missed']} with a missed effect, {share:.1f} % with a false alarm")
    if args.list:
        listed = Counter(("missed", change) for one in found for change, name in one["grades"].items() if name == "missed")
        listed.update(("alarm", what) for one in found for what in one["alarms"])
        examples = {(name, change): one["module"] for one in found for change, name in one["grades"].items()}
        examples |= {("alarm", what): one["module"] for one in found for what in one["alarms"]}
        for (name, what), count in listed.most_common():
            print(f"{name:7} {count:5}  {what}  ({examples[name, what]})")
    return 1 if total["missed"] else 0


if __name__ == "__main__":
    sys.exit(main())
