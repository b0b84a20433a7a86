from http.client import HTTPConnection


class Client(HTTPConnection):
    def ask(self):
        return self.debuglevel
