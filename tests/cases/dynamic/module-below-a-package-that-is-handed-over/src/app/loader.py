import importlib


def names(base, label):
    module = importlib.import_module(f"{base}.kind_{label}")
    return [name for name in vars(module) if not name.startswith("__")]
