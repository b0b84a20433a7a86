import app
from app import read


def main():
    return app.Box.kind, app.pack(), sorted(read.TABLE), read.Box.kind
