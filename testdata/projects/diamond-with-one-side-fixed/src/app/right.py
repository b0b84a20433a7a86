from app.bottom import Bottom

NAME = "right"


def make():
    return Bottom(2)
