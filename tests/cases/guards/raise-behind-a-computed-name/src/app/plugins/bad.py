from app import kernel


def run():
    return kernel.SIZE
