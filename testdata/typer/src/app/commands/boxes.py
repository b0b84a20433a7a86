import typer

from ballast import SIZE

app = typer.Typer(help="Boxes.")


@app.command()
def pack(n: int = SIZE):
    """Pack one box."""
    print("packed", n)
