import logging

logging.root.addHandler(logging.NullHandler())


def handlers():
    return len(logging.root.handlers)
