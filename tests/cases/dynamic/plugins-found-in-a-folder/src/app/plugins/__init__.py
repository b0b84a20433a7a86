import pkgutil


def found():
    classes = {}
    for info in pkgutil.walk_packages(__path__, __name__ + "."):
        module = __import__(info.name, fromlist=["x"])
        for name, value in vars(module).items():
            if isinstance(value, type):
                classes[name] = value.__module__
    return sorted(classes.items())
