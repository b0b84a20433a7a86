import ballast


class Tug:
    def weight(self):
        return ballast.weigh(1, 2)
