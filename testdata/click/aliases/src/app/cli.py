import click
from app.commands.images import images
from app.commands.report import make_report


@click.group()
def cli():
    """Manage things."""


COMMANDS: list = [images, make_report]
for command in COMMANDS:
    cli.add_command(command)
for alias, command in {"ls": images, "rep": make_report}.items():
    cli.add_command(command, name=alias)
for command in (images, make_report):
    cli.add_command(command, command.name + "-too")
