import ballast

COUNT = len([number for number in range(1_000_000)])


class Slow(ballast.Keel):
    pass
