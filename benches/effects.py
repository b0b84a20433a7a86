#!/usr/bin/env python3
"""The table of effects through dormant and through Lifeguard, side by side; and their time on one tree of installed packages.

    python benches/effects.py --dormant BINARY [--lifeguard BINARY] [--tree SITE-PACKAGES] [--list]

Each snippet of the table becomes a module `plugin` of a small package, next to the table's `core`. dormant defers an import of
it, or keeps it; Lifeguard calls it eligible, or not. Both are wrong where a harmful one may be loaded later, and too careful
where a harmless one may not. Lifeguard is `lifeguard-lazy-imports` on the package index. Times are CPU seconds, children included,
the median of three runs, on a copy of 1,200 files; dormant without its cache, with everything called heavy.
"""

import argparse
import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

TABLE = Path(__file__).resolve().parent.parent / "testdata/effects/table.toml"
MOST_FILES = 1200


def snippets(table: dict) -> dict[str, tuple[str, str]]:
    """Package name -> (harmful or harmless, code), in the order of the table."""
    found = {}
    for side in ("harmful", "harmless"):
        for number, entry in enumerate(table[side]):
            found[f"{side}_{number:03}"] = (side, entry["code"])
    return found


def write(folder: Path, table: dict) -> None:
    for name, (_, code) in snippets(table).items():
        package = folder / name
        package.mkdir(parents=True)
        own = lambda text: re.sub(r"\bapp\b", name, text)  # noqa: E731, B023
        (package / "__init__.py").write_text("")
        (package / "core.py").write_text(own(table["core"]))
        (package / "plugin.py").write_text(own(table["head"] + code) + "\n")
        (package / "main.py").write_text(f"from {name} import plugin\n\n\ndef main():\n    return plugin\n")


def judged_by_dormant(binary: Path, folder: Path, names: list[str]) -> set[str]:
    """The packages whose plugin it would load later."""
    (folder / "dormant.toml").write_text(f'src = ["."]\ntarget-version = "py312"\nheavy = {json.dumps([f"{name}.plugin" for name in names])}\n')
    paths = [f"{name}/main.py" for name in names]
    done = subprocess.run([binary, "check", "--no-cache", "--output-format", "json", *paths], cwd=folder, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"dormant: {done.stderr}")
    return {Path(finding["path"]).parts[0] for finding in json.loads(done.stdout)["findings"]}


def judged_by_lifeguard(binary: Path, folder: Path) -> set[str]:
    output = folder / "lifeguard.json"
    subprocess.run([binary, "run-tree", folder, output], check=True, capture_output=True)
    told = json.loads(output.read_text())
    eligible = set(told["LAZY_ELIGIBLE"]) - set(told["LOAD_IMPORTS_EAGERLY"])
    return {module.removesuffix(".plugin") for module in eligible if module.endswith(".plugin")}


def cpu_seconds(command: list) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def copied(tree: Path, target: Path) -> int:
    """Copies the first files of the tree, in the order of their names, and says how many lie there."""
    files = sorted(path for path in tree.rglob("*.py") if "tests" not in path.parts)[:MOST_FILES]
    for path in files:
        place = target / path.relative_to(tree)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    return len(files)


def fraction(some: int, of: int) -> str:
    return f"{f'{some} of {of}':>20}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dormant", type=lambda text: Path(text).resolve(), required=True)
    parser.add_argument("--lifeguard", type=lambda text: Path(text).resolve())
    parser.add_argument("--table", type=Path, default=TABLE)
    parser.add_argument("--tree", type=Path, help="a site-packages folder to time both on")
    parser.add_argument("--list", action="store_true", help="print the snippets that are judged wrongly")
    args = parser.parse_args()
    table = tomllib.loads(args.table.read_text())
    entries = snippets(table)
    verdicts = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, table)
        verdicts["dormant"] = judged_by_dormant(args.dormant, folder, list(entries))
        if args.lifeguard:
            verdicts["Lifeguard"] = judged_by_lifeguard(args.lifeguard, folder)
    count = {side: sum(kind == side for kind, _ in entries.values()) for side in ("harmful", "harmless")}
    print(f"{'':12}{'harmful found':>20}{'harmless accepted':>20}")
    for tool, eligible in verdicts.items():
        missed = [name for name, (side, _) in entries.items() if side == "harmful" and name in eligible]
        refused = [name for name, (side, _) in entries.items() if side == "harmless" and name not in eligible]
        found, accepted = count["harmful"] - len(missed), count["harmless"] - len(refused)
        print(f"{tool:12}{fraction(found, count['harmful'])}{fraction(accepted, count['harmless'])}")
        for name in (missed + refused) * args.list:
            print(f"    {name}: {entries[name][1]!r}")
    if args.tree:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = copied(args.tree, folder)
            commands = {"dormant": [args.dormant, "check", "--no-cache", "--statistics", "--heavy", "*", "--src", folder, folder]}
            if args.lifeguard:
                commands["Lifeguard"] = [args.lifeguard, "run-tree", folder, Path(name).with_suffix(".json")]
            runs = {tool: [] for tool in commands}
            for _ in range(3):
                for tool, command in commands.items():
                    runs[tool].append(cpu_seconds(command))
            print(f"\n{files} files, CPU seconds: " + ", ".join(f"{tool} {statistics.median(took):.2f}" for tool, took in runs.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
