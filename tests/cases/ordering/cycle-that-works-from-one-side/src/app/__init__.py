from app.catalog import Catalog
from app.item import Item
from app.session import Session

__all__ = ["Catalog", "Item", "Session"]
