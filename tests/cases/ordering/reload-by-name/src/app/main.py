from app.model import Model
from app.reloader import reload_all


def fresh():
    return Model([1, 2])


def check():
    first = fresh()
    reload_all("app.model")
    return type(first) is type(fresh())
