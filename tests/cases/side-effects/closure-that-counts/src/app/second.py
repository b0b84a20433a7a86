from app.ids import new_id


def second():
    return new_id()
