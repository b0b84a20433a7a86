import typer


def make_app(text: str) -> typer.Typer:
    """Makes an app."""
    return typer.Typer(help=text, no_args_is_help=True)
