import importlib


def formats(targets):
    found = []
    for target in targets:
        module, _, name = target.partition(":")
        try:
            found.append(getattr(importlib.import_module(module), name).__module__)
        except ImportError:
            continue
    return found
