from app.x import x


def use():
    return x()
