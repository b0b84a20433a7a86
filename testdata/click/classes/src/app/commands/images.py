import click

import ballast
from app.kinds import Loud, Named


@click.command(cls=Loud)
@click.option("--size", default=ballast.SIZE)
def images(size):
    """List images."""
    click.echo(f"{size} images")


@click.group(cls=Named)
def remote():
    """Work with remotes."""


@remote.command()
def add():
    """Add one."""
    click.echo(ballast.SIZE)
