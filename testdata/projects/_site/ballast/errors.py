class Leak(Exception):
    pass
