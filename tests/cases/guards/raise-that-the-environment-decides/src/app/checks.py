def need(value):
    if value == "bad":
        raise ValueError(value)
    return value
