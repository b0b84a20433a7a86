from app.application import MODE

OPEN = MODE == "open"


def is_open():
    return OPEN
