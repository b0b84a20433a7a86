import os

from app import other, state


def run():
    os.mkdir("state-of-the-probe")
    return state.there(), other.there()
