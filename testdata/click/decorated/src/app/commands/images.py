import click

import ballast
from app.options import common, pass_state, timed


@click.command()
@common
@click.option("--size", default=ballast.SIZE)
@pass_state
@timed
def images(state, size, verbose, color):
    """List images."""
    click.echo(f"{size} images {verbose} {color} {state}")
