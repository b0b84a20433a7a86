from app.a import A


class Main(A):
    pass
