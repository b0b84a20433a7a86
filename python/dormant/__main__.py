"""``python -m dormant``: runs the program in place of this interpreter."""

import os
import sys

from . import find_binary


def main() -> int:
    try:
        program = find_binary()
    except FileNotFoundError as error:
        print(f"dormant: {error}", file=sys.stderr)
        return 2
    if os.name == "nt":
        import subprocess

        # Windows starts a new process and does not wait for it where it is told to replace this one.
        return subprocess.call([program, *sys.argv[1:]])
    os.execv(program, [program, *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
