import ballast


def keel(weight):
    return ballast.Keel(weight)
