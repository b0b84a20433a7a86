import sys
import types

import dockyard
import harbour


def name():
    sys.modules["ropes"] = types.SimpleNamespace(NAME="stand-in")
    return dockyard.NAME


def depth():
    return harbour.DEPTH
