from app.core import Box, Point
from app.marked import Place
from app.plain import Picture


def boxed():
    return Box([1])


def pointed():
    return Point(1, 2)


def placed():
    return Place()


def image():
    return Picture("sea", 1)
