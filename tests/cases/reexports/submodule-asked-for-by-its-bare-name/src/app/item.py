from app.request import Request


class Item:
    def ask(self):
        return Request()
