from importlib import import_module

from app import images

TARGETS = ["app.helpers.load"]


def run():
    for target in TARGETS:
        module, name = target.rsplit(".", 1)
        setattr(import_module(module), name, print)
    return images.show()
