from app.settings import GREETING, add, greet
from app import settings


def main():
    return greet("you"), GREETING.template, add(1, 2), settings.WORD
