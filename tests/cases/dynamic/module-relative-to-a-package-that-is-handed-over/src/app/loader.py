import importlib


def names(base, label):
    module = importlib.import_module(f".kind_{label}", base)
    return [name for name in vars(module) if not name.startswith("__")]
