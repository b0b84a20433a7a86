import importlib


def discover(names):
    found = []
    for name in names:
        module = importlib.import_module(name)
        found += sorted(n for n, v in vars(module).items() if getattr(v, "plugin", False))
    return found
