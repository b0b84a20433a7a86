import click

import ballast


@click.command(hidden=True)
@click.option("--size", default=ballast.SIZE)
def images(size):
    """List images."""
    click.echo(f"{size} images")


@click.command(deprecated=True, help="List tags, \"all\" of them.\n\n    More.")
@click.option("--size", default=ballast.SIZE)
def tags(size):
    click.echo(f"{size} tags")


@click.command()
def bare():
    click.echo(ballast.SIZE)


@click.command("long-one", help="A very long text of a command that nobody wants to read because it never ends and goes on.")
def long_one():
    click.echo(ballast.SIZE)


@click.command()
def wrapped():
    """\b
    Not
    wrapped.

    More.
    """
    click.echo(ballast.SIZE)


@click.command()
def cut():
    """Shown.

    \f
    Not shown.
    """
    click.echo(ballast.SIZE)
