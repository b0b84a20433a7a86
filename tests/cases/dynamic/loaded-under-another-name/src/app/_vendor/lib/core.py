from hv import Frame


def run(number):
    return Frame(number)
