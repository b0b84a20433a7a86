import click

from app.commands.images import images
from app.commands.remote import remote

cli = click.Group("cli", commands={"images": images}, help="Manage things.")
cli.add_command(remote)
