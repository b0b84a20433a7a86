import framely


class Notice(framely.Frame):
    pass


def warn(name):
    print("old:", name, Notice.__name__)
