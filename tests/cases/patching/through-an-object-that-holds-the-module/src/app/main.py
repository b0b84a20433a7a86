from types import SimpleNamespace
from app import core
ctx = SimpleNamespace(core=core, other=1)
def main():
    return ctx.core.go()
