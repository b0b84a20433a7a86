from app.parts import keel


def weight():
    return keel(2).weight
