import ballast as __b


def plain():
    return __b.weigh(1, 2)


class Pump:
    def run(self):
        try:
            return __b.weigh(1)
        except NameError as error:
            return str(error)

    def version(self):
        from ballast import __version__

        return __version__
