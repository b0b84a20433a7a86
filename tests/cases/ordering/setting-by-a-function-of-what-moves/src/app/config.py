DEBUG = False


def set_debug(value):
    global DEBUG
    DEBUG = value
