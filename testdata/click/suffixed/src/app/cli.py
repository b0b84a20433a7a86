"""The program: names in a table of the group, and names that versions of click make differently from those of the functions."""

import click

from app.commands.images import images_cmd
from app.commands.remote import remote_group
from app.commands.report import make_report_command


@click.group(commands={"pictures": images_cmd, "remote": remote_group})
def cli():
    """Manage things."""


cli.add_command(make_report_command)
cli.add_command(images_cmd)
