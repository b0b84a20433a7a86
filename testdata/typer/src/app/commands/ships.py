from typing import Annotated, Optional

import typer
from ballast import SIZE


def sail_away(
    ctx: typer.Context,
    name: str,
    crew: Annotated[int, typer.Option("--crew", "-c", min=1, help="How many.")] = SIZE,
):
    """Sail *away*
    with a crew.

    Not back, and not before all that is on the list was brought on board:

    \b
      * water
      * bread
    """
    print(ctx.info_name, name, "sails with", crew, ctx.args)


def sink(names: list[str], force: bool = False):
    "Sink them."
    raise typer.Exit(len(names) + force)


def sound(depth: Optional[int] = None):
    print("sound", depth, SIZE)
