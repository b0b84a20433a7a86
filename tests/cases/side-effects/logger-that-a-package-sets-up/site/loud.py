import logging

log = logging.getLogger("loud.core")
log.setLevel(logging.DEBUG)


def run():
    return log.level
