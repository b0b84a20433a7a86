api_key = None
verbosity = 1


def level():
    return verbosity


class Client:
    def __init__(self):
        self.key = api_key
