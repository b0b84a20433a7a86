import hv

from app import reg


class Csv(hv.Frame):
    name = "csv"


import contextlib
class scope(contextlib.ContextDecorator):
    def __enter__(self):
        reg.register("csv", 1)
    def __exit__(self, *a):
        return None
@scope()
def go():
    return 1
go()
