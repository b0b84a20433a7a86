from ballast import Keel


def keel():
    return Keel(1)
