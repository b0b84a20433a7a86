"""The program: each command in a module that is called like it."""

import click

from app.commands.images import images
from app.commands.report import report


@click.group()
def cli():
    """Manage things."""


cli.add_command(images)
cli.add_command(report)


def again():
    return images.name, report.callback
