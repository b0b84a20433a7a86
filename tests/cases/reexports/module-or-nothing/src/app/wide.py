import framely


def load(text):
    return framely.read(text)
