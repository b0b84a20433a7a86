REGISTRY = {}


class Registry:
    def __init__(self):
        self.items = {}

    def register(self, name, obj=None):
        self.items[name] = obj or name
        return obj


registry = Registry()
