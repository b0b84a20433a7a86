import contextlib

from app.helpers import Skip, optional, told


@optional
def decorated():
    from app import fast

    print("loaded", fast.__name__)


def in_block():
    with Skip():
        from app import fast

        print("loaded", fast.__name__)
    with told():
        from app import fast

        print("loaded", fast.__name__)


def in_stack():
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(ImportError))
        from app import fast

        print("loaded", fast.__name__)


def run(function):
    try:
        return function()
    except Exception:
        return None


def handed():
    from app import fast

    return fast.__name__


def there():
    from app import plain

    return plain.work()
