import click

from app.commands.images import bare, cut, images, long_one, tags, wrapped


@click.group()
def cli():
    """Manage things."""


for command in (images, tags, bare, long_one, wrapped, cut):
    cli.add_command(command)
