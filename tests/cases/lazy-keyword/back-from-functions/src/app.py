import os


def size():
    """How big."""
    import heavy

    return heavy.VALUE + len(os.sep)


class Box:
    def fill(self, much):
        if much:
            from heavy import make as build

            return build(much).size
        import heavy

        return heavy.make().size


def later():
    from heavy.sub import double

    return [double(n) for n in (1, 2)], (lambda: double(4))()
