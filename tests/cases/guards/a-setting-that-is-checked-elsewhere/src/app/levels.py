import framely

from app.settings import SETTINGS

NAME = framely.__name__


def fail(text):
    raise RuntimeError(text)


if SETTINGS.level not in ("low", "high"):
    fail(SETTINGS.level)
