from app.base import ALL
from app.consts import nine
def before():
    return list(ALL)
def main():
    return nine()
