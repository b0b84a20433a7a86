import logging

logging.getLogger(__name__).propagate = True


def run():
    return logging.getLogger(__name__).propagate
