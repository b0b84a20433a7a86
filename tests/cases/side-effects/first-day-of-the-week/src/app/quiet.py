import logging

logger = logging.getLogger("app.quiet.logger.of.its.own")
logger.addHandler(logging.NullHandler())


def handlers():
    return len(logger.handlers)
