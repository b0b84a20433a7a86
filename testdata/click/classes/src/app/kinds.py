import click


class Loud(click.Command):
    def invoke(self, ctx):
        click.echo("LOUD")
        return super().invoke(ctx)


class Named(click.Group):
    command_class = Loud
