import functools

import ballast


def weighed(extra):
    def decorate(function):
        @functools.wraps(function)
        def call(*values):
            return ballast.weigh(extra, function(*values))

        return call

    return decorate


@weighed(10)
def run(value):
    return value + 1
