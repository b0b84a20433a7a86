from app import lib


def main():
    from app import config

    config.set_debug(True)
    print(lib.level())
