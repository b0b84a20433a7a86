import app.three
from ballast import Keel

NAME = "two"


def chain():
    return [NAME, app.three.name()]


def keel():
    return Keel(2)
