import logging

import apart
import loud
import meek
import proud


def quiet():
    for name in ("loud.core", "meek", "apart"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("proud").propagate = False


def work():
    return loud.run(), proud.run(), meek.run(), apart.run()
