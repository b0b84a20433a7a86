import ids
import plug
def use(): return plug.N
def main():
    print(ids.C.readline(), use())
