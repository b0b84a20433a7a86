import quarry

from app import checked, names, other, table


def show():
    return table.first()


def run():
    try:
        return show()
    except OSError:
        return "no table"


def count():
    try:
        return len(names.NAMES)
    except Exception as error:
        return f"no names: {type(error).__name__}"


def lines(key):
    try:
        return {"n": len(other.LINES)}[key]
    except KeyError:
        return 0


def stones():
    try:
        return len(quarry.STONES)
    except OSError:
        return None


def default():
    try:
        return checked.checked(checked.DEFAULT)
    except ValueError:
        return None


def main():
    print("start")
    print(run(), count(), lines("n"), stones(), default())
