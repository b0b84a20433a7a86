import click

import ballast
from app.commands.options import common_options


@click.command()
@click.option("--size", default=ballast.SIZE, help="How many.")
@common_options()
def images_cmd(size, verbose, quiet):
    """List images that are there."""
    click.echo(f"{size} images")
