import contextlib
from app import images
TOOLS = [images]
class Core:
    config = None
    def __init__(self, config):
        self.config = config
    def run(self, stack):
        stack.callback(setattr, self, "config", None)
        return [tool.size() for tool in TOOLS], self.config
