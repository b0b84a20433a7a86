from dockyard import Client


def make():
    def names():
        return [image.name for image in Client().images()]

    return names
