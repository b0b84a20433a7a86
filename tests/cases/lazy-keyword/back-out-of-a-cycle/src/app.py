from other import helper


def value():
    return helper()


BASE = 3
