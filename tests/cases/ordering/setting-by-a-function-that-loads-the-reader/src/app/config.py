from app import levels

DEBUG = False


def set_debug(value):
    global DEBUG
    DEBUG = value
