import sys

import heavy


class Finder:
    def find_spec(self, name, path=None, target=None):
        if heavy.VALUE and name == "nowhere":
            raise ModuleNotFoundError("not here")
        return None


sys.meta_path.insert(0, Finder())
