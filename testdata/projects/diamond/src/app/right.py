import app.bottom

NAME = "right"


def make():
    return app.bottom.Bottom(2)
