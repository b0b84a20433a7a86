import os

from app import safe
from app import effects


def main():
    return os.environ.get("APP_READY")


def size():
    return safe.size(), effects
