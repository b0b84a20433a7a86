from hv import Decoder


class Base:
    pass


def decoder():
    return Decoder()
