"""`dormant optimize` on real programs with their own tests.

    python3 benches/optimize.py DORMANT CORPUS NAME [NAME ...] [--runs N] [--keep FOLDER]

CORPUS is a folder with a corpus.toml (a table for each project: where its packages are, how its tests are run, its entry point)
and the scripts that fetch them; the projects themselves are in CORPUS_DIR, or ~/.cache/dormant-corpus: src/NAME and venv/NAME.
Each is copied, and never written itself. Its tests run without network where the system allows that.

Prints, as Markdown: CPU time before and after with 95 % intervals, modules, import time and the share of it that is gone, edits,
lines, tests, how long all of it took, and what a second run says; then, for each command that keeps more than half of its import
time, what stays and why. --keep is where the reports and the optimized copies stay.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

COLUMNS = (
    "project", "command", "CPU ms before", "after", "change", "modules", "import ms", "gone", "imports deferred", "files",
    "lines", "tests", "verdict", "took s", "second run",
)


def prepare(name, project, data, folder):
    """A copy of a project with its configuration, and the environment that its tests need."""
    tree = folder / name
    shutil.copytree(data / "src" / name, tree, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    settings = {
        "src": [project.get("root", ".")],
        "python": str(data / "venv" / name / "bin/python"),
        "target-version": "py312",
    }
    (tree / "dormant.toml").write_text("".join(f"{key} = {json.dumps(value)}\n" for key, value in settings.items()))
    home = folder / f"{name}-home"
    (home / "tmp").mkdir(parents=True)
    (home / ".gitconfig").write_text("[user]\nname=t\nemail=t@e.st\n[init]\ndefaultBranch=master\n")
    environment = {
        "HOME": str(home), "TMPDIR": str(home / "tmp"), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm",
        "TZ": "UTC", "OMP_NUM_THREADS": "1", "MPLBACKEND": "agg", "DORMANT_CACHE_DIR": str(folder / "cache"),
    }
    return tree, environment


def offline():
    """What runs a command line without network, if there is such a thing."""
    able = subprocess.run(["unshare", "-n", "true"], capture_output=True).returncode == 0
    return ["unshare", "-n", "sh", "-c", 'ip link set lo up 2>/dev/null || /usr/sbin/ip link set lo up; exec "$@"', "sh"] if able else []


def optimize(dormant, name, project, tree, environment, runs):
    code = f"import sys; sys.argv = {project['argv'].split()!r}; {project['entry']}"
    command = ["python", "-c", code]
    tests = f"python -m pytest -q -p no:cacheprovider {project['tests']}"
    if "cwd" in project:
        tests = f"cd {project['cwd']} && {tests}"
    report = tree.with_name(f"{name}.md")
    head = [*offline(), dormant, "optimize", "--runs", str(runs)]
    started = time.time()
    done = subprocess.run(
        [*head, "--verbose", "--tests", tests, "--output", str(report), "--", *command], cwd=tree, env=environment, capture_output=True, text=True
    )
    took = time.time() - started
    tree.with_name(f"{name}.log").write_text(done.stderr)
    if not report.exists():
        return None, done.stderr[-800:], took, ""
    again = subprocess.run([*head, "--dry-run", "--", *command], cwd=tree, env=environment, capture_output=True, text=True)
    tree.with_name(f"{name}.again.md").write_text(again.stdout)
    second = "nothing left" if "Nothing is left to gain" in again.stderr else (again.stderr.strip().splitlines() or ["?"])[-1][:100]
    return report.read_text(), done.stderr, took, second


def cells(report, start):
    line = next((line for line in report.splitlines() if line.startswith(f"| {start}")), "")
    return [cell.strip() for cell in line.strip("|").split("|")][1:] or ["", "", ""]


def row(name, project, report, took, second):
    cpu, modules, imports = (cells(report, start) for start in ("CPU", "modules loaded", "import time"))
    edits = re.search(r"^(\d+) imports? in (\d+) files? \(\+(\d+) -(\d+) lines\)", report, re.M)
    tests = re.search(r"^- tests: (\d+)", report, re.M)
    verdict = re.search(r"^## Proof\n\n(.*)$", report, re.M)
    return [
        name, project["argv"] if project["argv"] != "x" else project["entry"].split(";")[0],
        cpu[0].removesuffix(" ms"), cpu[1].removesuffix(" ms"), cpu[2],
        f"{modules[0]} to {modules[1]}", f"{imports[0].removesuffix(' ms')} to {imports[1].removesuffix(' ms')}", imports[2],
        *((edits[1], edits[2], f"+{edits[3]} -{edits[4]}") if edits else ("0", "0", "")),
        tests[1] if tests else "?", verdict[1] if verdict else "", f"{took:.0f}", second,
    ]


def stays(report):
    section = report.partition("## What stays, and why")[2]
    return section.partition("\nMade by")[0].strip()


def gone(cell):
    found = re.match(r"([-+]\d+) %", cell)
    return -int(found[1]) if found else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("dormant", type=lambda path: str(Path(path).resolve()))
    parser.add_argument("corpus", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--keep", type=Path)
    wish = parser.parse_args()
    data = Path(os.environ.get("CORPUS_DIR") or Path.home() / ".cache/dormant-corpus")
    projects = tomllib.loads((wish.corpus / "corpus.toml").read_text())
    with tempfile.TemporaryDirectory() as temporary:
        folder = wish.keep.resolve() if wish.keep else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        short = []
        print(f"| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}", flush=True)
        for name in wish.names:
            tree, environment = prepare(name, projects[name], data, folder)
            report, said, took, second = optimize(wish.dormant, name, projects[name], tree, environment, wish.runs)
            if report is None:
                print(f"| {name} | failed: {' '.join(said.split())} |", flush=True)
                continue
            line = row(name, projects[name], report, took, second)
            print(f"| {' | '.join(line)} |", flush=True)
            if gone(line[7]) < 50:
                short.append((name, line[7], report))
        for name, change, report in short:
            print(f"\n## {name}: {change or 'nothing'} of the import time: what stays, and why\n\n{stays(report)}")


if __name__ == "__main__":
    sys.exit(main())
