from app import kernel


def run():
    return kernel.__name__
