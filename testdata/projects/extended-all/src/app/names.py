from ballast import Keel, weigh

__all__ = []
__all__.extend(["Keel", "both"])
__all__.append("weigh")


def both():
    return Keel(weigh(1, 2))
