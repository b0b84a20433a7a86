VALUE = 41


class Thing:
    def __init__(self, size=1):
        self.size = size


def make(size=1):
    return Thing(size)
