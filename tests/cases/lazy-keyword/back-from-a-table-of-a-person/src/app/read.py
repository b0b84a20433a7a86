from importlib import import_module

TABLE = {"Box": "app.boxes"}


def __getattr__(name):
    if name in TABLE:
        return getattr(import_module(TABLE[name]), name)
    raise AttributeError(name)
