from app import plain
from app.client import server


def configure():
    import app.settings


def report():
    return server(), plain.user()


def run():
    configure()
    return report()
