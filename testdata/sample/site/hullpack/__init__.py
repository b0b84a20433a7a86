"""A stand-in for a container library: a grammar of image descriptions in many regular expressions."""

import functools

from hullpack.builder import Builder
from hullpack.errors import BuildError, HullpackError
from hullpack.reference import DEFAULT_TAG, Reference, parse

__version__ = "7.0.1"


def retry(times):
    def decorate(function):
        @functools.wraps(function)
        def call(*arguments, **keywords):
            for attempt in range(times):
                try:
                    return function(*arguments, **keywords)
                except ConnectionError:
                    if attempt + 1 == times:
                        raise

        return call

    return decorate
