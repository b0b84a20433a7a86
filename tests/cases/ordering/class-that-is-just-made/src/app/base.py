class Base:
    schema = ()

    def __init_subclass__(cls):
        cls.schema = (*cls.schema, cls.__name__)
