from app.base import ALL, MORE
from app.consts import nine
def before():
    return list(ALL), dict(MORE)
def main():
    return nine()
