import ballast
from ballast.errors import Leak


def guarded(value):
    try:
        try:
            return ballast.check(value)
        except (KeyError, Leak) as error:
            raise RuntimeError("leak") from error
    except RuntimeError as error:
        return f"{error}: {error.__cause__}"
    finally:
        ballast.weigh(value)


def unused_handler(value):
    try:
        return value + 1
    except Leak:
        return None
