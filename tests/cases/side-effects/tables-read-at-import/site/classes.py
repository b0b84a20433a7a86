import numbers


class Amount(numbers.Number):
    __hash__ = None


def counts(value):
    return isinstance(value, numbers.Number)
