import heavy


class Barge:
    name = heavy.__name__ + " barge"
