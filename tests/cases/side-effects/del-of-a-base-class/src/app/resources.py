import dockyard
import framely
import heavy

from app.base import Closing


class Table(Closing):
    def clean(self):
        print("closed", framely.read("1").total())

    def picture(self):
        return dockyard.Image("sea", 1).size


class Held:
    def close(self):
        print("closed", heavy.VALUE)


class Both(Held, Closing):
    pass


class Other:
    """Nobody deletes it so."""

    def clean(self):
        return dockyard.Image("sea", 2).size
