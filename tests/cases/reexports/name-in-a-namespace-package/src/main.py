from ns import b


def run():
    return b.width()
