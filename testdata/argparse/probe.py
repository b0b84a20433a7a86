"""Shows all that a user of the program sees: help, errors, output and exit status."""

import os
import subprocess
import sys

LINES = (
    "||--help|images|images --help|images ls|images ls --size 2|--loud images ls|images ls --size x|images remove a|images rm b|"
    "images rm c|images ls --help|pack|pack 4|pack --help|report short|--loud report short|report long|report --help|imags|--nonsense"
).split("|")
LOADED = "import sys; from app.cli import build_parser; build_parser().format_help(); print('heavy after help:', 'ballast' in sys.modules)"
START = "import sys; from app.cli import main; sys.exit(main())"


def show(title, code, arguments=()):
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    print(f"== {title!r} {done.returncode}\n{done.stdout}\n{done.stderr}")


show("loaded", LOADED)
for line in LINES:
    show(line, START, line.split())
