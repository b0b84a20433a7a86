import contextlib
from app import images
TOOLS = [images]
class Stack:
    def callback(self, function, held, *rest):
        for tool in TOOLS:
            function(tool, *rest)
class Core:
    connect = None
    def __init__(self, real):
        self.stack = contextlib.ExitStack()
        if not real:
            self.stack = Stack()
        self.stack.callback(setattr, self, "connect", lambda: "replaced")
    def run(self):
        return [tool.connect() for tool in TOOLS]
