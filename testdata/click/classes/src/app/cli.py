import click

from app.commands.images import images, remote


@click.group()
def cli():
    """Manage things."""


cli.add_command(images)
cli.add_command(remote)
