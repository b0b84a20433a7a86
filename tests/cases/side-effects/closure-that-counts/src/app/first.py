from app.ids import new_id

FIRST = new_id()


def first():
    return FIRST
