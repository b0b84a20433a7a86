import ballast


class Core(ballast.Keel):
    pass
