from app.b import B


class A(B):
    pass
