from app import using
from app.loading import loading
from app.other import other

NAME = using.__name__


def run():
    return loading(), using.using(), other()
