from app.impl import Reader


def other():
    return Reader().read("1")
