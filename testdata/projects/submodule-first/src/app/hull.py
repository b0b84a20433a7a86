import ballast


def hull():
    return ballast.weigh(2, 3)
