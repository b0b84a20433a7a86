import framely


class Request(framely.Frame):
    def __init__(self):
        super().__init__([1, 2])
