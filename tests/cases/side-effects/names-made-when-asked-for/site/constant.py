def __getattr__(name):
    if name == "LIMIT":
        return 10
    raise AttributeError(name)
