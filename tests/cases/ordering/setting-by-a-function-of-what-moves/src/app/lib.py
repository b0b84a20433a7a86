from app import levels


def level():
    return levels.LEVEL
