from dockyard import Client


def names():
    return Client().images()
