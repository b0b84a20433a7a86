import importlib as _importlib

submodules = ["optimize", "stats"]


def __getattr__(name):
    if name in submodules:
        return _importlib.import_module(f"scilab.{name}")
    raise AttributeError(name)
