SIZE = 3


class Frame:
    pass
