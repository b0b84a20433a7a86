import base
import plug
def use(): return plug.P
def walk(c):
    for s in type.__subclasses__(c):
        yield s.__name__
        yield from walk(s)
def main():
    print(list(walk(base.Base)))
    print(use().__name__)
