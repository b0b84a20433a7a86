import importlib


def load(names):
    found, skipped = [], []
    for name in names:
        try:
            found.append(importlib.import_module("app.plugins." + name))
        except Exception as error:
            skipped.append((name, type(error).__name__))
    return [module.run() for module in found], skipped
