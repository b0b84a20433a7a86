from hv2 import NAME
from runner import fill


def greet():
    return fill("hi {NAME}")


def name():
    return NAME
