import os

from app import other, settings, state


def run():
    os.mkdir("state-of-the-probe")
    with open("settings-of-the-probe.ini", "w") as file:
        file.write("[ships]\n")
    return state.there(), other.there(), settings.sections()
