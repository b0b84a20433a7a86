from app.bottom import Bottom

NAME = "left"


def make():
    return Bottom(1)
