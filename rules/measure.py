#!/usr/bin/env python3
"""Measures again what the packages in rules/*.toml cost, and writes the numbers back.

For every [[package]] entry (but those with `measured = false`) this makes a throw-away virtual environment, installs the
newest wheel of its distribution, and imports the package under `-X importtime`. The cost is the sum of the self times
minus that of a bare interpreter, the smallest of several runs; the modules are those that a bare interpreter does not
load. Only the lines of the numbers are replaced: comments and order stay as they are. Needs Python 3.11 or later on a
POSIX system, and a package index.

    python3 rules/measure.py --python ~/.pyenv/versions/3.12.1/bin/python            # everything
    python3 rules/measure.py --only modal --only docker --dry-run                    # two, without writing

Exit status: 0 when every entry was measured, 1 when some could not be (they keep their numbers), 2 for wrong arguments.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

RULES = Path(__file__).resolve().parent
LINE = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \|")
NAME = re.compile(r'^name = "([^"]+)"', re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="NAME", help="measure this package only; may be repeated")
    parser.add_argument("--missing", action="store_true", help="measure only entries that have no numbers yet")
    parser.add_argument("--runs", type=int, default=9, help="runs of which the fastest counts (default: 9)")
    parser.add_argument("--python", default=sys.executable, help="the interpreter to measure with")
    parser.add_argument("--dry-run", action="store_true", help="print the numbers, write nothing")
    arguments = parser.parse_args()
    if arguments.runs < 1:
        parser.error("--runs must be at least 1")

    wanted = [(file, entry) for file in sorted(RULES.glob("*.toml")) for entry in packages(file)]
    if arguments.only:
        unknown = set(arguments.only) - {entry["name"] for _, entry in wanted}
        if unknown:
            parser.error(f"no [[package]] is called {', '.join(sorted(unknown))}")
        wanted = [(file, entry) for file, entry in wanted if entry["name"] in arguments.only]
    if arguments.missing:
        wanted = [(file, entry) for file, entry in wanted if "cost-ms" not in entry]

    failed = False
    for file, entry in wanted:
        if not entry.get("measured", True):
            continue
        try:
            numbers = measure(entry, arguments.python, arguments.runs)
            print(f"{entry['name']}: {numbers['cost-ms']} ms, {numbers['modules']} modules", flush=True)
            if not arguments.dry_run:
                # Read again each time: a long run must not undo what somebody edited meanwhile.
                file.write_text(replaced(file.read_text(encoding="utf-8"), entry["name"], numbers), encoding="utf-8")
        except subprocess.CalledProcessError as error:
            failed = True
            reason = (error.stderr or "").strip().splitlines()[-1:] or [str(error)]
            print(f"{entry['name']}: not measured: {reason[0]}", file=sys.stderr)
        except (LookupError, OSError) as error:
            failed = True
            print(f"{entry['name']}: not written: {error}", file=sys.stderr)
    return 1 if failed else 0


def packages(file: Path) -> list[dict]:
    return tomllib.loads(file.read_text(encoding="utf-8")).get("package", [])


def measure(entry: dict, python: str, runs: int) -> dict:
    """The numbers of one entry, from an environment that holds nothing but its distribution."""
    with tempfile.TemporaryDirectory(prefix="dormant-measure-") as folder:
        run([python, "-m", "venv", "--without-pip", folder])
        inside = f"{folder}/bin/python"
        numbers = {}
        if "distribution" in entry:
            pip = [python, "-m", "pip", "--python", inside, "--quiet", "--no-input", "install"]
            run([*pip, "--only-binary", ":all:", entry["distribution"], *entry.get("with", [])])
            ask = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
            numbers["version"] = run([inside, "-I", "-c", ask, entry["distribution"]]).stdout.strip()
        numbers["python"] = run([inside, "-I", "-c", "import platform; print(platform.python_version())"]).stdout.strip()
        program = f"import {entry.get('import', entry['name'])}"
        timed(inside, program)  # writes the bytecode, fills the disk cache
        # Interleaved, so that a busy moment hits both alike.
        pairs = [(timed(inside, "pass"), timed(inside, program)) for _ in range(runs)]
        bare, loaded = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
        numbers["cost-ms"] = round(max(loaded[0] - bare[0], 0), 1)
        numbers["modules"] = max(loaded[1] - bare[1], 0)
        return numbers


def timed(python: str, program: str) -> tuple[float, int]:
    """Milliseconds spent in imports, and the number of modules imported, of one run.

    The import times come from a wall clock. On a busy machine the process waits for a core part of that time, which is
    taken off in the proportion of its processor time to its duration; on an idle one nothing is.
    """
    with tempfile.TemporaryFile("w+") as report:
        start = time.perf_counter()
        process = subprocess.Popen(
            [python, "-I", "-X", "importtime", "-c", program],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=report,
        )
        _, status, usage = os.wait4(process.pid, 0)
        duration = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        report.seek(0)
        lines = report.read().splitlines()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, program, stderr="\n".join(lines))
    times = [int(match[1]) for match in map(LINE.match, lines) if match]
    running = min(1.0, (usage.ru_utime + usage.ru_stime) / duration)
    return sum(times) * running / 1000, len(times)


def run(command: list[str]) -> subprocess.CompletedProcess:
    return subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL)


def replaced(text: str, name: str, numbers: dict) -> str:
    """The text with the numbers of the [[package]] entry called `name` replaced, or added after its name."""
    blocks = re.split(r"(?m)^(?=\[\[)", text)
    for index, block in enumerate(blocks):
        found = NAME.search(block)
        if not block.startswith("[[package]]") or not found or found[1] != name:
            continue
        for key in ("python", "version", "modules", "cost-ms"):
            if key not in numbers:
                continue
            value = numbers[key]
            line = f'{key} = "{value}"' if isinstance(value, str) else f"{key} = {value}"
            block, count = re.subn(rf"(?m)^{key} = .*$", lambda _: line, block, count=1)
            if not count:
                block = NAME.sub(lambda match: f"{match[0]}\n{line}", block, count=1)
        blocks[index] = block
        return "".join(blocks)
    raise LookupError(f"no [[package]] is called {name} any more")


if __name__ == "__main__":
    sys.exit(main())
