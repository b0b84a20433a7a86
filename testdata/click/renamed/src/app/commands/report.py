import click

import ballast

SIZE = ballast.SIZE


@click.command("report", short_help="Print it.")
@click.argument("rows")
@click.pass_context
def make_report(context, rows):
    """Print a report."""
    click.echo(f"{rows} of {SIZE} in {context.info_name}")
    context.exit(3)
