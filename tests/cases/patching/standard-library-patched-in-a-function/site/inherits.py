from http.client import HTTPConnection


class Client(HTTPConnection):
    pass


LEVEL = Client.debuglevel
