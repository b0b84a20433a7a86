import builtins


class Trap:
    def __init__(self, shell):
        self.before = {}
        self.added = {"shell": shell, "show": print, "len": lambda text: 99}

    def add(self, key, value):
        names = builtins.__dict__
        self.before[key] = names.get(key)
        names[key] = value

    def remove(self, key, before):
        if before is None:
            del builtins.__dict__[key]
        else:
            builtins.__dict__[key] = before

    def activate(self):
        add = self.add
        for name, value in self.added.items():
            add(name, value)

    def deactivate(self):
        for name, before in self.before.items():
            self.remove(name, before)
        self.before.clear()
