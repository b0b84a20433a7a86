import ids
import plug
def use(): return plug.N
def main():
    print(list(ids.C), use())
