from app.item import Item

__all__ = ["Item"]
