import typer
from ballast import SIZE

sub = typer.Typer(name="plain", short_help="Plain things.", help="Plain things, and more of them.")


@sub.command()
def one(n: int = SIZE):
    print("one", n)


@sub.command(hidden=True)
def two():
    print("two")
