from app import levels


def level():
    return levels.LEVEL, levels.is_debug()
