import framely
from app import session


class Catalog(framely.Frame):
    def session(self):
        return session.Session()
