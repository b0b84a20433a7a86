from enum import Enum
from typing import Annotated

import typer

from ballast import SIZE

app = typer.Typer(no_args_is_help=True)


class Kind(str, Enum):
    big = "big"
    small = "small"


@app.callback()
def callback(loud: bool = False):
    """Manage images,
    all of them.

    And more.
    """


@app.command("ls")
def list_images(kind: Annotated[Kind, typer.Argument(help="What kind.")], size: int = SIZE):
    """List images."""
    print(size, kind.value, "images")


@app.command()
def remove(name: str):
    """Remove one."""
    raise typer.Exit(3)
