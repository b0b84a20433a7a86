from framely import Frame


def run(number):
    return Frame(number)
