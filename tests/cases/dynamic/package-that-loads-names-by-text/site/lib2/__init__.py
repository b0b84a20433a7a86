def __getattr__(name):
    if name == "thing":
        from .impl import thing
        return thing
    if name == "other":
        from .plain import other
        return other
    raise AttributeError(name)
