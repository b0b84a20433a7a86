from app.shared import Shared


def main():
    return Shared(1)
