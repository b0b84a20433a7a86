import clients
from app import base, below, counts, free, functions, generic, held, inherits, installed, locks, meta


def prepare():
    base.Base.value = 2
    base.Meta.value = 2
    base.marked.value = 2
    base.with_default.__defaults__ = (2,)
    base.shown.register(int, lambda value: "a number")
    base.remembered(1)

    class Square(base.Shape):
        pass

    base.HELD().at = 1
    base.LOCK.acquire()
    clients.Client.default = 2


def work():
    modules = inherits, meta, functions, generic, counts, below, held, locks, installed, free
    return [module.SEEN for module in modules]
