import sys
import plug
def use(): return plug.N
def main():
    a = list(sys.argv)
    a.pop()
    print(use())
