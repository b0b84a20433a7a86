"""The program."""

import click

from app.commands.images import images
from app.commands.report import make_report as report  # the monthly one


@click.group()
@click.version_option("1.0")
def cli():
    """Manage things."""


@cli.command()
def version():
    """Show the version."""
    click.echo("1.0")


cli.add_command(report)
cli.add_command(images, name="ls")
cli.add_command(images)


def again():
    return images.callback
