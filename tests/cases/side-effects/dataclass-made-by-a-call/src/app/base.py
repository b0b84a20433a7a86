KNOWN = []
class Base:
    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        KNOWN.append(cls.__name__)
