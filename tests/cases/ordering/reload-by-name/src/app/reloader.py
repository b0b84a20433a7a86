import importlib
import sys


def reload_all(prefix):
    for name in sorted(sys.modules):
        if name.startswith(prefix):
            importlib.reload(sys.modules[name])
