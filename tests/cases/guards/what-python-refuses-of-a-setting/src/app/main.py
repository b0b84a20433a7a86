from app import chosen, made, plain, table


def row():
    return table.row()


def name():
    return made.NAME, plain.NAME, plain.row()


def main():
    print("start")
    try:
        print(row(), name())
    except LookupError as error:
        print("handled", error)
    print(chosen.NAME)
    return 0
