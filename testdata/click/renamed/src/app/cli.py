import click
from app.commands.images import images
from app.commands.report import make_report


@click.group()
def cli():
    """Manage things."""


cli.add_command(images, "ls")
cli.add_command(make_report, name="rep")
