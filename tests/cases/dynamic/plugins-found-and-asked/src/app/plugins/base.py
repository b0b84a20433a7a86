from hv import Decoder


def start():
    return Decoder().__class__.__name__
