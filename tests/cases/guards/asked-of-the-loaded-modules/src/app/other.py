from app.parts import core


def size():
    return core.IMAGE.size
