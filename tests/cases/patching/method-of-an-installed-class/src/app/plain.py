import client


class Traced(client.Client):
    pass


Traced.get = lambda self: "own"


def traced():
    return Traced().get()
