import os


def set_plain():
    os.environ["PLAIN_SIZE"] = "2"
