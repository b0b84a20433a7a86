import framely
from item import Item


class Session(framely.Frame):
    factory = Item
