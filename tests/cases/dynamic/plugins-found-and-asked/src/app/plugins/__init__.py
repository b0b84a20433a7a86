import importlib
import pkgutil


def started():
    names = [info.name for info in pkgutil.iter_modules(__path__, __name__ + ".")]
    return [importlib.import_module(name).start() for name in names]
