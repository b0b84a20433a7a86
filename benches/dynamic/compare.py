#!/usr/bin/env python3
"""Static against dynamic: what importing installed modules is seen to change, beside what `dormant effects` says it does.

    python benches/dynamic/compare.py --dormant BINARY --python VENV/bin/python [--python ...] [--modules 20] [--list] [--json FILE]

Each module is imported in a fresh interpreter by `observe.py`, which shares no code with dormant; the prediction is that of
`dormant effects MODULE --closure`. A change that was seen and of whose kind nothing is predicted for the closure is *missed*;
a kind that is predicted to change for certain, and of which nothing is seen, is a *false alarm*. Printed is a line for each
package, and the share of both; `--list` names them. It ends with status 1 where something is missed that is not in
`known.txt`, a line for each: the module, the change, and why Python source does not show it.

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
from pathlib import Path

OBSERVE = Path(__file__).with_name("observe.py")
KNOWN = Path(__file__).with_name("known.txt")
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
}
# Kinds of which a certain prediction must be seen, as each leaves something to see.
SEEN = {"patching": {"name", "hook", "stream"}, "import-system": {"sys.path", "meta_path", "path_hooks", "hook", "name"}}


def modules_of(python: str, most: int) -> dict[str, list[str]]:
    """The importable modules of each installed distribution, the shortest names first."""
    code = (
        "import importlib.metadata as m, json\n"
        "print(json.dumps({d.name: [str(f) for f in d.files or [] if str(f).endswith('.py')] for d in m.distributions()}))"
    )
    listed = json.loads(subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout)
    found = {}
    for name, files in sorted(listed.items()):
        parts = [Path(file).with_suffix("").parts for file in files if not file.startswith("..")]
        parts = [part[:-1] if part[-1] == "__init__" else part for part in parts]
        odd = {"test", "tests", "testing", "conftest", "__main__", "setup", "_vendor", "vendor"}
        parts = [part for part in parts if part and not odd & set(part) and all(step.isidentifier() for step in part)]
        found[name] = [".".join(part) for part in sorted(parts, key=lambda part: (len(part), part))][:most]
    return {name: modules for name, modules in found.items() if modules}


def seen(python: str, module: str) -> dict | None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [python, "-W", "ignore", OBSERVE, module], cwd=folder, capture_output=True, text=True, timeout=SLOW, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            return None
    try:
        answer = json.loads(done.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return None
    return answer if answer["failure"] is None else None


def predicted(dormant: str, python: str, module: str) -> list[dict] | None:
    with tempfile.TemporaryDirectory() as folder:
        command = [dormant, "effects", module, "--closure", "--python", python, "--output-format", "json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        return None
    return [effect for one in json.loads(done.stdout)["modules"] for effect in one["effects"]]


def top(name: str) -> str:
    return name.split(".")[0]


def is_compared(change: str, package: str) -> bool:
    family, _, rest = change.partition(":")
    if family == "warnings":
        return top(rest) in sys.stdlib_module_names | {"builtins"}
    return family != "name" or top(rest) != package


def judge(module: str, answer: dict, effects: list[dict]) -> tuple[list[str], list[str]]:
    """What was missed, and which alarms were false."""
    changes = [change for change in answer["changed"] if is_compared(change, top(module))]
    kinds = {effect["kind"] for effect in effects}
    families = {change.partition(":")[0] for change in answer["changed"]}
    missed = [
        change
        for change in changes
        if not kinds & (COVERING.get(change.partition(":")[0], STATE) | {"unknown-code"})
    ]
    alarms = [effect["what"] for effect in effects if effect["counts"] and not SEEN.get(effect["kind"], families) & families]
    alarms = [what for what, effect in ((effect["what"], effect) for effect in effects) if what in alarms and effect["kind"] in SEEN]
    return missed, alarms


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dormant", type=lambda text: str(Path(text).resolve()), required=True)
    parser.add_argument("--python", action="append", required=True, help="an interpreter with installed packages; any number")
    parser.add_argument("--modules", type=int, default=20, help="at most so many modules of each distribution")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--list", action="store_true", help="print what was missed, and the false alarms")
    parser.add_argument("--json", type=Path, help="write all that was found to this file")
    args = parser.parse_args()
    work, taken = [], set()
    for python in args.python:
        for package, modules in modules_of(python, args.modules).items():
            work += [(package, python, module) for module in modules if package not in taken]
            taken.add(package)

    def one(task: tuple[str, str, str]):
        _, python, module = task
        answer = seen(python, module)
        effects = predicted(args.dormant, python, module) if answer else None
        return (None, None, None) if effects is None else (answer, *judge(module, answer, effects))

    known = set()
    if KNOWN.exists():
        known = {tuple(line.split()[:2]) for line in KNOWN.read_text().splitlines() if line and not line.startswith("#")}
    table: dict[str, Counter] = {}
    found, changing, unknown = [], 0, 0
    with ThreadPoolExecutor(args.jobs) as pool:
        for (package, _, module), (answer, missed, alarms) in zip(work, pool.map(one, work)):
            row = table.setdefault(package, Counter())
            if answer is None:
                row["skipped"] += 1
                continue
            missed = [change for change in missed if (module, change) not in known and ("*", change) not in known]
            row["modules"] += 1
            row["missed"] += bool(missed)
            row["alarms"] += bool(alarms)
            changing += any(is_compared(change, top(module)) for change in answer["changed"])
            unknown += len(missed)
            found.append({"package": package, "module": module, "changed": answer["changed"], "missed": missed, "alarms": alarms})
    if args.json:
        args.json.write_text(json.dumps(found, indent=1))
    print(f"{'package':32}{'modules':>9}{'missed':>9}{'alarms':>9}{'skipped':>9}")
    for package, row in table.items():
        print(f"{package:32}{row['modules']:9}{row['missed']:9}{row['alarms']:9}{row['skipped']:9}")
    total = sum(table.values(), Counter())
    print(f"\n{len(table)} packages, {total['modules']} modules, of which {changing} change something; {total['missed']} with a missed effect, "
          f"{total['alarms']} with a false alarm ({100 * total['alarms'] / max(1, total['modules']):.1f} %), {total['skipped']} that cannot be imported alone")
    if args.list:
        for one_of in found:
            for change in one_of["missed"]:
                print(f"missed  {one_of['module']}: {change}")
            for what in one_of["alarms"]:
                print(f"alarm   {one_of['module']}: {what}")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
