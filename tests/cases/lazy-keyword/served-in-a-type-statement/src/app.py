from heavy import Thing

type Pair = tuple[Thing, Thing]


def first[T: Thing](pair: Pair, other: T) -> Thing:
    return pair[0]
