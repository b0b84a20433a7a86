from app.shared import Shared

ONLY = Shared(2)


def main():
    return ONLY
