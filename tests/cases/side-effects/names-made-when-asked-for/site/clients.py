class Client:
    pass


def __getattr__(name):
    if name == "client":
        return Client()
    raise AttributeError(name)
