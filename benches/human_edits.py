"""Imports that maintainers deferred by hand and that stay, each with its reasons: a page of Markdown on standard output.

    python3 benches/human_edits.py --dormant FILE --runner FILE TABLE...

A TABLE is one such as benches/human-edits.toml; the runner is the run.py that goes with them, which installs what a case needs and
copies it to a project of its own. Told is what `dormant check --show-blocked` says before anything is changed.
"""
import argparse
import collections
import importlib.util
import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path


def told(reason: dict) -> str:
    """A reason in one line: its code, where it is, and what distinguishes it from others of its kind."""
    where = f" {reason['path'].removeprefix('src/')}:{reason['line']}" if reason.get("path") else ""
    _, colon, detail = reason["reason"].partition(": ")
    return f"{reason['code']}{where}" + (f" ({detail})" if colon else "")


def rows(case: dict, arguments: argparse.Namespace, runner) -> list[tuple[str, str, list[str]]]:
    """The file and statement of each row of a case, with the reasons for which it stays; none where it is deferred."""
    venv = runner.environment(case["requirement"], sys.executable)
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        project = Path(temporary)
        source = project / "src"
        distribution = runner.unpack(venv, case["requirement"], source)
        runner.configure(project, distribution, case["heavy"], venv / "bin" / "python")
        command = [arguments.dormant, "check", "--no-cache", "--show-blocked", "--output-format", "json", "--quiet"]
        report = json.loads(subprocess.run(command, cwd=project, stdout=subprocess.PIPE).stdout)
        fates = collections.defaultdict(list)
        for item in report["blocked"]:
            fates[item["path"], *item["start"].values()] += [told(reason) for reason in item["reasons"]]
        before = {file: runner.bindings((source / file).read_bytes()) for file, _, _ in case["edits"]}
        subprocess.run([arguments.dormant, "fix", "--no-cache", "--quiet"], cwd=project, stdout=sys.stderr)
        for file, statement, _ in case["edits"]:
            [binding] = runner.bindings(statement)
            is_made = binding not in runner.bindings((source / file).read_bytes())
            key = (f"src/{file}", *before[file].get(binding, ()))
            reasons = fates.get(key, ["not heavy: a bare interpreter has loaded it"])
            found.append((file, statement, [] if is_made else reasons))
    return found


def main() -> None:
    """Prints the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--dormant", required=True, metavar="FILE", help="the binary")
    parser.add_argument("--runner", required=True, type=Path, metavar="FILE", help="run.py")
    parser.add_argument("tables", nargs="+", type=Path, metavar="TABLE")
    arguments = parser.parse_args()
    spec = importlib.util.spec_from_file_location("run", arguments.runner)
    runner = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(runner)
    for case in [case for table in arguments.tables for case in tomllib.loads(table.read_text())["case"]]:
        of_case = rows(case, arguments, runner)
        kept = [row for row in of_case if row[2]]
        print(f"\n### {case['name']}: {case['commit']} ({len(of_case) - len(kept)} of {len(of_case)} deferred)\n")
        for file, statement, reasons in kept:
            first, rest = reasons[0], len(set(reasons)) - 1
            print(f"- `{file}`: `{statement}`: {first}" + (f", and {rest} more" if rest else ""))


if __name__ == "__main__":
    main()
