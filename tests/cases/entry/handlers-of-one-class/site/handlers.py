class Handler:
    def __init__(self, name):
        self.name = name

    def __call__(self, *args):
        if hasattr(self, "func"):
            return self.func(*args)
        self.func = args[0]
        return self


def default(name):
    return Handler(name)
