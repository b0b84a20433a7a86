import framely
import heavy

from app import found


def load():
    return heavy.VALUE, framely.__name__


if __name__ == "__main__":
    print(found.by_helper(), load())
