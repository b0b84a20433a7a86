import app
import app.hull
import app.mast


def has():
    return hasattr(app, "hull")


def size():
    return app.hull.SIZE


def height():
    return app.mast.HEIGHT
