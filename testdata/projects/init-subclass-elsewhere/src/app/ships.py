from app.base import Vessel


class Tug(Vessel):
    pass
