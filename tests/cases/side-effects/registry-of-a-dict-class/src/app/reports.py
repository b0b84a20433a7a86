from app.registry import Signals

OWN = Signals(first=1)
OWN.setdefault("second", 2)


def report():
    return sorted(OWN)
