from concurrent.futures import ThreadPoolExecutor

from app import host, name, token


def safely(function):
    def wrapper():
        try:
            return function()
        except ValueError as error:
            return f"bad: {error}"

    return wrapper


@safely
def show_token():
    return token.TOKEN


def show_host():
    return host.HOST


def show_name():
    return name.APP


def main():
    print("start")
    print(show_token())
    with ThreadPoolExecutor(1) as pool:
        pool.submit(show_host)
    print(show_name())
