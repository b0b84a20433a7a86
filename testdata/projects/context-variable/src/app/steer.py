import tiller


def course():
    return tiller.course()
