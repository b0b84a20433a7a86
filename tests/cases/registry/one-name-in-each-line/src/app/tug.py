import heavy


class Tug:
    name = heavy.__name__ + " tug"
