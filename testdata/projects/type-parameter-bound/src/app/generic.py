from ballast import Keel, weigh

type Keels = list[Keel]


def heaviest[K: Keel](keels: list[K]) -> K:
    return max(keels, key=lambda keel: weigh(keel.weight))
