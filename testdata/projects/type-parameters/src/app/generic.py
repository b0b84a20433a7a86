import ballast


def first[ballast](values: list[ballast]) -> ballast:
    return values[0]


class Box[ballast]:
    def __init__(self, value: ballast) -> None:
        self.value = value


def weight[T](values: list[T]) -> T:
    return ballast.weigh(*values)
