from fleet.yards.dock import Dock


def docks():
    return [Dock(1), Dock(2)]
