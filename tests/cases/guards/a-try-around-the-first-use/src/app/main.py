import quarry

from app import checked, names, other, table


def show():
    return table.first()


def run():
    try:
        return show()
    except OSError:
        return "no table"


def length():
    return len(names.NAMES)


def count():
    try:
        return length()
    except Exception as error:
        return f"no names: {type(error).__name__}"


def lines(key):
    try:
        return {"n": len(other.LINES)}[key]
    except (KeyError, OSError):
        return 0


def number():
    return len(quarry.STONES)


def stones():
    try:
        return number()
    except OSError:
        pass
    return None


def default():
    try:
        return checked.checked(checked.DEFAULT)
    except ValueError:
        return None


def main():
    print("start")
    print(run(), count(), lines("n"), stones(), default())
