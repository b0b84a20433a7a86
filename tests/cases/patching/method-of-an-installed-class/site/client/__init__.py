class Client:
    def get(self):
        return "got"


def make():
    return Client()
