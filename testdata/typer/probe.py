"""Shows all that a user of the program sees: help, errors, suggestions, completion and exit status."""

import os
import subprocess
import sys

LINES = (
    "--help|images --help|images|crates --help|crates pack|crates pack --n 4|plain --help|plain one|plain two|images ls big|"
    "images ls|images ls nope|images remove x|images --loud remove x|imags|images lss|version||--nonsense|images ls --help|"
    "sail-away --help|sail-away x --crew 3 --more y|sail-away|sail-away x -c 0|sink a b|sink --force|scuttle a|scuttle --help|"
    "sound --depth 3|sound --help|sin"
).split("|")
WORDS = ("app ", "app im", "app images ", "app images r", "app crates p", "app images ls b", "app s", "app sink --f", "app sail-away --")
START = "import sys; sys.argv[0] = 'app'; from app.cli import app; app(prog_name='app')"
LOADED = """
import sys
from contextlib import redirect_stdout
from io import StringIO
from app.cli import app
sys.argv = ["app", "--help"]
try:
    with redirect_stdout(StringIO()):
        app()
except SystemExit:
    print("heavy after help:", "ballast" in sys.modules)
"""
HELPS = """
import typer.main
from app.cli import app
group = typer.main.get_command(app)
for name, command in group.commands.items():
    print(name, repr(command.help), repr(command.short_help), repr(command.get_short_help_str()))
"""


def show(title, code, arguments=(), **variables):
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", **variables},
        capture_output=True,
        text=True,
    )
    print(f"== {title!r} {done.returncode}\n{done.stdout}\n{done.stderr}")


show("loaded", LOADED)
show("helps", HELPS)
for line in LINES:
    show(line, START, line.split())
for shell in ("bash", "zsh", "fish"):
    for words in WORDS:
        split = words.split(" ")
        show(
            (shell, words),
            START,
            _APP_COMPLETE=f"complete_{shell}",
            COMP_WORDS=words,
            COMP_CWORD=str(len(split) - 1),
            _TYPER_COMPLETE_TESTING="1",
            _TYPER_COMPLETE_ARGS=words,
            _TYPER_COMPLETE_FISH_ACTION="get-args",
            _TYPER_COMPLETE_WORD_TO_COMPLETE=split[-1],
        )
    show(shell, START, _APP_COMPLETE=f"source_{shell}")
