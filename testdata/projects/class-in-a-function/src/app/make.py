import ballast


def make(size):
    class Local(ballast.Keel):
        limit = ballast.LIMIT

        class Inner:
            version = ballast.__version__

        def total(self):
            return ballast.weigh(self.weight, self.limit, size)

    return Local
