import logging

log = logging.getLogger("apart.wire")
log.setLevel(logging.INFO)


def run():
    return log.level
