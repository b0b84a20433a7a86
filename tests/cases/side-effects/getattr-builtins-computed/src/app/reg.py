REGISTRY = {}


def register(name, obj=None):
    if obj is None:
        return lambda o: register(name, o)
    REGISTRY[name] = obj
    return obj


class Registry:
    def __init__(self):
        self.items = {}
        self.hooks = []

    def register(self, name, obj=None):
        self.items[name] = obj or name
        return obj

    def __lshift__(self, other):
        self.items[other.__name__] = other
        return self

    def __iadd__(self, other):
        self.items[other.__name__] = other
        return self

    def __contains__(self, name):
        self.items.setdefault(name, "asked")
        return True

    def __getitem__(self, key):
        self.items.setdefault(key, "item")
        return self.items[key]


registry = Registry()


class Announcing:
    """Tells the registry about itself in some protocol."""
    def __init__(self, name):
        self.name = name

    def tell(self):
        REGISTRY[self.name] = self
        return self.name
