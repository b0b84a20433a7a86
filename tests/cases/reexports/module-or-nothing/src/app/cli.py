import app
from app.names import w


def main():
    return app.width(), w.framely.__version__
