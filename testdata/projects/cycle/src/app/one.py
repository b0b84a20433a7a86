import app.two
import ballast

NAME = "one"


def chain():
    return [NAME, *app.two.chain()]


def weight():
    return ballast.weigh(1)
