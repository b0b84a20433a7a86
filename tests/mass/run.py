"""`dormant fix` on a mass of real code: does it hold what it promises?

    python -m venv /tmp/big/venv
    /tmp/big/venv/bin/pip install numpy pandas scipy matplotlib sympy django flask sqlalchemy celery sphinx ipython ...
    cp -r /tmp/big/venv/lib/python3.12/site-packages /tmp/bigcopy
    cargo build --release

    python tests/mass/run.py whole    --tree /tmp/bigcopy --python /tmp/big/venv/bin/python --dormant target/release/dormant
    python tests/mass/run.py whole    ... --target py315 --checker python3.15
    python tests/mass/run.py whole    ... --strategies function-local
    python tests/mass/run.py packages ... [--only numpy,flask] [--most 80] [--no-imports]

`--python` is an interpreter with the packages of the tree installed, for which they are resolved and in which they are
imported; `--checker` the one that must understand the rewritten files (the same, if not given); `--scratch` where copies go.

`whole` rewrites the whole tree as one project with every module heavy, `packages` each top-level package as a project of its
own, the others being installed. Both check that nothing panics, that no file is refused, that the result is what `compare.py`
says it must be, and that a second run changes no byte. `packages` also imports every module of the package (or `--most` of
them, evenly spread), each as the first of its process, from the rewritten files and, where that went wrong or with `--values`, from the
original ones, and compares: which fail now, which names `dir()` promises in vain, which are gone, which hold something else.
The whole output is JSON lines in `--out` and a summary on stdout;
the exit status is 1 if there is anything to look at.
"""

import argparse
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent


def parsed():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["whole", "packages"])
    parser.add_argument("--tree", type=Path, required=True)
    parser.add_argument("--python", type=Path, required=True)
    parser.add_argument("--dormant", type=Path, required=True)
    parser.add_argument("--checker")
    parser.add_argument("--target", default="py312")
    parser.add_argument("--strategies", help="comma-separated; all of them if not given")
    parser.add_argument("--scratch", type=Path, default=Path("/tmp/dormant-mass"))
    parser.add_argument("--out", type=Path, default=Path("mass.jsonl"))
    parser.add_argument("--only", help="comma-separated top-level names")
    parser.add_argument("--most", type=int, default=80, help="modules imported per package")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--no-imports", action="store_true")
    parser.add_argument("--values", action="store_true", help="import all originals too, and compare what modules hold")
    parser.add_argument("--keep", action="store_true", help="leave the rewritten copies where they are")
    return parser.parse_args()


def configure(folder, options):
    lines = [
        "[tool.dormant]",
        'src = ["."]',
        f'python = "{options.python.absolute()}"',
        'heavy = ["*"]',
        f'target-version = "{options.target}"',
    ]
    if options.strategies:
        lines.append(f"strategies = {json.dumps(options.strategies.split(','))}")
    (folder / "pyproject.toml").write_text("\n".join(lines) + "\n")


def digest(root):
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if not name.endswith(".pyc"):
                path = os.path.join(folder, name)
                found[path] = hashlib.blake2b(open(path, "rb").read()).digest()
    return found


def fix(folder, options):
    """Runs it, and says what it cost and what it complained of."""
    started = time.monotonic()
    process = subprocess.Popen(
        [str(options.dormant.absolute()), "fix", "."],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    lines = output.splitlines()
    return {
        "status": process.returncode,
        "wall": round(time.monotonic() - started, 2),
        "cpu": round(usage.ru_utime + usage.ru_stime, 2),
        "peak_mb": usage.ru_maxrss // 1024,
        "refused": [line for line in lines if "left as it is" in line],
        "panics": [line for line in lines if "panicked" in line or "RUST_BACKTRACE" in line],
        "summary": lines[-1] if lines else "",
        "problems": [line for line in lines[:-1] if "matches no module" not in line][:2000],
    }


def rewritten(before, folder, options):
    """Both runs and every check of the files; `folder` holds the copy."""
    configure(folder, options)
    first = fix(folder, options)
    result = {"first": first, "second_changed": [], "problems": []}
    result["problems"] += [["", "panic", line] for line in first["panics"]]
    result["problems"] += [["", "refused", line] for line in first["refused"]]
    if first["status"] not in (0, 1, 2):
        result["problems"].append(["", "died", str(first["status"])])
    checker = options.checker or str(options.python)
    compared = subprocess.run(
        [checker, str(HERE / "compare.py"), str(before), str(folder)], capture_output=True, text=True
    )
    if compared.returncode:
        result["problems"].append(["", "checker-failed", compared.stderr[-500:]])
    else:
        compared = json.loads(compared.stdout)
        result["changed"] = compared["changed"]
        ours = ("pyproject.toml",)
        result["problems"] += [problem for problem in compared["problems"] if problem[0] not in ours]
    now = digest(folder)
    second = fix(folder, options)
    result["second"] = second
    later = digest(folder)
    result["problems"] += [
        [os.path.relpath(path, folder), "second-run", "changed"] for path in sorted(now) if now[path] != later.get(path)
    ]
    return result


def modules(folder, name, most):
    """The names of a package's modules, the package first."""
    top = folder / name
    if top.suffix == ".py":
        return [top.stem]
    found = []
    for path in sorted(top.rglob("*.py")):
        parts = list(path.relative_to(folder).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        if parts[-1] != "__main__" and all(part.isidentifier() for part in parts):
            found.append(".".join(parts))
    found.sort(key=lambda module: (module != name, module))
    step = max(1.0, (len(found) - 1) / max(1, most - 1))
    return sorted({found[min(len(found) - 1, round(index * step))] for index in range(min(most, len(found)))})


def imported(names, folder, options):
    environment = dict(os.environ, PYTHONPATH=str(folder), MPLBACKEND="agg", PYTHONWARNINGS="ignore", PYTHONHASHSEED="0")
    try:
        done = subprocess.run(
            [str(options.python), str(HERE / "imports.py")],
            input="\n".join(names),
            env=environment,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=1200,
        )
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
        done_lines = (output if isinstance(output, str) else output.decode()).splitlines()
    else:
        done_lines = done.stdout.splitlines()
    return {found[0]: found[1:] for found in (json.loads(line) for line in done_lines if line.endswith("]"))}


def bare(text):
    return re.sub(r"0x[0-9a-f]+", "0x", text)


def suspicious(found):
    return found is None or found[0] or any(value.startswith("!") for value in found[2].values())


def compare_imports(names, before, after):
    problems = []
    for name in names:
        if name not in before or name not in after:
            continue
        (old_error, _, old_held), (new_error, where, new_held) = before[name], after[name]
        if old_error:
            continue
        if new_error:
            problems.append([name, "import", f"{new_error} at {where}"])
            continue
        for attribute, value in new_held.items():
            old = old_held.get(attribute)
            if value.startswith("!") and not (old or "").startswith("!"):
                problems.append([name, "promised", f"{attribute}: {value}"])
            elif old is not None and bare(old) != bare(value):
                problems.append([name, "other-value", f"{attribute}: {old} became {value}"])
        gone = [attribute for attribute in old_held if attribute not in new_held and not attribute.startswith("__")]
        if gone:
            problems.append([name, "gone-names", " ".join(gone)])
    return problems


def package(name, options):
    home = options.scratch / "packages" / name.removesuffix(".py")
    shutil.rmtree(home, ignore_errors=True)
    before, folder = home / "before", home / "after"
    for side in (before, folder):
        side.mkdir(parents=True)
        source = options.tree / name
        if source.is_dir():
            shutil.copytree(source, side / name, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
        else:
            shutil.copy(source, side / name)
    result = rewritten(before, folder, options)
    result["package"] = name
    if not options.no_imports:
        for side in (before, folder):
            for libraries in options.tree.glob("*.libs"):
                (side / libraries.name).symlink_to(libraries.absolute())
        names = modules(before, name, options.most)
        after = imported(names, folder, options)
        if not options.values:
            names = [name for name in names if suspicious(after.get(name))]
        base = imported(names, before, options)
        result["modules"] = len(after)
        result["importable"] = sum(1 for found in after.values() if not found[0])
        result["problems"] += compare_imports(names, base, after)
    if not options.keep:
        shutil.rmtree(home, ignore_errors=True)
    return result


def whole(options):
    folder = options.scratch / f"whole-{options.target}-{options.strategies or 'all'}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(options.tree, folder, ignore=shutil.ignore_patterns("__pycache__"), symlinks=True)
    result = rewritten(options.tree, folder, options)
    result["package"] = "*"
    if not options.keep:
        shutil.rmtree(folder, ignore_errors=True)
    return result


def top_level(options):
    if options.only:
        return options.only.split(",")
    found = []
    for path in sorted(options.tree.iterdir()):
        if path.is_dir() and (path / "__init__.py").is_file():
            found.append((sum(1 for _ in path.rglob("*.py")), path.name))
        elif path.suffix == ".py":
            found.append((1, path.name))
    return [name for _, name in sorted(found, reverse=True)]


def told(result, out):
    out.write(json.dumps(result) + "\n")
    out.flush()
    first, second = result["first"], result["second"]
    kinds = Counter(kind for _, kind, _ in result["problems"])
    cost = f"{first['wall']}s wall {first['cpu']}s cpu {first['peak_mb']} MB, again {second['cpu']}s"
    imports = f", {result['importable']}/{result['modules']} import" if "modules" in result else ""
    print(f"{result['package']}: {result.get('changed')} files, {cost}{imports}; {dict(kinds)}", flush=True)
    return kinds


def main():
    options = parsed()
    total = Counter()
    with open(options.out, "w") as out, ThreadPoolExecutor(options.jobs) as pool:
        if options.what == "whole":
            results = [whole(options)]
        else:
            results = pool.map(lambda name: package(name, options), top_level(options))
        for result in results:
            total += told(result, out)
    print(f"all: {dict(total)}; own peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    harmless = {"gone-names", "was-broken"}
    return 1 if set(total) - harmless else 0


if __name__ == "__main__":
    sys.exit(main())
