"""Shows all that a user of a click program sees."""

import sys

from click.shell_completion import ShellComplete
from click.testing import CliRunner


def show(cli, *lines):
    print("heavy at import:", "ballast" in sys.modules)
    for line in ("--help", *lines, "nonsense", "--nonsense"):
        for width in (80, 200):
            result = CliRunner().invoke(cli, line.split(), terminal_width=width)
            print(repr(line), result.exit_code, repr(result.exception))
            print(result.output)
    print(result.stderr if hasattr(result, "stderr") and result.stderr_bytes else "")
    completion = ShellComplete(cli, {}, "app", "_APP_COMPLETE")
    for words, incomplete in (([], ""), ([], "i"), (["images"], ""), (["remote"], ""), (["images"], "--")):
        found = completion.get_completions(words, incomplete)
        print(words, incomplete, [(item.value, item.help) for item in found])
    for name in cli.commands:
        command = cli.commands[name]
        print(name, command.name, command.hidden, bool(command.deprecated), type(command.params), len(command.params))
