import click

import ballast


@click.group()
def remote_group():
    """Manage remotes."""


@remote_group.command()
@click.argument("name", default=str(ballast.SIZE))
def add(name):
    """Add one."""
    click.echo(name)
