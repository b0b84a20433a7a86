"""Writes programs to a folder, runs `dormant fix` on them, and says what differs."""
import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile

from probing import run_probe
from stand_ins import SITE


def write_tree(root, programs, opts=None):
    os.makedirs(root, exist_ok=True)
    for rel, text in SITE.items():
        p = os.path.join(root, "site", rel)
        os.makedirs(os.path.dirname(p), exist_ok=True)
        open(p, "w").write(text)
    for files in programs:
        for rel, text in files.items():
            p = os.path.join(root, "src", rel)
            os.makedirs(os.path.dirname(p), exist_ok=True)
            open(p, "w").write(text)
    # What runs the programs is the oldest that they support: under Python 3.15 their imports become lazy by a word.
    running = ".".join(map(str, sys.version_info[:2]))
    open(os.path.join(root, "pyproject.toml"), "w").write(
        f"[project]\nname = \"p\"\nversion = \"0\"\nrequires-python = \">={running}\"\n[tool.dormant]\nheavy = [\"*\"]\nsrc = [\"src\"]\nsearch-path = [\"site\"]\n"
    )


def fix(root, args):
    p = subprocess.run([args.dormant, "fix", *args.opts.split(), "-j", "2", "--no-cache", "src"], cwd=root, capture_output=True, text=True)
    return p


def read_back(root, files):
    out = {}
    for rel in files:
        out[rel] = open(os.path.join(root, "src", rel)).read()
    return out


def differ(a, b, files):
    """What is seen to differ, but for modules whose import failed before: to mend those is no fault.

    One that is mended has run to its end, or waits until it is asked for: then the modules that it imports were not entered,
    or not changed, in the same order, and a difference in them is no fault either.
    """
    failed = {k.split()[1] for k, v in a.items() if k.startswith("import ") and v != "ok"}
    mended = {name for name in failed if b.get(f"import {name}") == "ok"}
    exempt = failed | imported_by(mended, files)
    about_exempt = lambda key: any(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", key) for name in exempt)
    return {k: (a.get(k), b.get(k)) for k in {**a, **b} if a.get(k) != b.get(k) and not about_exempt(k)}


def imported_by(modules, files):
    """The modules of a program that some of its modules import, directly or not; packages only where they are named."""
    paths = {path[:-3].replace("/", ".").removesuffix(".__init__"): path for path in files}
    found, pending = set(), list(modules)
    while pending:
        name = pending.pop()
        package = name if paths[name].endswith("__init__.py") else name.rpartition(".")[0]
        for node in ast.walk(ast.parse(files[paths[name]])):
            if isinstance(node, ast.Import):
                named = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                above = ".".join(package.split(".")[:len(package.split(".")) - node.level + 1]) if node.level else ""
                base = ".".join(part for part in (above, node.module) if part)
                named = [base, *(f"{base}.{alias.name}" for alias in node.names)]
            else:
                continue
            new = {one for one in named if one in paths} - found - set(modules)
            found |= new
            pending += new
    return found


def try_one(files, seed, args):
    """(difference, rewritten files, note) of one program, in a folder of its own."""
    root = tempfile.mkdtemp(prefix="fz", dir=args.work)
    try:
        write_tree(root, [files])
        before = run_probe(root, files, seed)
        p = fix(root, args)
        note = "" if p.returncode in (0,) else f"exit {p.returncode}: {p.stderr[-400:]}"
        after_files = read_back(root, files)
        after = run_probe(root, files, seed)
        return differ(before, after, files), after_files, note
    finally:
        shutil.rmtree(root, ignore_errors=True)
