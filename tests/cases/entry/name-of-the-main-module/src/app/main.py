import framely
import heavy

from app import other


def load():
    return heavy.VALUE, framely.__name__


if __name__ == "__main__":
    print(other.names(), other.taken(), load())
