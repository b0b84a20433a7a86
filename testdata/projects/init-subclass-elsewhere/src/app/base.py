import ballast


class Vessel:
    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        cls.limit = ballast.check(len(cls.__name__))
