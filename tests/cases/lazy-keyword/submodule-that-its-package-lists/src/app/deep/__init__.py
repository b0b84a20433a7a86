def names():
    return sorted(name for name in globals() if name[0] != "_")
