from app import sales  # dormant: eager


def count():
    return sales.SIZE
