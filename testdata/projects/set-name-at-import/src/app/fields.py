import ballast


class Field:
    def __set_name__(self, owner, name):
        self.name = f"{owner.__name__}.{name}:{ballast.LIMIT}"


class Ship:
    length = Field()
