import ctypes
import seterr
def use():
    return seterr.x
def main():
    ctypes.set_errno(4)
    print(use())
