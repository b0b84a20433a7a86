import click

_verbose = click.option("-v", "--verbose", is_flag=True, help="Say more.")


def common_options():
    def decorator(command):
        _verbose(command)
        click.option("--quiet", is_flag=True)(command)
        return command

    return decorator
