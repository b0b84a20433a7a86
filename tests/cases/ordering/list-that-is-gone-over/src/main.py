import ids
import plug
def use(): return plug.N
def main():
    print(list(ids.C), ids.D)
    if len("a") > 2: print(use())
