import m
import plug
def use():
    return plug.P
def main():
    d = m.__dict__
    d |= {"VALUE": 7}
    print(use())
