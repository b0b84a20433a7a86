from ballast import Keel


def other():
    return Keel(2).double()
