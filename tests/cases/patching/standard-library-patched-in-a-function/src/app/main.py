import http.client
import json
import math
import socket
import sys

import takes
import asks
import dumps
import wires
import inherits
import everything
import addresses
import bounds
import subclass
import handles


class Tunnel(socket.socket):
    pass


def prepare():
    socket.socket = Tunnel
    sys.frozen = True
    json.JSONEncoder.default = lambda self, value: "other"
    http.client.HTTPConnection.debuglevel = 1
    setattr(math, "tau", 6)


def show():
    print(takes.NAME, asks.FROZEN, dumps.TEXT, wires.LEVEL, inherits.LEVEL, everything.TAU)
    print(addresses.FAMILY, bounds.MOST, subclass.Client.__name__, handles.Fault.__name__)
