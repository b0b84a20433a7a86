import importlib


def names(base, label):
    module = importlib.import_module("app.kinds.kind_" + label)
    return [name for name in vars(module) if not name.startswith("__")]
