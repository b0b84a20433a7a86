import dockyard
import framely

from app import frames, table


def asked():
    rows = framely.read("1").rows
    print(rows, frames.names())


def matched():
    match table:
        case object(heavy=found):
            return found.VALUE
        case _:
            return None


def free():
    return dockyard.Image("sea", 1).size
