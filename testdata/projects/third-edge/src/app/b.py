from app.c import C


class B:
    def make(self):
        return C(3)
