import dockyard
import heavy

from handlers import default


class Shell:
    @default("first")
    def first(self):
        return heavy.LIMIT

    @default("second")
    def second(self):
        return heavy.VERSION

    @default("third")
    def third(self):
        return heavy.read("1")

    @default("fourth")
    def fourth(self):
        return heavy.read("2")

    @default("fifth")
    def fifth(self):
        return heavy.read("3")


again = default("again")


@again
def called(function):
    return dockyard.DEFAULT_TIMEOUT


@again
def other(function):
    return 1
