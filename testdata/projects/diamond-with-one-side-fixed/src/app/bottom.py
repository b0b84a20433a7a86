import ballast


class Bottom(ballast.Keel):
    pass
