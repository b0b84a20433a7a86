"""What may be missing."""

# The heavy one.
try:
    import ballast
    from ballast.errors import Leak as Trouble

    HAS_BALLAST = int(ballast.__version__[0]) >= 4
except ImportError:
    HAS_BALLAST = False
    Trouble = ValueError

try:
    from no_such_package import progress
except ImportError:
    progress = None
else:
    HAS_PROGRESS = True


def limit():
    if not HAS_BALLAST:
        return 0
    return ballast.LIMIT


def check(value):
    try:
        return ballast.check(value)
    except Trouble as error:
        return str(error)


def bar(values):
    return values if progress is None else progress(values)
