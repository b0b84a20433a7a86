from app import token


def run():
    return token.TOKEN
