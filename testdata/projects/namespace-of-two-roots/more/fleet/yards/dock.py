import ballast


class Dock(ballast.Keel):
    pass
