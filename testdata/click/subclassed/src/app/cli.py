import difflib

import click

from app.commands.images import images
from app.commands.report import make_report


class Guessing(click.Group):
    def resolve_command(self, ctx, args):
        if args and args[0] not in self.commands and not ctx.resilient_parsing:
            matches = difflib.get_close_matches(args[0], self.commands, cutoff=0.3)
            if len(matches) == 1:
                args = [matches[0], *args[1:]]
            elif matches:
                ctx.fail(f"did you mean {', '.join(matches)}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx, formatter):
        with formatter.section("Sections"):
            rows = [(name, self.get_command(ctx, name).get_short_help_str()) for name in self.list_commands(ctx)]
            formatter.write_dl(rows)


@click.group(cls=Guessing)
def cli():
    """Manage things."""


cli.add_command(images)
cli.add_command(make_report)
