import hv
from app.impl import CsvReader


def make():
    return CsvReader([hv.LIMIT])
