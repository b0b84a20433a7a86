import click

import ballast


@click.command()
@click.option("--size", default=ballast.SIZE, help="How many.")
def images(size):
    """List images that are there. And more of them,
    on another line.

    Not shown in the list.
    """
    click.echo(f"{size} images")
