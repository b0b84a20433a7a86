import between
import other


def use():
    return between.BUILT


def twice(x):
    return other.twice(x)
