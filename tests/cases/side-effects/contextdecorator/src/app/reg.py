REGISTRY = {}


def register(name, obj=None):
    if obj is None:
        return lambda o: register(name, o)
    REGISTRY[name] = obj
    return obj


class Registry:
    def __init__(self):
        self.items = {}


registry = Registry()
