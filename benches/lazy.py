"""What `dormant fix` makes of real projects for Python 3.15, beside what the interpreter itself could defer of them.

    python3 benches/lazy.py --dormant BINARY --table corpus.toml --data FOLDER [--environments FOLDER] [--runs N] [--work FOLDER] [NAME ...]

The table names projects as TOML: `root` and `pkgs` (the packages that are rewritten, below `root`), `entry` and `argv` (the
program), `env`. FOLDER/src/NAME is a project's source, and ENVIRONMENTS/NAME (FOLDER/venv/NAME) an environment of Python 3.15 or
later that has it installed. Everything is called heavy. A row says how many modules above those of the bare interpreter are loaded
at the end, and the CPU time in ms (median): as it is; `own`, with the interpreter's filter making each of the project's own
statements lazy; and after a fix by each of the two strategies. The last column is what a way loads beside `own`.

WORK/STRATEGY/NAME keeps the rewritten trees, for the projects' own tests.
"""
import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

STRATEGIES = ("lazy-keyword", "lazy-modules")
COUNT = """
import sys, atexit
_before, _is_first = set(sys.modules), True
def _count():
    sys.stderr.write("\\nMODULES " + " ".join(sorted(set(sys.modules) - _before)) + "\\n")
atexit.register(_count)
"""
OWN = """
_own = {own!r}
sys.set_lazy_imports_filter(lambda importer, name, names: importer.startswith(_own) and importer.split(".")[0] in _tops)
_tops = {tops!r}
sys.set_lazy_imports("all")
"""


def run(python: Path, code: str, root: Path, project: dict) -> tuple[float, set[str], str]:
    """The CPU time in ms, what is loaded, and what was printed."""
    environment = {"PATH": f"{python.parent}:/usr/bin:/bin", "HOME": tempfile.gettempdir(), "PYTHONPATH": str(root), "LANG": "C.UTF-8"}
    environment.update(pair.split("=", 1) for pair in project.get("env", "").split())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([python, "-c", code], env=environment, cwd=tempfile.gettempdir(), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000
    errors, _, loaded = done.stderr.partition("\nMODULES ")
    said = f"{done.returncode} {done.stdout} {errors if done.returncode else ''}"
    return spent, set(loaded.split()), said.replace(str(root), "ROOT")


def look(python: Path, prelude: str, root: Path, project: dict, runs: int) -> dict:
    program = f"import sys; sys.argv = {project['argv'].split()!r}; {project['entry']}"
    _, loaded, said = run(python, COUNT + prelude + program, root, project)
    times = [run(python, "import sys\n" + prelude + program, root, project)[0] for _ in range(runs)]
    return {"modules": len(loaded), "ms": round(statistics.median(times)) if times else None, "loaded": sorted(loaded), "said": said}


def fixed(dormant: Path, source: Path, target: Path, project: dict, python: Path, strategy: str) -> str:
    """Rewrites a copy; what was said in the end."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    root = project.get("root", ".")
    settings = {"src": [root], "python": str(python), "heavy": ["*"], "strategies": [strategy]}
    settings["target-version"] = "py315" if strategy == "lazy-keyword" else "py312"
    if strategy == "lazy-keyword":  # a syntax error on what these projects still support
        for name in ("pyproject.toml", "setup.cfg", "setup.py"):
            if (target / name).exists():
                text = (target / name).read_text()
                (target / name).write_text(re.sub(r"((?:requires-python|python_requires)\s*=\s*['\"]?)[^'\",\n]*", r"\1>=3.15", text))
    (target / "dormant.toml").write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()))
    paths = [str(Path(root) / package) for package in project["pkgs"].split()]
    done = subprocess.run([dormant, "fix", *paths], cwd=target, capture_output=True, text=True)
    return f"{done.returncode}: {done.stderr.strip().splitlines()[-1:]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dormant", type=lambda path: Path(path).resolve(), required=True)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--environments", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    table = tomllib.loads(args.table.read_text())
    environments = args.environments or args.data / "venv"
    work = args.work or Path(tempfile.mkdtemp())
    everything = {}
    is_good = True
    print("| project | as is | own | lazy-keyword | lazy-modules | beside own |\n|---|---|---|---|---|---|")
    for name in args.names or [name for name in table if (environments / name).exists()]:
        project, python, source = table[name], environments / name / "bin/python", args.data / "src" / name
        packages = tuple(package.replace("/", ".") for package in project["pkgs"].split())
        own = OWN.format(own=packages, tops={package.split(".")[0] for package in packages})
        root = source / project.get("root", ".")
        found = {"as is": look(python, "", root, project, args.runs), "own": look(python, own, root, project, args.runs)}
        for strategy in STRATEGIES:
            target = work / strategy / name
            said = fixed(args.dormant, source, target, project, python, strategy)
            found[strategy] = look(python, "", target / project.get("root", "."), project, args.runs) | {"fix": said}
        everything[name] = found
        cells = [f"{way['modules']} ({way['ms']} ms)" for way in found.values()]
        beside = [f"{100 * found[strategy]['modules'] / found['own']['modules'] - 100:+.0f} %" for strategy in STRATEGIES]
        same = all(way["said"] == found["as is"]["said"] for way in found.values())
        is_good &= same
        print(f"| {name} | {' | '.join(cells)} | {', '.join(beside)} |{'' if same else ' NOT THE SAME'}", flush=True)
    if args.json:
        args.json.write_text(json.dumps(everything))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
