import contextlib
import functools


def optional(function):
    @functools.wraps(function)
    def call(*arguments):
        try:
            return function(*arguments)
        except ImportError as error:
            print("skipped", error.name)

    return call


class Skip:
    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        return kind is not None and issubclass(kind, ImportError)


@contextlib.contextmanager
def told():
    try:
        yield
    except ImportError as error:
        print("told", error.name)
