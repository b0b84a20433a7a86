import hv
from app.helpers import load


def show():
    return load(), hv.SIZE
