"""Ships."""

import typer

from app.commands import boxes, plain
from app.commands.images import app as images_app
from app.commands.ships import sail_away, sink
from app.commands.ships import sound as take_soundings
from app.making import make_app

app = make_app("All about ships.")
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(sail_away)
app.command(
    "sink",
    help="Sink ships.",
    rich_help_panel="More",
)(sink)
app.command(name="scuttle", help="The same.", hidden=True, deprecated=True)(sink)
app.command()(take_soundings)
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
