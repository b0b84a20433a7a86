import contextlib
from app import images
TOOLS = [images]
class Command:
    def __init__(self, callback, stack):
        self.callback = callback
        self.stack = stack
class Core:
    config = None
    def __init__(self, config):
        self.stack = contextlib.ExitStack()
        self.config = config
        self.stack.callback(setattr, self, "config", None)
    def run(self):
        with self.stack:
            sizes = [tool.connect() for tool in TOOLS], self.config
        return sizes, self.config
