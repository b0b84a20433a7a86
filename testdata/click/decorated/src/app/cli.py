import click

from app.commands.images import images


@click.group()
def cli():
    """Manage things."""


cli.add_command(images)
