from importlib import import_module


def patch(target):
    module, name = target.rsplit(".", 1)
    setattr(import_module(module), name, lambda: "patched")
