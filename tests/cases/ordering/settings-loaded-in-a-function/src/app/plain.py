import os

USER = os.environ.get("APP_USER", "nobody")


def user():
    return USER
