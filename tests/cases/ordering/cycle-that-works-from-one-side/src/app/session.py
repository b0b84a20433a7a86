from app import catalog
from app.item import Item


class Session:
    factory = Item

    def catalog(self):
        return catalog.Catalog([1])
