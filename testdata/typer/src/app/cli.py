"""Ships."""

import typer

from app.commands import boxes, plain
from app.commands.images import app as images_app

app = typer.Typer(help="All about ships.")
app.add_typer(images_app, name="images")
app.add_typer(boxes.app, name="crates", help="Manage crates.", rich_help_panel="More")
app.add_typer(plain.sub)


@app.callback()
def main(verbose: bool = False):
    """All about ships."""


@app.command()
def version():
    """Say the version."""
    print("1.0")
