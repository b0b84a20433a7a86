from app import below, elsewhere, free, held
from app.locks import LOCK, OTHER


def size():
    return below.SIZE


def run():
    with LOCK:
        found = [held.SETTINGS, size()]
    with OTHER:
        found.append(elsewhere.PLACE)
    found.append(free.FREE)
    return found
