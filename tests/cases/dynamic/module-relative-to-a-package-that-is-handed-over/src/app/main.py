from app import other
from app.loader import names


def show(label):
    return names("app.kinds", label), other.size()
