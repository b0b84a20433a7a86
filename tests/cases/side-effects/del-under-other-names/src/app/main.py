import io

import aviary
import brassware
import cartography
import dockyard
import framely
import heavy
import unheard


class Renamed:
    def close(self):
        print("closed", framely.VALUE)

    __del__ = close


class Later:
    pass


Later.__del__ = lambda self: print("later", brassware.VALUE)


class Stream(io.RawIOBase):
    def close(self):
        if not self.closed:
            print("stream", heavy.VALUE)
        super().close()


def bye():
    print("bye", dockyard.VALUE)


class Calling:
    def __init__(self, callback):
        self.callback = callback

    def __del__(self):
        self.callback()


class Told:
    @property
    def state(self):
        return aviary.VALUE

    def __repr__(self):
        return f"<{cartography.VALUE}>"

    def __del__(self):
        print("told", self.state, f"{self!r}")


class Quiet:
    """Its own collector calls nothing of this."""

    def __init__(self, callback):
        self.notify = callback

    @property
    def other(self):
        return unheard.VALUE

    def __repr__(self):
        return f"<{unheard.VALUE}>"

    def finish(self):
        return unheard.VALUE

    def __del__(self):
        self.done = True


def not_handed():
    return unheard.VALUE


def make():
    return Renamed(), Later(), Stream(), Calling(bye), Told(), Quiet(not_handed)
