import ballast

TOTALS = (ballast.weigh(value, 1) for value in range(3))


def limit():
    return ballast.LIMIT
