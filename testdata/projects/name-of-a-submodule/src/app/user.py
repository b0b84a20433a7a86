from app import hull


def use():
    return hull()
