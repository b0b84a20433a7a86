"""What linters and type checkers say of real projects before and after `dormant fix`, and whether they leave what it wrote whole.

    python3 benches/linters.py DORMANT CORPUS NAME [NAME ...] [--heavy PATTERN] [--keep FOLDER]

CORPUS is a folder with a corpus.toml (a table for each project: where its packages are, its entry point); the projects are in
CORPUS_DIR, or ~/.cache/dormant-corpus: src/NAME and venv/NAME. Each is copied, and never written itself; `sample` is the sample of
this repository. ruff, flake8, isort and mypy are taken from the PATH.

Each project is checked with the linters that its own configuration is for, with the default rules of ruff, and with mypy where it
uses that: the number of complaints before, after, and those that are new (a file, a code and a message, whatever the line).
Then `ruff check --fix` goes over what was written, with its default rules and with the project's: the program has to say the same,
as before, and no module may lose a name that the same `ruff check --fix` leaves without dormant. Exits with 1 where a
complaint is new or a program is not the same.
"""
import argparse
import collections
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
SAMPLE = {"root": "src", "pkgs": "harbor", "entry": "from harbor.cli import main; main()", "argv": "harbor --help"}
# Modules are imported by name, and say which names they offer; those that cannot be imported say why.
NAMES = """
import importlib, json, pathlib, sys
root = pathlib.Path(sys.argv[1])
offered = {}
for package in sys.argv[2:]:
    for file in sorted((root / package).rglob("*.py")):
        name = ".".join(file.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        if name.endswith(("__main__", "_dormant")) or "tests" in name.split("."):
            continue
        try:
            module = importlib.import_module(name)
            public = getattr(module, "__all__", None) or [one for one in dir(module) if not one.startswith("_")]
            offered[name] = sorted(one for one in public if one != "TYPE_CHECKING" and hasattr(module, one))
        except BaseException as error:
            offered[name] = repr(error)
print(json.dumps(offered))
"""


def run(words, folder, **environment):
    variables = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run([str(word) for word in words], cwd=folder, env=variables, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    return done.returncode, done.stdout, done.stderr


def tools(tree):
    """The checkers that a project's own files configure."""
    def text(name):
        return (tree / name).read_text() if (tree / name).is_file() else ""
    pyproject = tomllib.loads(text("pyproject.toml")).get("tool", {})
    sections = set()
    for name in ("setup.cfg", "tox.ini", ".flake8", "mypy.ini"):
        parser = configparser.RawConfigParser(strict=False)
        parser.read_string(text(name) or "[none]")
        sections.update(parser.sections())
    found = [name for name in ("ruff", "isort", "mypy") if name in pyproject or name in sections]
    if (tree / "ruff.toml").is_file() and "ruff" not in found:
        found.append("ruff")
    return found + ["flake8"] * ("flake8" in sections)


def complaints(tool, tree, packages, python):
    """Every complaint of a checker as what stays the same when lines move, or None where it could not work."""
    if tool in ("ruff", "ruff default rules"):
        own = ["--isolated"] if tool != "ruff" else []
        status, out, err = run(["ruff", "check", "--no-cache", "--output-format=json", *own, *packages], tree)
        if status > 1:
            return None, err
        return collections.Counter((one["filename"].removeprefix(str(tree)), one["code"], one["message"]) for one in json.loads(out)), ""
    if tool == "flake8":
        status, out, err = run(["flake8", "--format=%(path)s\t%(code)s\t%(text)s", *packages], tree)
        return collections.Counter(tuple(line.split("\t")) for line in out.splitlines()), err
    if tool == "isort":
        status, out, err = run(["isort", "--check-only", *packages], tree)
        return collections.Counter(re.findall(r"ERROR: (\S+)", err)), ""
    words = ["mypy", "--no-incremental", "--python-executable", python, "--show-error-codes", "--no-error-summary", *packages]
    status, out, err = run(words, tree)
    found = re.findall(r"^(.+?):\d+: error: (.*)$", out, re.M)
    return (None, out + err) if status > 1 and not found else (collections.Counter(found), "")


def program(tree, project, python, packages):
    """What the program says, and the names that its modules offer."""
    root = tree / project.get("root", ".")
    site = os.pathsep.join(str(tree / name) for name in project.get("path", []))
    path = os.pathsep.join(filter(None, [str(root), site]))
    code = f"import sys; sys.argv = {project['argv'].split()!r}; {project['entry']}"
    with tempfile.TemporaryDirectory() as home:
        said = run([python, "-c", code], home, PYTHONPATH=path, HOME=home)
        names = [name.relative_to(root) for name in packages]
        _, offered, _ = run([python, "-c", NAMES, root, *names], home, PYTHONPATH=path, HOME=home)
    texts = [text.replace(str(tree), "TREE") if isinstance(text, str) else text for text in said]
    return {"said": texts, "offered": json.loads(offered or "{}")}


def lost(whole, fixed):
    """Names that modules no longer offer."""
    found = set()
    for module, names in whole["offered"].items():
        left = fixed.get("offered", {}).get(module, [])
        found.update((module, name) for name in names if not isinstance(names, str) and name not in left)
    return found


def lint_fixed(tree, packages, folder, own):
    """A copy that `ruff check --fix` went over."""
    copy = folder / f"{tree.name}-{'own' if own else 'default'}"
    shutil.copytree(tree, copy, symlinks=True)
    run(["ruff", "check", "--no-cache", "--fix", *([] if own else ["--isolated"]), *(one.relative_to(tree) for one in packages)], copy)
    return copy, [copy / one.relative_to(tree) for one in packages]


def check(name, project, source, python, dormant, heavy, folder):
    before, after = folder / f"{name}-before", folder / f"{name}-after"
    ignored = shutil.ignore_patterns("__pycache__", ".git")
    for tree in (before, after):
        shutil.copytree(source, tree, symlinks=True, ignore=ignored)
    if name != "sample":
        root = json.dumps([project.get("root", ".")])
        (after / "dormant.toml").write_text(f"src = {root}\npython = {json.dumps(str(python))}\ntarget-version = \"py312\"\n")
    packages = {tree: [tree / project.get("root", ".") / one for one in project["pkgs"].split()] for tree in (before, after)}
    words = [dormant, "fix", *(["--heavy", heavy] if heavy else []), *packages[after]]
    status, _, said = run(words, after, DORMANT_CACHE_DIR=str(folder / "cache"))
    if status:
        raise SystemExit(f"{name}: {said}")
    is_right = True
    cells = []
    own = tools(before)
    for tool in [*own, "ruff default rules"]:
        one, error = complaints(tool, before, [path.relative_to(before) for path in packages[before]], python)
        two, other = complaints(tool, after, [path.relative_to(after) for path in packages[after]], python)
        if one is None or two is None:
            cells.append(f"{tool}: could not work ({(error or other).strip().splitlines()[-1:]})")
            continue
        new = two - one
        is_right &= not new
        cells.append(f"{tool}: {one.total()} to {two.total()}, {new.total()} new")
        for what in new:
            print(f"{name}: {tool}: new: {what}", file=sys.stderr)
    same = []
    whole = [program(tree, project, python, packages[tree]) for tree in (before, after)]
    for is_own in [False] + [True] * ("ruff" in own):
        trees = [lint_fixed(tree, packages[tree], folder, is_own) for tree in (before, after)]
        fixed = [program(tree, project, python, paths) for tree, paths in trees]
        # What ruff takes away by itself is not dormant's doing.
        by_itself = lost(whole[0], fixed[0])
        taken = {what for what in lost(whole[1], fixed[1]) - by_itself if what in lost(whole[0], {})}
        is_same = fixed[1]["said"] == whole[0]["said"] and not taken
        is_right &= is_same
        same.append(f"{'own' if is_own else 'default'} rules: {'the same' if is_same else 'NOT THE SAME'}")
        if not is_same:
            print(f"{name}: after ruff check --fix: {sorted(taken)[:9]} {fixed[1]['said']}"[:900], file=sys.stderr)
    print(f"| {name} | {said.strip().splitlines()[-1].split(';')[0]} | {'; '.join(cells)} | {'; '.join(same)} |", flush=True)
    return is_right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dormant", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("names", nargs="+")
    parser.add_argument("--heavy", help="patterns of modules, such as *; else what dormant calls heavy")
    parser.add_argument("--keep", type=Path, help="where the copies stay")
    options = parser.parse_args()
    data = Path(os.environ.get("CORPUS_DIR", Path.home() / ".cache/dormant-corpus"))
    table = tomllib.loads((options.corpus / "corpus.toml").read_text())
    print("| project | dormant fix | complaints before and after | after `ruff check --fix` |\n|---|---|---|---|", flush=True)
    is_right = True
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.names:
            if name == "sample":
                project, source, python = {**SAMPLE, "path": ["site"]}, HERE / "testdata/sample", Path(sys.executable)
            else:
                project, source, python = table[name], data / "src" / name, data / "venv" / name / "bin/python"
            is_right &= check(name, project, source, python, options.dormant.resolve(), options.heavy, folder)
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
