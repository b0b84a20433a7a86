import click

from app.commands.images import images
from app.commands.report import make_report


@click.group(chain=True)
def cli():
    """Manage things."""


def register(group):
    group.add_command(images)
    group.add_command(cmd=make_report)


register(cli)
