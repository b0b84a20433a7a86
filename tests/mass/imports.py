"""Imports modules, each in a fresh child of one bare interpreter, and says how that went and what they hold.

    python imports.py < NAMES > RESULTS

NAMES has one dotted name a line. RESULTS has one JSON array a line: the name; `null`, or why importing it failed; where it
failed; and what the module holds: a description of the value of each name that its `dir()` names. A name that `dir()`
promises and that cannot be had is described as `!` and the error.
"""

import json
import os
import signal
import sys

SECONDS = 60


def described(value):
    kind = type(value)
    text = f"{kind.__module__}.{kind.__qualname__}"
    # A proxy may refuse any question; that it is there is what counts.
    try:
        name = getattr(value, "__qualname__", None) or getattr(value, "__name__", None)
        if isinstance(name, str):
            text += f" {getattr(value, '__module__', '')}.{name}"
    except Exception as error:
        text += f" {type(error).__name__}"
    return text


def held(module):
    found = {}
    for name in dir(module):
        try:
            found[name] = described(getattr(module, name))
        except BaseException as error:
            found[name] = f"!{type(error).__name__}: {error}"[:300]
    return found


def child(name):
    signal.alarm(SECONDS)
    import importlib
    import traceback

    try:
        module = importlib.import_module(name)
    except BaseException as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "importlib" not in f.filename]
        where = " < ".join(f"{f.filename}:{f.lineno}" for f in frames[:-7:-1])
        return [name, f"{type(error).__name__}: {error}"[:400], where, {}]
    module = sys.modules.get(name, module)
    return [name, None, "", held(module)]


def main():
    results = os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    names = sys.stdin.read().split()
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    for name in names:
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            try:
                line = json.dumps(child(name))
            except BaseException as error:
                line = json.dumps([name, f"{type(error).__name__}: {error}"[:400], "", {}])
            with os.fdopen(writer, "w") as out:
                out.write(line + "\n")
            os._exit(0)
        os.close(writer)
        with os.fdopen(reader, "rb") as out:
            line = out.read()
        _, status = os.waitpid(pid, 0)
        if not line.endswith(b"\n"):
            line = json.dumps([name, f"died: {status}", "", {}]).encode() + b"\n"
        os.write(results, line)


if __name__ == "__main__":
    main()
