from app.item import Item

__all__ = ["Item"]


def limit():
    return request.LIMIT
