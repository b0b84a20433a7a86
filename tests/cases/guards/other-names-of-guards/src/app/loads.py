from contextlib import suppress as ignoring

MISSING = (ImportError, OSError)


def renamed():
    with ignoring(ModuleNotFoundError):
        from app import one

        print("loaded", one.__name__)


def load():
    from app import two

    return two.__name__


def tuples():
    try:
        return load()
    except MISSING:
        return None


class Backend:
    def __init__(self):
        from app import three

        self.module = three


def first(classes):
    for each in classes:
        try:
            return each()
        except ImportError:
            continue


def best():
    return first([Backend])


class Lazy:
    @property
    def module(self):
        from app import four

        return four


def by_property():
    try:
        return Lazy().module
    except ImportError:
        return None


def load_last():
    from app import five

    return five.__name__


def by_lambda():
    loading = lambda: load_last()
    try:
        return loading()
    except ImportError:
        return None


def there():
    from app import plain

    return plain.work()


def other():
    with ignoring(KeyError):
        return there()
