import client

_original = client.Client.get


def get(self):
    return "traced " + _original(self)


client.Client.get = get


def is_on():
    return True
