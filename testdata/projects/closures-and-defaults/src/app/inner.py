from ballast import LIMIT, Keel, weigh


def outer(values, *, scale=2):
    """Has a docstring."""

    def inner(limit=LIMIT, *rest):
        add = lambda value, more=LIMIT: weigh(value, more, *rest)
        return [add(value) for value in values if value < limit]

    class Holder:
        keel: Keel = Keel(scale)

        def get(self):
            nonlocal scale
            scale += 1
            return weigh(scale)

    return inner, Holder()


def one_liner(): return Keel(LIMIT)
