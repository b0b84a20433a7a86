import sys


class Blocked:
    def __init__(self, *names):
        self.names = names

    def __enter__(self):
        sys.meta_path.insert(0, self)

    def __exit__(self, *caught):
        sys.meta_path.remove(self)

    def find_spec(self, name, path=None, target=None):
        if name in self.names:
            raise ImportError(name)
