import ballast


class KeelProvider(ballast.Keel):
    label = "keel"


def make(weight):
    return KeelProvider(weight)
