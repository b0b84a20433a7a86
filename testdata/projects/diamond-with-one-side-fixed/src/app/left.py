from app.bottom import Bottom

NAME = "left"


class Left(Bottom):
    pass
