import framely


class Core(framely.Frame):
    pass


def make():
    return Core().size
