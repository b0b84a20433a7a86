import hv
import used
from app.block import Blocked


def lower(text):
    with Blocked("used", "hv"):
        return text.lower(), used.SIZE


def size():
    return hv.SIZE
