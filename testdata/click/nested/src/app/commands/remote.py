import click

from app.commands.images import list_images


@click.group()
def remote():
    """Work with remotes."""


remote.add_command(list_images)
