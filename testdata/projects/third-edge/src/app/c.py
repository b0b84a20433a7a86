import ballast


class C(ballast.Keel):
    pass
