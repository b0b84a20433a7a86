class Frame:
    size = 3


LIMIT = 7
