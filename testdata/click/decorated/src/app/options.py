import functools

import click

verbose = click.option("-v", "--verbose", is_flag=True)
pass_state = click.make_pass_decorator(dict, ensure=True)


def common(function):
    function = click.option("--color", default="no")(function)
    return verbose(function)


def limited(default):
    def decorate(function):
        @click.option("--limit", default=default)
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs)

        return wrapper

    return decorate


def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper
