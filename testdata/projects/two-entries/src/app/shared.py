import ballast


class Shared(ballast.Keel):
    pass
