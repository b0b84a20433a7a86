import framely


class Numbers(framely.Frame):
    pass


def send(text):
    return Numbers(framely.read(text).rows).total()
