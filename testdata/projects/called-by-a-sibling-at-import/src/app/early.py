import ballast


def limit():
    return ballast.LIMIT
