import builtins

import dockyard
import harbour


def length():
    before, builtins.len = builtins.len, lambda text: 99
    size = dockyard.SIZE
    builtins.len = before
    return size


def depth():
    return harbour.depth()
