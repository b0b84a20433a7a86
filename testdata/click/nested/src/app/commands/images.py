import click

import ballast


@click.group(invoke_without_command=True)
def images():
    """Work with images."""
    click.echo(ballast.SIZE)


@images.command("ls", help="List them.")
@click.option("--size", default=ballast.SIZE)
def list_images(size):
    click.echo(f"{size} images")


@images.group()
def layers():
    """Work with layers."""


@layers.command()
def show():
    """Show them."""
    click.echo("layers")
