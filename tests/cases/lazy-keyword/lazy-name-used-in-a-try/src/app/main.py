lazy from app import fast
lazy from app import plain
lazy from app import quick


def quickly():
    return quick


def run():
    try:
        found = fast
    except ImportError:
        found = None
    try:
        other = quickly()
    except ImportError:
        other = plain
    return found is None, other.run()
