from app import lib


def main():
    from app import mode

    print(mode.mode())
    print(lib.run())
