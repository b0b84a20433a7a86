from importlib import import_module
from app import settings


def build():
    chain = []
    for path in settings.MIDDLEWARE:
        module, name = path.rsplit(".", 1)
        chain.append(import_module(module).__dict__[name])
    return [c.__name__ for c in chain]
