#!/usr/bin/env python3
"""Looks again at what importing the packages of rules/measured.toml does, and writes the versions and what they ask back.

For every [[measured]] entry this makes a throw-away virtual environment, installs the newest wheel of its distribution, and
imports each of its `imports` in an interpreter of its own. What code of the package then asks for (by giving a warning, by
logging, by asking for the working directory) becomes its `reads`. What it changes is seen by `dormant probe`, and printed: which
parts of the state that concerns, and whether anybody else, is for the author of the entry to say, in `changes` and `why`. Needs
Python 3.11 or later, and a package index.

    python3 rules/observe.py --dormant target/release/dormant --python ~/.pyenv/versions/3.12.1/bin/python3
    python3 rules/observe.py --dormant … --only numpy --environment venv --dry-run      # one, in an environment that is there

Exit status: 0 when every entry was looked at, 1 when some could not be, 2 for wrong arguments.
"""
import argparse
import datetime
import json
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

FILE = Path(__file__).resolve().parent / "measured.toml"

# Runs in the interpreter that is watched. An act is that of the package if the innermost module that is being executed is.
WATCH = r'''
import codecs, contextvars, copyreg, importlib, logging, multiprocessing.util, os, sqlite3, sys, warnings
package, name = sys.argv[1:]
asked = set()
variables = set(contextvars.copy_context())

def note(what):
    frame = sys._getframe(2)
    while frame is not None and frame.f_code.co_name != "<module>":
        frame = frame.f_back
    if frame is not None and str(frame.f_globals.get("__name__")).split(".")[0] == package:
        asked.add(what)

def watch(owner, attribute, what):
    plain = getattr(owner, attribute)
    def watched(*args, **kwargs):
        note(what)
        return plain(*args, **kwargs)
    setattr(owner, attribute, watched)

def audit(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], (str, bytes)) and not os.path.isabs(args[0]):
        note("cwd")

watch(os, "getcwd", "cwd")
watch(warnings, "warn", "warnings")
watch(warnings, "warn_explicit", "warnings")
watch(logging, "basicConfig", "logging")
# What is said at a level that nobody listens to is asked, too: it would be said had somebody configured logging before.
enabled = logging.Logger.isEnabledFor

def watched(self, level):
    # What a package has silenced itself is not said whatever anybody sets above it.
    logger = self
    while logger.parent is not None and not logger.level:
        logger = logger.parent
    if logger.parent is None or logger.level <= level:
        note("logging")
    return enabled(self, level)

logging.Logger.isEnabledFor = watched
# What begins with a plus changes something of which nobody can ask what it holds.
watch(codecs, "register", "+codecs")
watch(codecs, "register_error", "+codec-errors")
watch(copyreg, "pickle", "+copyreg")
watch(sqlite3, "register_adapter", "+registry:sqlite3")
watch(sqlite3, "register_converter", "+registry:sqlite3")
watch(os, "register_at_fork", "+registry:at_fork")
watch(multiprocessing.util, "register_after_fork", "+registry:at_fork")
sys.addaudithook(audit)
try:
    importlib.import_module(name)
finally:
    if set(contextvars.copy_context()) - variables:
        asked.add("+contextvars")
    print("\0" + " ".join(sorted(asked)), file=sys.__stdout__)
'''


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dormant", required=True, help="the program whose `probe` is asked")
    parser.add_argument("--python", default=sys.executable, help="the interpreter to look with")
    parser.add_argument("--environment", help="a virtual environment that has everything, instead of throw-away ones")
    parser.add_argument("--only", action="append", metavar="PACKAGE", help="this entry only; may be repeated")
    parser.add_argument("--dry-run", action="store_true", help="print what is seen, write nothing")
    arguments = parser.parse_args()
    entries = tomllib.loads(FILE.read_text(encoding="utf-8"))["measured"]
    if arguments.only and (unknown := set(arguments.only) - {entry["package"] for entry in entries}):
        parser.error(f"no [[measured]] is about {', '.join(sorted(unknown))}")
    failed = False
    for entry in entries:
        if arguments.only and entry["package"] not in arguments.only:
            continue
        try:
            with tempfile.TemporaryDirectory() as folder:
                python = interpreter(arguments, entry, Path(folder))
                seen = look(arguments.dormant, python, entry, Path(folder))
        except subprocess.CalledProcessError as error:
            print(f"{entry['package']}: {error}", file=sys.stderr)
            failed = True
            continue
        print(f"{entry['package']} {seen['version']}: reads {seen['reads']}", flush=True)
        for change in seen["changes"]:
            print(f"    {change}")
        if not arguments.dry_run:
            # Read again each time: a long run must not undo what somebody edited meanwhile.
            FILE.write_text(replaced(FILE.read_text(encoding="utf-8"), entry["package"], seen), encoding="utf-8")
    return int(failed)


def interpreter(arguments: argparse.Namespace, entry: dict, folder: Path) -> str:
    if arguments.environment:
        return str(Path(arguments.environment) / "bin/python")
    subprocess.run([arguments.python, "-m", "venv", folder / "venv"], check=True)
    python = str(folder / "venv/bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:", entry["distribution"], *entry.get("with", [])]
    subprocess.run(install, check=True)
    return python


def look(dormant: str, python: str, entry: dict, folder: Path) -> dict:
    package, reads, changes = entry["package"], set(), set()
    for name in entry["imports"]:
        told = run([python, "-P", "-c", WATCH, package, name], folder).rpartition("\0")[2].split()
        reads.update(what for what in told if not what.startswith("+"))
        changes.update(what.removeprefix("+") for what in told if what.startswith("+"))
        evidence = folder / f"{name}.json"
        subprocess.run([dormant, "probe", "--quiet", "--save", evidence, "--python", python, name], cwd=folder, stdout=subprocess.DEVNULL)
        for module, seen in json.loads(evidence.read_text(encoding="utf-8"))["modules"].items():
            if module.split(".")[0] == package:
                changes.update(effect["what"] for effect in seen["effects"] if not effect.get("own"))
    version = run([python, "-c", f"from importlib.metadata import version; print(version({entry['distribution']!r}))"], folder)
    of_python = run([python, "-c", "import platform; print(platform.python_version())"], folder)
    today = datetime.date.today().isoformat()
    found = {"version": version.strip(), "python": of_python.strip(), "date": today}
    return {**found, "reads": sorted(reads), "changes": sorted(changes)}


def run(command: list[str], folder: Path) -> str:
    return subprocess.run(command, check=True, cwd=folder, capture_output=True, text=True, timeout=600).stdout


def replaced(text: str, package: str, seen: dict) -> str:
    """The file with the lines of one entry replaced: comments and order stay as they are."""
    entries = re.split(r"(?m)^(?=\[\[measured\]\])", text)
    for at, entry in enumerate(entries):
        if f'\npackage = "{package}"\n' in entry:
            for key in ("version", "python", "date"):
                entry = re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{seen[key]}"', entry)
            entries[at] = re.sub(r"(?m)^reads = .*$", f"reads = {json.dumps(seen['reads'])}", entry)
    return "".join(entries)


if __name__ == "__main__":
    sys.exit(main())
