class Base:
    schema = ()

    def __init_subclass__(cls):
        Base.schema = (*Base.schema, cls.__name__)
