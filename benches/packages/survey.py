#!/usr/bin/env python3
"""Which modules may wait: a program of one function for each, that imports the module at its top and uses it in the function.

    python benches/packages/survey.py --dormant target/release/dormant [--only MODULE,...] [--environment VENV] [--busy]

The modules are those of `modules.txt`, in their newest versions, which are installed from PyPI into `--environment`; without one, into
`target/packages` (some gigabytes, and ten minutes). With `--busy`, the program's `main` sets up what programs set up first: logging,
filters of warnings, the environment, the working directory, the search path, a signal, its output. Printed is what stays, with each
reason: is it true of the package? If so, programs that use it gain nothing; if not, it holds all of them. Exit status 0; 2 where
`dormant` fails.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = """\
[project]
name = "app"
version = "1"
requires-python = ">=3.10"

[project.scripts]
app = "app.cli:main"
"""
PROGRAM = """\
import sys

import {module} as wanted


def work():
    return wanted.__name__


{set_up}def main():
    if "--version" in sys.argv:
        return 0
    {call}print(work())
    return 0
"""
SET_UP = """\
def set_up(arguments):
    import logging, os, signal, warnings

    logging.basicConfig(level=logging.INFO)
    warnings.simplefilter("ignore")
    os.environ["APP_MODE"] = arguments[0]
    os.chdir(arguments[1])
    sys.path.insert(0, arguments[2])
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.stdout.reconfigure(line_buffering=True)


"""
LINE = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dormant", required=True)
    parser.add_argument("--environment", help="a virtual environment that has the packages, or is to have them")
    parser.add_argument("--only", help="these modules, with commas between them")
    parser.add_argument("--busy", action="store_true", help="a program that sets up a good deal first")
    arguments = parser.parse_args()
    dormant = str(Path(arguments.dormant).resolve())
    modules = wanted(arguments.only)
    python = arguments.environment and Path(arguments.environment) / "bin/python"
    python = python or installed(HERE.parents[1] / "target/packages", modules)
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda module: judged(dormant, python, module, arguments.busy), modules)
        try:
            verdicts = dict(zip(modules, found))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 2
    for module, reasons in verdicts.items():
        if reasons:
            print(module)
        for reason in reasons:
            print(f"    {reason['code']}: {reason['reason']}")
    waits = sum(reasons == [] for reasons in verdicts.values())
    absent = [module for module, reasons in verdicts.items() if reasons is None]
    print(f"{waits} of {len(modules) - len(absent)} may wait; not asked, as they are not installed: {' '.join(absent) or 'none'}")
    codes = Counter(code for reasons in verdicts.values() for code in {reason["code"] for reason in reasons or []})
    print(", ".join(f"{code} {count}" for code, count in codes.most_common()))
    return 0


def wanted(only: str | None) -> dict[str, str]:
    """The modules, and the distribution of each: none in the standard library."""
    lines = (HERE / "modules.txt").read_text().splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#"))
    modules = {module: "".join(distribution) for module, *distribution in pairs}
    return {module: modules.get(module, module) for module in only.split(",")} if only else modules


def installed(folder: Path, modules: dict[str, str]) -> Path:
    """An environment with what installs as wheels, one after another: no two need to agree on what they depend on."""
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin/python"
    for distribution in filter(None, dict.fromkeys(modules.values())):
        command = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", distribution]
        if subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
            print(f"{distribution} does not install", file=sys.stderr)
    return python


def judged(dormant: str, python: Path, module: str, busy: bool) -> list[dict[str, str]] | None:
    """Why the import of a module stays, which is for no reason where it may wait; none where it cannot be asked."""
    if subprocess.run([python, "-W", "ignore", "-c", f"import {module}"], capture_output=True, timeout=120).returncode:
        return None
    with tempfile.TemporaryDirectory() as folder:
        program = PROGRAM.format(
            module=module, set_up=SET_UP if busy else "", call="set_up(sys.argv[1:])\n    " if busy else ""
        )
        (Path(folder) / "pyproject.toml").write_text(PROJECT)
        (Path(folder) / "app").mkdir()
        (Path(folder) / "app/__init__.py").write_text("")
        (Path(folder) / "app/cli.py").write_text(program)
        command = [dormant, "check", "--no-cache", "--heavy", "*", "--show-blocked", "--output-format", "json", "--python", python]
        told = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if told.returncode not in (0, 1):
        raise RuntimeError(f"{module}: {told.stderr}")
    blocked = [kept for kept in json.loads(told.stdout)["blocked"] if kept["start"]["line"] == LINE]
    return [reason for kept in blocked for reason in kept["reasons"]]


if __name__ == "__main__":
    sys.exit(main())
